"""Days of three calendars."""

from datetime import date

import pytest

from nlu.tables.written_day import parse_day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2027-03-21", date(2027, 3, 21)),
        ("1406-01-01", date(2027, 3, 21)),
        ("۱۴۰۶/۱/۱", date(2027, 3, 21)),
        (" 1405.12.29 ", date(2027, 3, 20)),
        ("1448-10-01", date(2027, 3, 9)),
        ("١٤٤٨/١٠/١", date(2027, 3, 9)),
        ("1403/12/30", date(2025, 3, 20)),  # a leap year
    ],
)
def test_the_year_tells_the_calendar(text: str, day: date) -> None:
    assert parse_day(text) == day


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("21/03/2027", "the year comes first"),
        ("1-1-1406", "the year comes first"),
        ("tomorrow", "it is no day"),
        ("", "it is no day"),
        ("1405-12-30", "there is no such day"),
        ("2027-02-29", "there is no such day"),
        ("1448-13-01", "there is no such day"),
        ("0042-01-01", "there is no such day"),
    ],
)
def test_what_is_no_day_is_told_with_how_to_write_one(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why) as told:
        parse_day(text)
    assert "; write e.g. 2027-03-21, 1406-01-01 (Jalali)" in str(told.value)
