"""How somebody is addressed who is of another language."""

import pytest

from nlu.text.languages import LANGUAGES
from nlu.text.titles import title_in


@pytest.mark.parametrize(
    ("title", "language", "own", "said"),
    [
        ("آقای", "ar", "fa", "السيد"),
        ("خانم", "ar", "fa", "السيدة"),
        ("سرکار خانم", "ar", "fa", "السيدة"),
        ("دكتر", "ar", "fa", "الدكتور"),  # the Arabic ك of another keyboard
        ("السَّيِّدَة", "fa", "ar", "خانم"),
        ("السيد", "fa", "ar", "آقای"),
        ("آقای", "fa", "fa", "آقای"),
        ("السيد", "ar", "ar", "السيد"),
        ("حاج آقا", "ar", "fa", ""),
        ("اللواء", "ar", "ar", "اللواء"),
        ("اللواء", "fa", "ar", ""),
        ("", "ar", "fa", ""),
    ],
)
def test_a_title_in_the_language_that_is_spoken(title: str, language: str, own: str, said: str) -> None:
    assert title_in(title, language, own) == said


def test_every_language_has_a_word_for_each() -> None:
    kinds = [set(one.titles) for one in LANGUAGES.values()]
    assert all(one == kinds[0] for one in kinds)
    assert all(words for one in LANGUAGES.values() for words in one.titles.values())
