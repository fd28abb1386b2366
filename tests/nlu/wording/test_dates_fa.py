"""Persian dates."""

import datetime

import pytest

from nlu.wording import dates_fa


def test_jalali() -> None:
    day = datetime.date(2026, 11, 21)
    assert dates_fa.jalali(day) == "شنبه، سی‌اُمِ آبان"
    assert dates_fa.jalali(day, weekday=False, year=True) == "سی‌اُمِ آبانِ هزارُ چهارصدُ پنج"


def test_gregorian_months_end_in_a_silent_he_or_not() -> None:
    assert dates_fa.day_of_month(5, 2, 2026, gregorian=True) == "پنجمِ فوریهٔ دو هزارُ بیستُ شش"
    assert dates_fa.day_of_month(5, 12, gregorian=True) == "پنجمِ دسامبر"


def test_the_new_year() -> None:
    assert dates_fa.jalali(datetime.date(2026, 3, 21), weekday=False) == "یکمِ فروردین"


@pytest.mark.parametrize(("day", "month"), [(0, 1), (32, 1), (1, 0), (1, 13)])
def test_no_such_day(day: int, month: int) -> None:
    with pytest.raises(ValueError, match="is no day"):
        dates_fa.day_of_month(day, month)
