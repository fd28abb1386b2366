"""`data/holidays.csv`: days that are not like the others of their week, one row a day or a run of days.

    from, until  the first and the last day (Gregorian, Jalali or Hijri); without `until` one day
    open         empty or «closed»: closed all day; «usual»: as every week, whatever a row above says (a holiday that
                 was moved by decree); times: open then, e.g. 09:00-14:00 in Ramadan
    message_…    what callers are told of it, a column a language
    note         for people

Of several rows for one day the last one counts.
"""

import logging
import re
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Protocol

from handoff.hours import Times, parse_times
from nlu.tables.csv_rows import Row, Table, read_table
from nlu.tables.written_day import parse_day
from nlu.text.languages import CODES

log = logging.getLogger(__name__)

FILE = "holidays.csv"
CLOSED, USUAL = "closed", "usual"
COLUMNS = ("from", "until", "open", *(f"message_{code}" for code in CODES), "note")


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """One row. `times`: when it is open, () for not at all, None for as usual."""

    first: date
    last: date
    times: tuple[Times, ...] | None = ()
    messages: Mapping[str, str] = field(default_factory=dict)
    row: int = 0


class Days(Protocol):
    """What knows special days."""

    def of(self, day: date) -> SpecialDay | None:
        """What is special about a day; None where nothing is."""
        ...


@dataclass(frozen=True)
class Calendar(Container[date]):
    """All of them; a day is «in» it that is closed from morning to night."""

    days: tuple[SpecialDay, ...] = ()

    def of(self, day: date) -> SpecialDay | None:
        """What is special about it; None where nothing is."""
        return next((one for one in reversed(self.days) if one.first <= day <= one.last), None)

    def __contains__(self, day: object) -> bool:
        special = self.of(day) if isinstance(day, date) else None
        return special is not None and special.times == ()

    @property
    def last(self) -> date | None:
        """The last day that it knows of."""
        return max((one.last for one in self.days), default=None)


def load_calendar(data: Path) -> tuple[Calendar, Table]:
    """The table of a folder data/, and what is wrong with it; rows with a mistake are left out."""
    table = read_table(data / FILE, COLUMNS, ("from",))
    found = [day for row in table.rows if (day := _day(table, row)) is not None]
    return Calendar(tuple(found)), table


def _day(table: Table, row: Row) -> SpecialDay | None:
    try:
        first = parse_day(row["from"])
        last = parse_day(row["until"]) if row["until"] else first
        times = _times(row["open"])
    except ValueError as error:
        what, _, remedy = str(error).partition("; ")
        table.problem(row.number, what, f"{remedy[:1].upper()}{remedy[1:]}.")
        return None
    if last < first:
        table.problem(row.number, "`until` is before `from`", "Change one of the two days.")
        return None
    return SpecialDay(first, last, times, {code: row[f"message_{code}"] for code in CODES}, row.number)


def _times(text: str) -> tuple[Times, ...] | None:
    """Raises ValueError."""
    plain = text.strip().casefold()
    if plain in ("", CLOSED):
        return ()
    if plain == USUAL:
        return None
    return tuple(sorted(parse_times(part) for part in re.split(r"[,;،]", plain) if part.strip()))


class LiveCalendar(Container[date]):
    """The table of a folder data/, read anew when it changes: a holiday by decree holds at once.

    A table with a mistake leaves the one before it in use, and a line in the log says so.
    """

    def __init__(self, data: Path) -> None:
        self._data = data
        self._calendar = Calendar()
        self._read_at: tuple[int, int] | None = None  # modification time in ns, size

    def of(self, day: date) -> SpecialDay | None:
        """See `Calendar.of`."""
        return self._now().of(day)

    def __contains__(self, day: object) -> bool:
        return day in self._now()

    def _now(self) -> Calendar:
        try:
            found = (self._data / FILE).stat()
            written = (found.st_mtime_ns, found.st_size)
        except OSError:
            written = (0, 0)
        if written != self._read_at:
            first, self._read_at = self._read_at is None, written
            calendar, table = load_calendar(self._data)
            if table.problems and not first:
                log.warning("%s has %d mistakes and is not taken: hatef data check", FILE, len(table.problems))
            else:
                self._calendar = calendar
        return self._calendar
