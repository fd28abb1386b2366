"""When somebody is there: «sat-wed 08:00-17:00», «thu 08:00-13:00», by the clock on a wall."""

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""As `datetime.weekday` counts."""
SPAN = re.compile(r"(?P<first>[a-z]{3})(?:\s*-\s*(?P<last>[a-z]{3}))?\s+(?P<times>\d\d?:\d\d\s*-\s*\d\d?:\d\d)")
DAY_MINUTES = 24 * 60
LOOK_DAYS = 400
Times = tuple[int, int]
"""From which minute of a day to which; the end is not later where it is the next day's."""


@dataclass(frozen=True, slots=True)
class Span:
    """Days of the week, and from which minute of the day to which; over midnight where the end is not later."""

    days: frozenset[int]
    start: int
    end: int

    def holds(self, weekday: int, minute: int) -> bool:
        """Whether it is open then."""
        if self.start < self.end:
            return weekday in self.days and self.start <= minute < self.end
        return (weekday in self.days and minute >= self.start) or ((weekday - 1) % 7 in self.days and minute < self.end)


def parse_span(text: str) -> Span:
    """One line of opening hours. Raises ValueError with the line as it should be."""
    found = SPAN.fullmatch(text.strip().casefold())
    names = [name for name in (found["first"], found["last"]) if name] if found else []
    if found is None or not set(names) <= set(DAYS):
        raise ValueError(f'{text!r} is no opening time; write days and times, e.g. "sat-wed 08:00-17:00"')
    start, end = parse_times(found["times"])
    first, last = DAYS.index(names[0]), DAYS.index(names[-1])
    return Span(frozenset((first + day) % 7 for day in range((last - first) % 7 + 1)), start, end)


def parse_times(text: str) -> Times:
    """«08:00-17:00». Raises ValueError with the times as they should be."""
    if not re.fullmatch(r"\s*\d\d?:\d\d\s*-\s*\d\d?:\d\d\s*", text):
        raise ValueError(f"{text.strip()!r} are no times; write e.g. 08:00-17:00")
    start, end = (_minute(part) for part in text.split("-"))
    return start, end


def is_open(spans: Sequence[Span], now: datetime, holidays: Container[date] = ()) -> bool:
    """Whether it is open; without any span it always is, but for holidays."""
    if now.date() in holidays:
        return False
    return not spans or any(span.holds(now.weekday(), now.hour * 60 + now.minute) for span in spans)


def opens_at(spans: Sequence[Span], now: datetime, holidays: Container[date] = ()) -> datetime:
    """`now` where it is open, else the next moment at which it is; a year on where no moment is found."""
    if is_open(spans, now, holidays):
        return now
    for day in range(LOOK_DAYS):
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0, fold=0) + timedelta(days=day)
        starts = sorted({0, *(span.start for span in spans)})
        for at in (midnight + timedelta(minutes=start) for start in starts):
            if at > now and is_open(spans, at, holidays):
                return at
    return now + timedelta(days=LOOK_DAYS)


def _minute(text: str) -> int:
    hour, minute = (int(part) for part in text.strip().split(":"))
    if hour * 60 + minute > DAY_MINUTES or minute > 59:
        raise ValueError(f"{text.strip()} is no time of a day; write 00:00 to 24:00")
    return hour * 60 + minute
