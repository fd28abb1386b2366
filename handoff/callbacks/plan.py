"""How one promise is kept: the states of a call-back, and which may follow which.

    event                WAITING   DIALLING_CALLER   DIALLING_AGENT   TALKING    GIVEN_UP   JOINED     BARRED
    ────────────────────────────────────────────────────────────────────────────────────────────────────────────
    dials the caller     CALLER                      CALLER                      CALLER
    dials an agent       AGENT     AGENT             AGENT                       AGENT
    fails                          again             again
    finds nobody free                                later
    is let go                      WAITING           WAITING
    no number of theirs            GIVEN_UP          GIVEN_UP
    is left behind                 again             again            again
    talks                          TALKING           TALKING
    is over              DONE      DONE              DONE             DONE       DONE       DONE       DONE
    is called off        CANCELLED CANCELLED         CANCELLED        CANCELLED  CANCELLED  CANCELLED  CANCELLED
    may not be dialled   BARRED
    is asked for twice   JOINED
    stands alone                                                                            WAITING

`again`: WAITING until a later moment, GIVEN_UP where that was the last try. `later`: WAITING, and it was no try: the
caller's telephone did not ring. GIVEN_UP and BARRED end the dialling, not the promise: a human has it in the list.
JOINED: an older promise to the same number is kept for both. DONE and CANCELLED are for ever. An empty place cannot be:
`CallbackRefused`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType

from handoff.errors import CallbackRefused


class CallbackState(StrEnum):
    """Where one call-back stands."""

    WAITING = "waiting"
    DIALLING_CALLER = "dialling_caller"
    DIALLING_AGENT = "dialling_agent"
    TALKING = "talking"
    DONE = "done"
    GIVEN_UP = "given_up"
    CANCELLED = "cancelled"
    BARRED = "barred"
    JOINED = "joined"


class Step(StrEnum):
    """What happens to it."""

    DIALS_CALLER = "dials the caller"
    DIALS_AGENT = "dials an agent"
    FAILS = "fails"
    UNSERVED = "finds nobody free"
    LET_GO = "is let go"
    """Nobody was dialled after all."""
    WRONG_NUMBER = "no number of theirs"
    LEFT_BEHIND = "is left behind"
    TALKS = "talks"
    OVER = "is over"
    CALLED_OFF = "is called off"
    BARS = "may not be dialled"
    JOINS = "is asked for twice"
    ALONE = "stands alone"


class Why(StrEnum):
    """Why a try came to nothing, or a promise is not dialled; shown to who works the list off."""

    NONE = ""
    BUSY = "busy"
    NO_ANSWER = "no answer"
    REJECTED = "rejected"
    WRONG_NUMBER = "wrong number"
    UNREACHABLE = "not reachable"
    MACHINE = "answering machine"
    NO_KEY = "nobody pressed the key"
    HUNG_UP = "hung up"
    NO_AGENT = "no agent took it"
    STOPPED = "Hatef stopped"
    BROKE = "the call broke while an agent had it"
    NOT_ALLOWED = "this number is not dialled"
    NO_NUMBER = "no number is known"
    TWICE = "asked for twice"
    NOT_WANTED = "the caller wants no call"
    MESSAGE = "left a message: a human listens first"
    REACHED = "an agent had the caller meanwhile"


_AGAIN, _LATER = "again", "later"
_WAITING, _GIVEN_UP, _TALKING = CallbackState.WAITING, CallbackState.GIVEN_UP, CallbackState.TALKING
_CALLER, _AGENT, _JOINED = CallbackState.DIALLING_CALLER, CallbackState.DIALLING_AGENT, CallbackState.JOINED
_IDLE = (_WAITING, _GIVEN_UP, _JOINED, CallbackState.BARRED)
IN_HAND = frozenset({_CALLER, _AGENT, _TALKING})
"""A telephone may ring, or somebody talks."""
SETTLED = frozenset({CallbackState.DONE, CallbackState.CANCELLED})
TABLE: Mapping[tuple[CallbackState, Step], CallbackState | str] = MappingProxyType(
    {
        **{(state, Step.DIALS_CALLER): _CALLER for state in (_WAITING, _AGENT, _GIVEN_UP)},
        **{(state, Step.DIALS_AGENT): _AGENT for state in (_WAITING, _CALLER, _AGENT, _GIVEN_UP)},
        **{(state, Step.FAILS): _AGAIN for state in (_CALLER, _AGENT)},
        **{(state, Step.WRONG_NUMBER): _GIVEN_UP for state in (_CALLER, _AGENT)},
        **{(state, Step.LEFT_BEHIND): _AGAIN for state in IN_HAND},
        **{(state, Step.TALKS): _TALKING for state in (_CALLER, _AGENT)},
        **{(state, Step.OVER): CallbackState.DONE for state in (*IN_HAND, *_IDLE)},
        **{(state, Step.CALLED_OFF): CallbackState.CANCELLED for state in (*IN_HAND, *_IDLE)},
        (_AGENT, Step.UNSERVED): _LATER,
        **{(state, Step.LET_GO): _WAITING for state in (_CALLER, _AGENT)},
        (_WAITING, Step.BARS): CallbackState.BARRED,
        (_WAITING, Step.JOINS): _JOINED,
        (_JOINED, Step.ALONE): _WAITING,
    }
)


@dataclass(frozen=True, slots=True)
class Tries:
    """How often, and how long after the last try, s; the last pause holds for all that follow."""

    most: int = 3
    pauses_s: tuple[float, ...] = (300.0, 1_800.0)

    def pause_ms(self, tries: int) -> int:
        """After so many of them."""
        place = min(max(tries, 1), len(self.pauses_s)) - 1
        return round(self.pauses_s[place] * 1000)


@dataclass(frozen=True, slots=True)
class CallbackNow:
    """One call-back; times are ms since 1970. `number` as it is dialled, personal: never logged."""

    packet_id: str
    number: str
    promised_ms: int
    due_ms: int
    state: CallbackState = _WAITING
    tries: int = 0
    """Begun, the running one too."""
    why: Why = Why.NONE
    owner: str = ""
    """The run of Hatef that has it in its hands."""


def after(now: CallbackNow, step: Step, at_ms: int, tries: Tries = Tries(), why: Why = Why.NONE) -> CallbackNow:
    """What becomes of it; raises CallbackRefused for what the table leaves empty."""
    cell = TABLE.get((now.state, step))
    if cell is None:
        raise CallbackRefused(now.packet_id, now.state, step)
    if cell == _AGAIN:
        return _again(now, at_ms, tries, why)
    if cell == _LATER:
        return replace(_again(replace(now, tries=0), at_ms, tries, why), tries=max(0, now.tries - 1))
    state = CallbackState(cell)
    begins = now.state not in IN_HAND and state in IN_HAND
    return replace(
        now,
        state=state,
        tries=now.tries + begins - (step is Step.LET_GO),
        why=why,
        due_ms=at_ms if begins else now.due_ms,
        owner=now.owner if state in IN_HAND else "",
    )


def _again(now: CallbackNow, at_ms: int, tries: Tries, why: Why) -> CallbackNow:
    if now.tries >= tries.most:
        return replace(now, state=_GIVEN_UP, why=why, owner="")
    return replace(now, state=_WAITING, why=why, due_ms=at_ms + tries.pause_ms(now.tries), owner="")
