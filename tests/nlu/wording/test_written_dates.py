"""Dates in every order become year/month/day."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.wording.written_dates import canonical


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("1405/09/05", "1405/9/5"),
        ("5/9/1405", "1405/9/5"),
        ("5 / 9 / 1405", "1405/9/5"),
        ("26.11.2026", "2026/11/26"),
        ("2026-11-26", "2026/11/26"),
        ("11/26/2026", "2026/11/26"),
        ("2026/26/11", "2026/11/26"),
        ("26–11–2026", "2026/11/26"),
        ("2026-11-26T08:30", "2026/11/26T08:30"),
        ("26 Nov 2026", "2026/11/26"),
        ("November 26, 2026", "2026/11/26"),
        # no dates
        ("1405/15/40", "1405/15/40"),
        ("15/30/2026", "15/30/2026"),
        ("0912-34-5678", "0912-34-5678"),
        ("1/2/3", "1/2/3"),
        ("3.6.2", "3.6.2"),
        ("1/250/000", "1/250/000"),
        ("9999/1/1", "9999/1/1"),
        ("1405/9-5", "1405/9-5"),
    ],
)
def test_canonical(written: str, said: str) -> None:
    assert canonical(written) == said


@given(st.dates(datetime.date(1950, 1, 1), datetime.date(2099, 12, 31)), st.sampled_from("/.-"))
def test_year_first_and_day_first_are_one(day: datetime.date, sign: str) -> None:
    first = canonical(f"{day.year}{sign}{day.month:02d}{sign}{day.day:02d}")
    last = canonical(f"{day.day:02d}{sign}{day.month:02d}{sign}{day.year}")
    assert first == last == f"{day.year}/{day.month}/{day.day}"
