"""Open now, until when, and when next: weeks of Iran and of the Gulf, nights, special days."""

from datetime import date, datetime

import pytest

from handoff.hours import parse_span
from handoff.special_days import Calendar, SpecialDay
from handoff.timetable import Stretch, Timetable, same_days

IRAN = tuple(parse_span(line) for line in ("sat-wed 08:00-17:00", "thu 08:00-13:00"))
GULF = tuple(parse_span(line) for line in ("sun-thu 09:00-13:00", "sun-thu 16:00-20:00"))
HOLIDAY = Calendar((SpecialDay(date(2026, 11, 30), date(2026, 12, 1)),))


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute)


@pytest.mark.parametrize(
    ("week", "now", "closes"),
    [
        (IRAN, at(30, 8), at(30, 17)),
        (IRAN, at(30, 17), None),
        (IRAN, at(27, 10), None),  # Friday
        (GULF, at(27, 10), None),
        (GULF, at(28, 10), None),  # Saturday
        (GULF, at(29, 12, 59), at(29, 13)),
        (GULF, at(29, 14), None),
        (GULF, at(29, 19), at(29, 20)),
    ],
)
def test_until_when(week: tuple, now: datetime, closes: datetime | None) -> None:  # type: ignore[type-arg]
    stretch = Timetable(week).now(now)
    assert (stretch.closes if stretch else None) == closes


@pytest.mark.parametrize(
    ("week", "now", "opens"),
    [
        (IRAN, at(30, 7), at(30, 8)),
        (IRAN, at(30, 8), at(1, 8, month=12)),
        (IRAN, at(26, 13), at(28, 8)),
        (GULF, at(26, 20), at(29, 9)),
        (GULF, at(29, 13), at(29, 16)),
    ],
)
def test_when_it_opens_next(week: tuple, now: datetime, opens: datetime) -> None:  # type: ignore[type-arg]
    assert Timetable(week).next(now) == opens


def test_special_days_come_before_the_week() -> None:
    days = Calendar((*HOLIDAY.days, SpecialDay(date(2026, 12, 2), date(2026, 12, 2), ((600, 720),))))
    hours = Timetable(IRAN, days)
    assert hours.times(date(2026, 11, 30)) == () and hours.now(at(30, 10)) is None
    assert hours.next(at(30, 10)) == at(2, 10, month=12)
    assert hours.stretches(date(2026, 12, 2)) == [Stretch(at(2, 10, month=12), at(2, 12, month=12))]


def test_a_row_may_say_as_usual() -> None:
    days = Calendar((*HOLIDAY.days, SpecialDay(date(2026, 11, 30), date(2026, 11, 30), None)))
    assert Timetable(IRAN, days).times(date(2026, 11, 30)) == ((480, 1020),)


def test_over_midnight() -> None:
    night = Timetable((parse_span("thu 20:00-02:00"),))
    assert night.now(at(27, 1)) == Stretch(at(26, 20), at(27, 2))
    assert night.now(at(27, 2)) is None


def test_day_and_night_without_a_pause() -> None:
    always = Timetable(())
    stretch = always.now(at(30, 3))
    assert always.always and stretch is not None and stretch.closes > at(5, 0, month=12)
    assert not Timetable(IRAN).always
    assert Timetable((parse_span("sat-fri 00:00-24:00"),)).always


def test_what_touches_or_overlaps_is_one() -> None:
    hours = Timetable((parse_span("mon 08:00-12:00"), parse_span("mon 11:00-15:00"), parse_span("mon 15:00-16:00")))
    assert hours.stretches(date(2026, 11, 30)) == [Stretch(at(30, 8), at(30, 16))]


def test_a_company_that_never_opens() -> None:
    closed = Timetable(IRAN, Calendar((SpecialDay(date(2026, 1, 1), date(2029, 1, 1)),)))
    assert closed.next(at(30, 8)) is None


def test_days_with_the_same_hours_stand_together() -> None:
    found = same_days(Timetable(IRAN), [5, 6, 0, 1, 2, 3, 4])
    assert [(days, len(times)) for days, times in found] == [([5, 6, 0, 1, 2], 1), ([3], 1), ([4], 0)]
