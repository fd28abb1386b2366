"""Opening hours: which moments they hold, and when the next one is."""

from datetime import date, datetime

import pytest

from handoff.hours import is_open, opens_at, parse_span

WEEK = [parse_span("sat-wed 08:00-17:00"), parse_span("Thu 8:00 - 13:00")]
SATURDAY = datetime(2026, 11, 28, 8, 0)


@pytest.mark.parametrize(
    ("at", "is_it"),
    [
        (SATURDAY, True),
        (SATURDAY.replace(hour=7, minute=59), False),
        (SATURDAY.replace(hour=16, minute=59), True),
        (SATURDAY.replace(hour=17), False),
        (datetime(2026, 12, 3, 12, 59), True),
        (datetime(2026, 12, 3, 13), False),
        (datetime(2026, 12, 4, 10), False),
    ],
)
def test_a_week(at: datetime, is_it: bool) -> None:
    assert is_open(WEEK, at) is is_it


def test_without_hours_it_is_always_open_but_on_holidays() -> None:
    assert is_open([], SATURDAY)
    assert not is_open([], SATURDAY, (date(2026, 11, 28),))


def test_over_midnight() -> None:
    night = [parse_span("fri 22:00-02:00")]
    assert is_open(night, datetime(2026, 11, 28, 1, 59))
    assert not is_open(night, datetime(2026, 11, 28, 2))
    assert opens_at(night, datetime(2026, 11, 28, 2)) == datetime(2026, 12, 4, 22)


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        (SATURDAY, SATURDAY),
        (SATURDAY.replace(hour=3), SATURDAY),
        (SATURDAY.replace(hour=18), datetime(2026, 11, 29, 8)),
        (datetime(2026, 12, 3, 13), datetime(2026, 12, 5, 8)),
    ],
)
def test_when_it_opens_next(at: datetime, opens: datetime) -> None:
    assert opens_at(WEEK, at) == opens


def test_a_holiday_is_passed_over() -> None:
    assert opens_at(WEEK, SATURDAY.replace(hour=18), (date(2026, 11, 29),)) == datetime(2026, 11, 30, 8)


def test_behind_a_holiday_an_open_midnight_counts() -> None:
    always = [parse_span("sat-fri 00:00-24:00")]
    assert opens_at(always, SATURDAY, (date(2026, 11, 28),)) == datetime(2026, 11, 29)


def test_hours_that_never_come_end_the_search() -> None:
    days = tuple(date.fromordinal(SATURDAY.toordinal() + day) for day in range(500))
    assert (opens_at(WEEK, SATURDAY, days) - SATURDAY).days == 400


@pytest.mark.parametrize(
    "line", ["", "sat", "sat 8-17", "sun-xyz 08:00-17:00", "08:00-17:00", "sat 08:00-25:00", "sat 08:70-09:00"]
)
def test_a_line_that_is_none_is_told(line: str) -> None:
    with pytest.raises(ValueError, match="write"):
        parse_span(line)
