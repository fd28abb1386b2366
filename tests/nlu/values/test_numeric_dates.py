"""Days as numbers."""

from datetime import date

import pytest

from nlu.values.asked_days import Asked
from nlu.values.numeric_dates import in_full, keyed
from tests.nlu.values.reading import first

JALALI = Asked(date(2026, 11, 30), "jalali", past=False, future=False, first_weekday=5)


@pytest.mark.parametrize(
    ("language", "text", "day"),
    [
        ("fa", "۵/۱۰", "2026-12-26"),
        ("fa", "۱۴۰۵/۱۰/۵", "2026-12-26"),
        ("fa", "۵-۱۰-۱۴۰۵", "2026-12-26"),
        ("fa", "پنج ده چهارصد و پنج", "2026-12-26"),
        ("fa", "یازده یازده هزار و سیصد و پنجاه و هفت", "1979-01-31"),
        ("ar", "خمسطعش اثنعش", "2026-12-15"),
        ("ar", "خمسة ستة ألف وتسعمية وتسعين", "1990-06-05"),
        ("ar", "١٤٤٨/٧/١٠", "2026-12-19"),
    ],
)
def test_said_or_written(language: str, text: str, day: str) -> None:
    assert first("date", text, language) == day


def test_the_year_tells_its_calendar() -> None:
    assert [day for day, _, _ in in_full(2026, 12, 5, JALALI)] == [date(2026, 12, 5)]
    assert [day for day, _, _ in in_full(1405, 9, 14, JALALI)] == [date(2026, 12, 5)]


@pytest.mark.parametrize("keys", ["0514", "3214", "123", "", "x"])
def test_keys_that_are_no_day(keys: str) -> None:
    assert list(keyed(keys, JALALI)) == []
