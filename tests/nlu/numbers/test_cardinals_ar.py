"""Arabic cardinals: gender and case."""

import itertools
from collections.abc import Iterator

import pytest

from nlu.numbers.ar import readings
from nlu.numbers.cardinals_ar import Form, cardinal

FEMININE, OBLIQUE = Form(feminine=True), Form(oblique=True)


@pytest.mark.parametrize(
    ("value", "form", "words"),
    [
        (0, None, "صفر"),
        (1, None, "واحد"),
        (3, None, "ثلاثة"),
        (3, FEMININE, "ثلاث"),
        (8, FEMININE, "ثماني"),
        (10, FEMININE, "عشر"),
        (11, None, "أحد عشر"),
        (11, FEMININE, "إحدى عشرة"),
        (12, None, "اثنا عشر"),
        (12, OBLIQUE, "اثني عشر"),
        (12, FEMININE, "اثنتا عشرة"),
        (15, FEMININE, "خمس عشرة"),
        (21, FEMININE, "إحدى وعشرون"),
        (25, None, "خمسة وعشرون"),
        (25, OBLIQUE, "خمسة وعشرين"),
        (100, None, "مئة"),
        (200, None, "مئتان"),
        (200, OBLIQUE, "مئتين"),
        (1000, None, "ألف"),
        (2000, None, "ألفان"),
        (2000, OBLIQUE, "ألفين"),
        (3000, FEMININE, "ثلاثة آلاف"),
        (11000, None, "أحد عشر ألف"),
        (801_438, None, "ثمانمئة ألف وألف وأربعمئة وثمانية وثلاثون"),
        (101_000, None, "مئة ألف وألف"),
        (301_000, OBLIQUE, "ثلاثمئة ألف وألف"),
        (302_000, OBLIQUE, "ثلاثمئة ألف وألفين"),
        (101_000_000, None, "مئة مليون ومليون"),
        (1_101_000, None, "مليون ومئة ألف وألف"),
        (202_000_000_000, None, "مئتان مليار وملياران"),
        (111_000, None, "مئة وأحد عشر ألف"),
        (2_000_000, OBLIQUE, "مليونين"),
        (5_000_000, None, "خمسة ملايين"),
    ],
)
def test_words(value: int, form: Form | None, words: str) -> None:
    assert cardinal(value, form) == words


ENDS = (0, 1, 2, 3, 10, 11, 99, 100, 101, 102, 103, 111, 201, 202, 302, 999)


@pytest.mark.parametrize("form", [Form(), OBLIQUE, Form(feminine=True, oblique=True, tamyiz=True)])
def test_every_end_of_every_place_is_understood_again(form: Form) -> None:
    for millions, thousands, rest in itertools.product(ENDS, ENDS, (0, 1, 102, 345)):
        value = millions * 10**6 + thousands * 10**3 + rest
        said = cardinal(value, form)
        assert readings(said)[0].value == value, said
        assert not {"وواحد ألف", "وواحد مليون", "واثنان ألف", "واثنين ألف"} & {" ".join(pair) for pair in pairs(said)}


def pairs(said: str) -> Iterator[tuple[str, str]]:
    return itertools.pairwise(said.split())


@pytest.mark.parametrize("value", [-1, 10**12])
def test_out_of_range(value: int) -> None:
    with pytest.raises(ValueError, match="no Arabic words"):
        cardinal(value)
