"""What is live now: the one list of running calls. One writer (`tell`), any number of readers, all on the event loop.

calls, desk ──tell──▶ Board ──▶ `calls`, `counts`
                        └──▶ one bounded queue a follower; a full one ends its follower, and is counted
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Literal

from bot.call.live import (
    CallAnswered,
    CallDoing,
    CallLanguage,
    CallTurn,
    Doing,
    HandoffStep,
    LiveEvent,
)
from bot.journal.privacy import Hide, keep
from bot.journal.records import CallEnd, CallStart, Turn
from handoff.states import State

log = logging.getLogger(__name__)

WAITING = "waiting"
Kind = Literal["started", "answered", "state", "language", "turn", "handoff", "ended"]


@dataclass(frozen=True, slots=True)
class LiveCall:
    """A call that is going on."""

    call_id: str
    since: datetime
    """Aware, UTC."""
    language: str
    caller: str
    called: str
    state: Doing = "ringing"
    handoff: str = ""
    """The last state of its handoff (`handoff.states.State`); "" before there is one, "waiting" behind a ring in
    vain: what failed is that ring, or one way of several, and the caller waits on."""
    intent: str = ""
    """What the caller wanted last."""
    turns: int = 0
    """Of both sides."""


@dataclass(frozen=True, slots=True)
class Change:
    """Something happened in a call; `call` is how it is now."""

    kind: Kind
    at: datetime
    call: LiveCall
    turn: Turn | None = None
    reason: str = ""
    """Of an end, in the journal's words."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Since the start, and now."""

    now: int = 0
    started: int = 0
    answered: int = 0
    followers: int = 0
    followers_lost: int = 0
    """Readers of events that were too slow."""


class Follower:
    """One reader of changes: an iterator that ends when its reader was too slow."""

    def __init__(self, bound: int) -> None:
        self._waiting: asyncio.Queue[Change] = asyncio.Queue(bound)
        self.overrun = asyncio.Event()

    def put(self, change: Change) -> bool:
        """False: it has no room, and gets nothing more."""
        if self.overrun.is_set():
            return False
        try:
            self._waiting.put_nowait(change)
        except asyncio.QueueFull:
            self.overrun.set()
            return False
        return True

    async def changes(self) -> AsyncIterator[Change]:
        """Every change since it began to follow."""
        while True:
            yield await self._waiting.get()


class Board:
    """`hide`: what becomes of callers' numbers before anybody sees them."""

    def __init__(self, hide: Hide = keep) -> None:
        self._hide = hide
        self._calls: dict[str, LiveCall] = {}
        self._in_line: set[str] = set()
        self._followers: set[Follower] = set()
        self._started = 0
        self._answered = 0
        self._lost = 0

    @property
    def calls(self) -> tuple[LiveCall, ...]:
        """Oldest first."""
        return tuple(self._calls.values())

    @property
    def counts(self) -> Counts:
        """How many there are and were."""
        return Counts(len(self._calls), self._started, self._answered, len(self._followers), self._lost)

    @contextmanager
    def follow(self, bound: int) -> Iterator[Follower]:
        """Follow what happens from now on; at most `bound` changes wait for the reader."""
        follower = Follower(bound)
        self._followers.add(follower)
        try:
            yield follower
        finally:
            self._followers.discard(follower)

    def tell(self, event: LiveEvent) -> None:
        """Take in what a call tells; a fault in here is logged and never reaches the call."""
        try:
            self._take(event)
        except Exception:
            log.exception("the board of live calls did not take in a %s", type(event).__name__)

    def step(self, call_id: str, state: State) -> None:
        """Take in a step of a handoff (`handoff.desk.OnStep`)."""
        self.tell(HandoffStep(call_id, state.value))

    def _take(self, event: LiveEvent) -> None:
        if isinstance(event, CallStart):
            self._started += 1
            came = LiveCall(event.call_id, event.started_at, event.language, self._hide(event.caller), event.called)
            return self._now(came, "started")
        call = self._calls.get(event.call_id)
        if call is None:  # a step of a handoff that outlived its call
            return
        match event:
            case CallAnswered():
                self._answered += 1
                self._now(replace(call, state="greeting"), "answered")
            case CallDoing(doing=doing):
                self._does(call, doing)
            case CallLanguage(language=language):
                self._now(replace(call, language=language), "language")
            case CallTurn(turn=turn):
                self._now(replace(call, turns=call.turns + 1, intent=turn.intent or call.intent), "turn", turn)
            case HandoffStep(state=state):
                goes_on = WAITING if state == State.FAILED else state
                self._now(replace(call, state="handoff", handoff=goes_on), "handoff")
            case CallEnd(reason=reason):
                del self._calls[call.call_id]
                self._in_line.discard(call.call_id)
                self._send(Change("ended", datetime.now(UTC), call, reason=reason))

    def _does(self, call: LiveCall, doing: Doing) -> None:
        """In line it stays until it is greeted, in a handoff until the end, whatever is said meanwhile."""
        if doing == "in line":
            self._in_line.add(call.call_id)
        elif doing == "greeting":
            self._in_line.discard(call.call_id)
        elif call.state == "handoff" or call.call_id in self._in_line:
            return
        if doing != call.state:
            self._now(replace(call, state=doing), "state")

    def _now(self, call: LiveCall, kind: Kind, turn: Turn | None = None) -> None:
        self._calls[call.call_id] = call
        self._send(Change(kind, datetime.now(UTC), call, turn))

    def _send(self, change: Change) -> None:
        for follower in tuple(self._followers):
            if not follower.put(change):
                self._followers.discard(follower)
                self._lost += 1
