"""A value that is said in parts over several turns: «دوازده» … «سیصد و چهل و پنج».

said              before     gives
12 345            -          12345
12                -          12, a part
345               12         12345
12 345            99         12345: begun anew, and complete
3456              123        3456, a part: begun anew
"""

from __future__ import annotations

from collections.abc import Sequence

from nlu.values import digit_rows
from nlu.values.kinds import Kind
from nlu.values.readings import Reading, cheapest, dearer

ANEW = 2.0
"""For a part that is taken for a new beginning rather than for what follows."""
_KEPT = 6


def join(kind: Kind, before: Sequence[Reading], now: Sequence[Reading]) -> tuple[Reading, ...]:
    """What the parts of earlier turns and those of this one make together; what is whole by itself goes first."""
    whole = tuple(one for one in now if not one.part)
    parts = [one for one in now if one.part][:_KEPT]
    if not kind.least or not before or any(not one.lacks for one in whole):
        return tuple(now)
    both = [
        two
        for old in [one for one in before if one.part][:_KEPT]
        for new in [*parts, *whole]
        for two in digit_rows.joined(kind, old, new)
    ]
    return cheapest([*both, *whole, *dearer(parts, ANEW)])
