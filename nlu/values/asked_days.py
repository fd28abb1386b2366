"""Days from what is known of them: a day of a month without its year, a weekday, a month from now.

Where more than one day fits, the next one goes first, or the last one where the past is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from nlu.values.calendars import Calendar, date_of, in_calendar, month_days

WEEK = 7
OTHER = 1.5
"""For the week after, or before, the likelier one."""
TODAY = 1.0
"""For a weekday that is today: who means it says «امروز»."""
MONTHS_FAR = 96
"""So far is a day looked for that few months have: a 29th of February."""
JUST, FAR = timedelta(days=45), timedelta(days=180)
"""What has just passed, and what is far ahead."""
LAST, MIDDLE = 0, 15
"""The last day of a month, and its middle, as days of it."""


@dataclass(frozen=True)
class Asked:
    """What is known beside the words."""

    today: date
    calendar: Calendar
    """Of months that are not named."""
    past: bool
    """The day lies behind us: of birth, of a payment."""
    future: bool
    first_weekday: int

    @property
    def this_week(self) -> date:
        """The first day of the week that today is in."""
        return self.today - timedelta(days=(self.today.weekday() - self.first_weekday) % WEEK)


Days = Iterable[tuple[date, float, str]]
"""Days with their costs and what they lack."""


def certain(year: int, month: int, day: int, of: Calendar) -> date | None:
    """A day of a month; None where there is none, or the calendar knows nothing of it."""
    try:
        return date_of(year, month, day or month_days(year, month, of), of)
    except ValueError:
        return None


def yearless(asked: Asked, month: int, day: int, of: Calendar) -> Days:
    """A day of every year, «پنجم آذر»: the next one, or the last one where the past is asked for."""
    there = in_calendar(asked.today, of)[0]
    ahead = _first((certain(there + step, month, day, of) for step in range(-1, 9)), asked.today, 1)
    behind = _first((certain(there - step, month, day, of) for step in range(-1, 9)), asked.today, -1)
    return _ranked(asked, ahead, behind, "year")


def monthless(asked: Asked, day: int) -> Days:
    """A day of every month, «بیست و پنجم»: the next one, or the last one where the past is asked for."""
    ahead = _first((in_month(asked, months, day) for months in range(MONTHS_FAR)), asked.today, 1)
    behind = _first((in_month(asked, -months, day) for months in range(MONTHS_FAR)), asked.today, -1)
    return _ranked(asked, ahead, behind, "")


def _first(days: Iterable[date | None], today: date, way: int) -> date | None:
    """The first of the days that lies ahead (1), or behind (-1); today lies in both."""
    return next((day for day in days if day and (day - today).days * way >= 0), None)


def _ranked(asked: Asked, ahead: date | None, behind: date | None, lacks: str) -> Days:
    """The likelier of the two first: what has just passed is rather meant than what is most of a year away."""
    if asked.past or asked.future:
        days = [(behind if asked.past else ahead, 0.0, lacks if asked.past else "")]
    else:
        just = bool(ahead and behind and asked.today - behind <= JUST and ahead - asked.today >= FAR)
        days = [(ahead, OTHER * just, ""), (behind, OTHER * (not just), "")]
    return [(day, cost, lack) for day, cost, lack in days if day]


def in_month(asked: Asked, months: int, day: int) -> date | None:
    """That day of the month so many months from this one."""
    year, month, _ = in_calendar(asked.today, asked.calendar)
    years, place = divmod(month - 1 + months, 12)
    return certain(year + years, place + 1, day, asked.calendar)


def months_on(asked: Asked, months: int) -> date:
    """The same day so many months on, or the last one of a shorter month."""
    day = in_calendar(asked.today, asked.calendar)[2]
    found = in_month(asked, months, day) or in_month(asked, months, LAST)
    return found or asked.today


def weekdays(asked: Asked, weekday: int) -> Days:
    """«شنبه»: the next one, or the last one in the past; today and the one after it as well."""
    ahead = (weekday - asked.today.weekday()) % WEEK
    if asked.past:
        yield asked.today - timedelta(days=(-ahead) % WEEK or WEEK), 0.0, ""
    else:
        yield asked.today + timedelta(days=ahead or WEEK), 0.0, ""
    if not ahead:
        yield asked.today, TODAY, ""


def weekday_of_week(asked: Asked, weekday: int, weeks: int) -> date:
    """«شنبهٔ هفتهٔ بعد»: that day of the week so many weeks from this one."""
    return asked.this_week + timedelta(days=WEEK * weeks + (weekday - asked.first_weekday) % WEEK)
