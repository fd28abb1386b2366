"""Ways to dictate."""

import pytest

from nlu.spoken_digits import dictations, number_words, small_numbers


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
