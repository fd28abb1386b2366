"""Parts of the day: which hours are called so, and the span that is kept where no hour is said.

«بعد المغرب» is 18:00 to 20:00: the times of prayer move with sun and place, and whoever says so names no minute.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class DayPart:
    """`first` to `last`: hours of the 24-hour clock that are called so, past midnight where `last` is smaller."""

    span: str
    """An ISO 8601 interval of times."""
    first: int
    last: int

    def holds(self, hour: int) -> bool:
        """Whether an hour (0 to 23) may be called so."""
        return self.first <= hour <= self.last if self.first <= self.last else not self.last < hour < self.first


PARTS: Mapping[int, DayPart] = {
    1: DayPart("04:00/07:00", 0, 7),  # dawn
    2: DayPart("08:00/12:00", 4, 11),  # morning
    3: DayPart("09:00/12:00", 7, 12),  # before noon
    4: DayPart("12:00/14:00", 11, 15),  # noon
    5: DayPart("13:00/17:00", 12, 19),  # afternoon
    6: DayPart("16:00/19:00", 14, 20),  # late afternoon, evening
    7: DayPart("20:00/23:00", 18, 5),  # night
    8: DayPart("00:00", 22, 3),  # midnight
    9: DayPart("18:00/20:00", 16, 20),  # sunset
    10: DayPart("17:00/21:00", 13, 0),  # evening
    11: DayPart("20:00/22:00", 18, 23),  # after the night prayer
}
"""By the value of the symbol P."""
OFFICE = range(7, 19)
"""Hours at which things usually are; which half of the day is meant is asked all the same."""
