"""What one handoff took: how long, how many rings, who took it, how it ended. For the journal and what is counted.

It is told as far as it has come when the caller joins, at each ring and when an agent takes the call, and whole at the
end: what a kill leaves behind says so much.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class HandoffFigures:
    """One handoff through one way to a human; `wrap_up_ms` comes when the notes are written.

    `outcome`: waiting or talking while it goes on; then bridged, callback, voicemail, abandoned, lost, failed or
    broken. `why` says more in words without personal data.
    """

    packet_id: str
    call_id: str
    adapter: str
    """The way: "queue" is our own."""
    queue: str
    arrived_at: datetime
    """Aware, UTC."""
    wait_ms: int
    """Until the agent took the caller, else until the end."""
    rings: int
    outcome: str
    why: str = ""
    told_wait_ms: int | None = None
    """The wait that was expected when the caller came; None: nobody was at work."""
    agent: str = ""
    talk_ms: int | None = None
    wrap_up_ms: int | None = None


WAITING, TALKING = "waiting", "talking"
GOES_ON = (WAITING, TALKING)
"""Outcomes of a handoff that is not over."""
KILLED = "Hatef was killed"
"""Why one is lost that was found going on at the next start: it lasted so long at least."""

OnFigures = Callable[[HandoffFigures], None]
"""Told how far a handoff has come; returns at once and never raises."""
OnWrappedUp = Callable[[str, str, int], None]
"""Told when an agent is done with the notes: call, packet, milliseconds; returns at once and never raises."""


def no_figures(_figures: HandoffFigures) -> None:
    """Nobody counts."""


def not_wrapped_up(_call_id: str, _packet_id: str, _wrap_up_ms: int) -> None:
    """Nobody counts."""
