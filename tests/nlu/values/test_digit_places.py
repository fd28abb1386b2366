"""Digits by their place in a row."""

import pytest

from nlu.values.digit_places import put_right
from nlu.values.readings import Heard
from tests.nlu.values.reading import NOW


@pytest.mark.parametrize(
    ("row", "text", "language", "becomes"),
    [
        ("12345", "سومش هفته", "fa", ["12745"]),
        ("12345", "اولش نه و آخرش شش", "fa", ["92346"]),
        ("12345678", "چهارتای اول دو هزار و صد", "fa", ["21005678"]),
        ("4013913413409130", "الثالثة سبعة ستة ثمانية صفر والأخيرة ثلاثة ستة صفر سبعة", "ar", ["4013913476803607"]),
        ("1234", "ششمیش هفت بود", "fa", []),
        ("1234", "نه", "fa", []),
        ("1231", "به جای یک دو", "fa", ["2231", "1232"]),
    ],
)
def test_what_a_row_becomes(row: str, text: str, language: str, becomes: list[str]) -> None:
    assert list(put_right(row, Heard(text, language, NOW))) == becomes
