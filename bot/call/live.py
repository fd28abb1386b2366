"""What a call tells while it goes on, for whoever shows live calls (`bot.service.board`).

greeting ──▶ listening ──▶ answering ──▶ speaking ──▶ listening ──▶ ... ──▶ handoff
in line ──▶ greeting
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from bot.journal.records import CallEnd, CallStart, Turn

Doing = Literal["ringing", "in line", "greeting", "listening", "answering", "speaking", "handoff"]


@dataclass(frozen=True, slots=True)
class CallAnswered:
    """It was picked up."""

    call_id: str


@dataclass(frozen=True, slots=True)
class CallDoing:
    """What the bot does in it from now on."""

    call_id: str
    doing: Doing


@dataclass(frozen=True, slots=True)
class CallLanguage:
    """It goes on in another language."""

    call_id: str
    language: str


@dataclass(frozen=True, slots=True)
class CallTurn:
    """One side spoke: the caller's turn as soon as its answer is decided, the bot's when it was heard."""

    call_id: str
    turn: Turn


@dataclass(frozen=True, slots=True)
class HandoffStep:
    """The handoff is in another state (`handoff.states.State`)."""

    call_id: str
    state: str


LiveEvent = CallStart | CallAnswered | CallDoing | CallLanguage | CallTurn | HandoffStep | CallEnd
OnLive = Callable[[LiveEvent], None]
"""Returns at once and never raises."""


def nobody(_event: LiveEvent) -> None:
    """Nobody wants to know."""
