"""Open now? Until when? When does it open next? Of a week and its special days, by the clock on a wall.

Times are local and naive, or all of one zone. A day's hours may end on the next day (22:00-02:00); what a special day
says counts for hours that begin on it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from handoff.hours import DAY_MINUTES, LOOK_DAYS, Span, Times
from handoff.special_days import Calendar, Days, SpecialDay


@dataclass(frozen=True, slots=True)
class Stretch:
    """One stretch of being open."""

    opens: datetime
    closes: datetime


@dataclass(frozen=True)
class Timetable:
    """A company's hours; a week without any line is open always, but for special days."""

    week: tuple[Span, ...]
    calendar: Days = Calendar()

    def usual(self, weekday: int) -> tuple[Times, ...]:
        """The times of a day of the week, whatever day it is, in order; 0 is Monday."""
        if not self.week:
            return ((0, DAY_MINUTES),)
        return tuple(sorted({(span.start, span.end) for span in self.week if weekday in span.days}))

    def special(self, day: date) -> SpecialDay | None:
        """What is special about a day."""
        return self.calendar.of(day)

    def times(self, day: date) -> tuple[Times, ...]:
        """The times of one day."""
        special = self.special(day)
        return special.times if special is not None and special.times is not None else self.usual(day.weekday())

    def stretches(self, day: date) -> list[Stretch]:
        """The same as moments, what touches joined."""
        found: list[Stretch] = []
        for start, end in self.times(day):
            opens = datetime.combine(day, datetime.min.time()) + timedelta(minutes=start)
            closes = opens + timedelta(minutes=(end - start) if end > start else end - start + DAY_MINUTES)
            if found and opens <= found[-1].closes:
                found[-1] = Stretch(found[-1].opens, max(closes, found[-1].closes))
            else:
                found.append(Stretch(opens, closes))
        return found

    def now(self, at: datetime) -> Stretch | None:
        """The stretch that `at` lies in, joined with what follows without a pause; None where it is closed."""
        near = [one for back in (-1, 0) for one in self.stretches(at.date() + timedelta(days=back))]
        held = next((one for one in near if one.opens <= at < one.closes), None)
        return None if held is None else Stretch(held.opens, self._joined(held.closes))

    def next(self, at: datetime) -> datetime | None:
        """When it opens next after `at`; None: not within a year."""
        for ahead in range(LOOK_DAYS):
            for one in self.stretches(at.date() + timedelta(days=ahead)):
                if one.opens > at:
                    return one.opens
        return None

    @property
    def always(self) -> bool:
        """Every day and night of a usual week."""
        return all(self.usual(day) == ((0, DAY_MINUTES),) for day in range(7))

    def _joined(self, closes: datetime) -> datetime:
        """Over midnights without a pause, a week at most."""
        for _ in range(7):
            following = next((one for one in self.stretches(closes.date()) if one.opens <= closes < one.closes), None)
            if following is None:
                break
            closes = following.closes
        return closes


def same_days(timetable: Timetable, days: Sequence[int]) -> list[tuple[list[int], tuple[Times, ...]]]:
    """Days of the week that follow each other in `days` and have the same times, together."""
    found: list[tuple[list[int], tuple[Times, ...]]] = []
    for day in days:
        times = timetable.usual(day)
        if found and found[-1][1] == times:
            found[-1][0].append(day)
        else:
            found.append(([day], times))
    return found
