"""How calls end, in the journal's words."""

from collections.abc import Mapping
from typing import Protocol

from voice.events import EndCause, LegEnded

ENDINGS: Mapping[EndCause, str] = {
    "hung_up": "caller_hung_up",
    "lost": "line_lost",
    "held_too_long": "held_too_long",
    "drained": "service_stopped",
}
"""Of a call that did not come to its goodbye."""


class Ending(Protocol):
    """A leg that may be over."""

    ended: LegEnded | None


def how_ended(leg: Ending) -> str:
    """Why a call is over without us."""
    return ENDINGS[leg.ended.cause if leg.ended is not None else "hung_up"]
