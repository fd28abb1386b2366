"""Arabic dates."""

import datetime

import pytest

from nlu.wording import dates_ar

DAY = datetime.date(2026, 11, 21)


def test_gregorian() -> None:
    assert dates_ar.gregorian(DAY) == "السبت، الحادي والعشرين من نوفمبر"
    assert dates_ar.gregorian(DAY, weekday=False, year=True).endswith("سنة ألفين وست وعشرين")


def test_hijri() -> None:
    assert dates_ar.hijri(DAY, weekday=False) == "الحادي عشر من جمادى الآخرة"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (1, "الأول"),
        (10, "العاشر"),
        (11, "الحادي عشر"),
        (15, "الخامس عشر"),
        (20, "العشرين"),
        (31, "الحادي والثلاثين"),
    ],
)
def test_ordinals(value: int, words: str) -> None:
    assert dates_ar.ordinal(value) == words


def test_no_such_day() -> None:
    with pytest.raises(ValueError, match="no day"):
        dates_ar.ordinal(32)
    with pytest.raises(ValueError, match="no month"):
        dates_ar.day_of_month(1, 13)


def test_outside_the_table() -> None:
    with pytest.raises(OverflowError):
        dates_ar.hijri(datetime.date(2100, 1, 1))
