"""How promised calls are made: their part of `config.yml`, with its usual values; frozen."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from annotated_types import Ge, Gt, Le, MinLen

from handoff.callbacks.numbers import NATIONAL
from handoff.callbacks.plan import Tries
from handoff.hours import opens_at, parse_span

Order = Literal["caller", "agent"]


@dataclass(frozen=True)
class CallbackRules:
    """Times are s. Without `dial` nobody is called: the list is worked off by hand.

    `hours`: lines such as "sat-wed 08:00-20:00", none is always; `holidays`: dates such as 2027-03-21, Gregorian;
    `timezone`: of the hours, "" is this machine's.
    """

    dial: str | None = None
    order: Order = "caller"
    """Who is called first."""
    allowed: tuple[str, ...] = NATIONAL
    country: str = "98"
    """Calling code; numbers with it are dialled as national ones."""
    hours: tuple[str, ...] = ("sat-fri 09:00-21:00",)
    holidays: tuple[str, ...] = ()
    timezone: str = ""
    tries: Annotated[int, Ge(1), Le(20)] = 3
    pauses_s: Annotated[tuple[Annotated[float, Ge(1), Le(604_800)], ...], MinLen(1)] = (300.0, 1_800.0)
    """Behind the first try, the second, …; the last holds for all that follow."""
    first_s: Annotated[float, Ge(0), Le(86_400)] = 30.0
    """Not called sooner after the promise: perhaps the line is not free yet."""
    ring_s: Annotated[float, Gt(0), Le(120)] = 30.0
    confirm_s: Annotated[float, Ge(5), Le(120)] = 25.0
    """Who picks up has so long to press 1."""
    at_once: Annotated[int, Ge(1), Le(50)] = 1
    """So many call-backs under way at a time."""

    @property
    def plan(self) -> Tries:
        """As the plan of one call-back knows it."""
        return Tries(self.tries, self.pauses_s)

    @property
    def zone(self) -> tzinfo | None:
        """Of the hours; None: this machine's."""
        return ZoneInfo(self.timezone) if self.timezone else None

    def open_ms(self, at_ms: int, days: Container[date] = ()) -> int:
        """The first moment from `at_ms` on (since 1970) at which people may be called; `days`: more holidays."""
        local = datetime.fromtimestamp(at_ms / 1000, UTC).astimezone(self.zone)
        off = Holidays(dates(self.holidays), days if self.hours else ())
        found = opens_at([parse_span(line) for line in self.hours], local, off)
        return at_ms if found == local else round(_same_wall(found, self.zone).timestamp() * 1000)


@dataclass(frozen=True)
class Holidays(Container[date]):
    """Days of two lists."""

    own: Container[date]
    more: Container[date]

    def __contains__(self, day: object) -> bool:
        return day in self.own or day in self.more


def dates(lines: Sequence[str]) -> tuple[date, ...]:
    """Days as ISO 8601 writes them; raises ValueError."""
    return tuple(date.fromisoformat(line) for line in lines)


def _same_wall(found: datetime, zone: tzinfo | None) -> datetime:
    """The moment when that zone's clock on the wall shows this time: its offset may have changed since."""
    bare = found.replace(tzinfo=None)
    return bare.astimezone() if zone is None else bare.replace(tzinfo=zone)
