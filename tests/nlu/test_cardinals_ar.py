"""Arabic cardinals: gender and case."""

import pytest

from nlu.cardinals_ar import Form, cardinal

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
        (801_438, None, "ثمانمئة وواحد ألف وأربعمئة وثمانية وثلاثون"),
        (2_000_000, OBLIQUE, "مليونين"),
        (5_000_000, None, "خمسة ملايين"),
    ],
)
def test_words(value: int, form: Form | None, words: str) -> None:
    assert cardinal(value, form) == words


@pytest.mark.parametrize("value", [-1, 10**12])
def test_out_of_range(value: int) -> None:
    with pytest.raises(ValueError, match="no Arabic words"):
        cardinal(value)
