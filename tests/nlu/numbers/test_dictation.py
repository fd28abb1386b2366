"""Ways to dictate."""

import random

import pytest

from nlu.numbers import slots
from nlu.numbers.dictation import dictations, number_words, patterns, small_numbers


def test_the_plainest_way_comes_first() -> None:
    assert dictations("10045", "fa")[0] == "یک صفر صفر چهار پنج"
    assert dictations("105", "ar")[0] == "واحد صفر خمسة"


def test_persian_callers_have_many_ways() -> None:
    ways = dictations("77012", "fa")
    assert {"دو تا هفت صفر یک دو", "هفتاد و هفت هزار و دوازده", "هفتاد و هفت صفر دوازده"} <= set(ways)


def test_no_way_comes_twice() -> None:
    ways = dictations("11111", "fa")
    assert len(ways) == len(set(ways)) > 4


@pytest.mark.parametrize("language", ["fa", "ar"])
def test_every_dictation_uses_known_words(language: str) -> None:
    known = set(number_words(language))
    spoken = {word for n in range(0, 100_000, 997) for way in dictations(f"{n:05d}", language) for word in way.split()}
    assert spoken <= known


@pytest.mark.parametrize("language", ["fa", "ar"])
def test_small_numbers_are_number_words(language: str) -> None:
    assert set(small_numbers(language)) <= set(number_words(language))


@pytest.mark.parametrize("language", ["fa", "ar"])
def test_patterns_say_numbers_of_their_length(language: str) -> None:
    draw = random.Random(1)
    rows = patterns(5, language)
    for row in rows:
        for _ in range(20):
            said = " ".join(draw.choice(group) for group in row)
            assert slots.from_text(said, slots.ORDER_NUMBER, language), said


@pytest.mark.parametrize("language", ["fa", "ar"])
def test_patterns_hold_every_digit_and_known_words_only(language: str) -> None:
    rows = patterns(5, language)
    words = {word for row in rows for group in row for said in group for word in said.split()}
    assert words <= set(number_words(language))
    assert all(len(group) >= 10 for group in rows[0])
