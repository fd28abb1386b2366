"""Yes and no."""

import pytest

from nlu.values.agreement import keyed
from tests.nlu.values.reading import first, readings


@pytest.mark.parametrize(
    ("language", "text", "agrees"),
    [
        ("fa", "آره", True),
        ("fa", "بله همینه", True),
        ("fa", "درسته", True),
        ("fa", "نه", False),
        ("fa", "نه درست نیست", False),
        ("fa", "نخیر اشتباهه", False),
        ("fa", "نه نمی‌خوام", False),
        ("ar", "إي نعم", True),
        ("ar", "أيوه صح", True),
        ("ar", "لا مو صحيح", False),
        ("ar", "مش صح", False),
        ("fa", "چرا که نه", True),
        ("fa", "فکر نکنم", False),
        ("fa", "شنبه", None),
        ("ar", "الخميس", None),
    ],
)
def test_who_agrees(language: str, text: str, agrees: bool | None) -> None:
    assert first("yesno", text, language) is agrees


def test_both_are_given_where_both_are_said() -> None:
    found = readings("yesno", "نه، درسته", "fa")
    assert [one.value for one in found] == [False, True]


def test_keys() -> None:
    assert [one.value for one in keyed("1")] == [True]
    assert [one.value for one in keyed("2")] == [False]
    assert keyed("3") == ()
