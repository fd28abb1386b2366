"""Calendars of our own, day by day against the libraries of the main environment."""

import datetime

import jdatetime
import pytest
from hijridate import Gregorian

from nlu.values.calendars import Calendar, date_of, in_calendar, month_days

DAY = datetime.timedelta(days=1)


def days(first: datetime.date, last: datetime.date) -> list[datetime.date]:
    return [first + DAY * count for count in range((last - first).days + 1)]


def test_every_jalali_day_of_180_years_is_that_of_jdatetime() -> None:
    for day in days(datetime.date(1900, 1, 1), datetime.date(2080, 1, 1)):
        there = jdatetime.date.fromgregorian(date=day)
        assert in_calendar(day, "jalali") == (there.year, there.month, there.day)


def test_every_hijri_day_of_the_table_is_that_of_hijridate() -> None:
    for day in days(datetime.date(1924, 8, 1), datetime.date(2077, 11, 15))[::3]:
        there = Gregorian.fromdate(day).to_hijri()
        assert in_calendar(day, "hijri") == (there.year, there.month, there.day)


@pytest.mark.parametrize("of", ["jalali", "hijri", "gregorian"])
def test_there_and_back(of: Calendar) -> None:
    for day in days(datetime.date(2024, 1, 1), datetime.date(2028, 1, 1)):
        assert date_of(*in_calendar(day, of), of) == day


@pytest.mark.parametrize(
    ("year", "month", "day", "of"),
    [
        (1404, 12, 30, "jalali"),
        (1404, 7, 31, "jalali"),
        (1404, 13, 1, "jalali"),
        (2026, 2, 29, "gregorian"),
        (1600, 1, 1, "hijri"),
        (1300, 1, 1, "hijri"),
        (1448, 1, 31, "hijri"),
    ],
)
def test_what_is_no_day(year: int, month: int, day: int, of: Calendar) -> None:
    with pytest.raises(ValueError, match=r"is no|not in our table"):
        date_of(year, month, day, of)


def test_a_leap_year_has_its_day() -> None:
    assert month_days(1403, 12, "jalali") == 30
    assert date_of(1403, 12, 30, "jalali") == datetime.date(2025, 3, 20)
