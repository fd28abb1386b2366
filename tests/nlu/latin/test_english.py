"""Words by rule; none of these stands in the table."""

import pytest

from nlu.latin.english import readings, sounds, written
from nlu.latin.table import parts, words

PERSIAN = {
    "timer": "تایمِر", "shampoo": "شَمپو", "sticker": "اِستیکِر", "helpdesk": "هِلپدِسک", "Digistyle": "دیجیستایل",
    "Novin": "نووین", "Parsian": "پارسیان", "Pishgaman": "پیشگامَن", "snack": "اِسنَک",
    "banner": "بَنِر", "duet": "دوئِت",
}  # fmt: skip
ARABIC = {"timer": "تَايْمَر", "sticker": "سْتِكَر", "Ajman": "أَجْمَان", "drone": "دْرُون", "Lulu": "لُولُو"}


@pytest.mark.parametrize(("word", "said"), PERSIAN.items())
def test_persian(word: str, said: str) -> None:
    assert parts(word) not in words("fa")
    assert written(sounds(word.lower()), "fa") == said


@pytest.mark.parametrize(("word", "said"), ARABIC.items())
def test_arabic(word: str, said: str) -> None:
    assert parts(word) not in words("ar")
    assert written(sounds(word.lower()), "ar") == said


def test_a_persian_syllable_begins_with_one_consonant() -> None:
    assert written(sounds("sport"), "fa").startswith("اِس")
    assert written(sounds("blog"), "fa").startswith("بِل")
    assert written(sounds("sport"), "ar").startswith("سْب")


def test_what_is_no_letter_has_no_sound() -> None:
    assert sounds("m-1") == sounds("m") == "m"
    assert written("", "fa") == ""


def test_what_spelling_leaves_open_is_read_in_two_ways() -> None:
    assert readings("pishgaman", "fa") == ("پیشگامَن", "پیشگامان")
    assert readings("redbox", "ar") == ("رِدْبُوكْس", "رِيدْبُوكْس")
    assert readings("lulu", "ar") == ("لُولُو",)
