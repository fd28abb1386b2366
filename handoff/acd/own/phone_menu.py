"""What an agent who telephones Hatef is asked, and what the keys do.

    WHO ──known number──▶ PIN ──right──▶ MENU ── 1, 2, 3 ──▶ MENU, in another state of work
     │                     │ ▲             │
     └── number keyed in ──┘ └ wrong       └── nothing, three times ──▶ OVER
                           └── wrong three times, or locked ──▶ OVER

The number may come from the line (an agent's telephone) or from the keys; the PIN is always asked. Wrong PINs are
counted over calls: after `MOST_WRONG` in a row nobody gets in as that agent for `LOCKED_S`.
"""

import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from handoff.acd.own.agents import Did

TRIES = 3
"""In one call."""
MOST_WRONG = 5
LOCKED_S = 300.0
KEYS: Mapping[str, tuple[Did, str]] = {
    "1": (Did.WANTS_READY, "ready"),
    "2": (Did.WANTS_AWAY, "away"),
    "3": (Did.LOGS_OUT, "out"),
}
"""What a key makes of the agent, and the sentence that says so."""


class Asked(StrEnum):
    """What the telephone waits for."""

    WHO = "who"
    PIN = "pin"
    MENU = "menu"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Step:
    """What comes next: sentences by name (`handoff.sentences.TelephoneSentences`), and what becomes of the agent."""

    say: tuple[str, ...]
    asked: Asked
    did: Did | None = None


@dataclass
class Locks:
    """Wrong PINs by agent, over all calls; `clock` in seconds."""

    clock: Callable[[], float]
    _wrong: dict[str, tuple[int, float]] = field(default_factory=dict)

    def locked(self, agent_id: str) -> bool:
        """Too many were wrong, too lately."""
        wrong, last_s = self._wrong.get(agent_id, (0, 0.0))
        return wrong >= MOST_WRONG and self.clock() - last_s < LOCKED_S

    def wrong(self, agent_id: str) -> None:
        """One more; a lock that has run out begins anew."""
        wrong, last_s = self._wrong.get(agent_id, (0, 0.0))
        if wrong >= MOST_WRONG and self.clock() - last_s >= LOCKED_S:
            wrong = 0
        self._wrong[agent_id] = wrong + 1, self.clock()

    def right(self, agent_id: str) -> None:
        """Forgiven."""
        self._wrong.pop(agent_id, None)


class PhoneMenu:
    """One call of an agent.

    Args:
        pins: by agent; those without one ("") cannot get in.
        agent_id: whose telephone calls; "": nobody's that is known.
    """

    def __init__(self, pins: Mapping[str, str], locks: Locks, agent_id: str = "") -> None:
        self._pins = pins
        self._locks = locks
        self._failed = 0
        self.agent_id = agent_id if agent_id in pins else ""
        self.asked = Asked.PIN if self.agent_id else Asked.WHO

    def begin(self) -> Step:
        """The first question."""
        return Step((self.asked.value,), self.asked)

    def entered(self, keys: str) -> Step:
        """The answer to the last question, without its «#»; "" where nothing came in time."""
        match self.asked:
            case Asked.WHO:
                self.agent_id = keys
                return self._to(Asked.PIN, "pin") if keys else self._again("who")
            case Asked.PIN:
                return self._pin(keys)
            case Asked.MENU:
                return self._menu(keys)
            case _:
                return self._to(Asked.OVER, "bye")

    def _pin(self, keys: str) -> Step:
        if self._fits(keys):
            self._locks.right(self.agent_id)
            self._failed = 0
            return self._to(Asked.MENU, "menu")
        if keys and self.agent_id in self._pins:
            self._locks.wrong(self.agent_id)
        return self._again("wrong", "pin") if keys else self._again("pin")

    def _fits(self, keys: str) -> bool:
        # An agent who does not exist takes as long as one who does, and is told the same.
        pin = self._pins.get(self.agent_id, "")
        same = hmac.compare_digest(keys.encode(), pin.encode())
        return same and bool(pin) and not self._locks.locked(self.agent_id)

    def _menu(self, keys: str) -> Step:
        chosen = KEYS.get(keys[:1])
        if chosen is None:
            return self._again("menu", farewell="bye")
        self._failed = 0
        did, sentence = chosen
        return Step((sentence, "menu"), Asked.MENU, did)

    def _again(self, *say: str, farewell: str = "refused") -> Step:
        self._failed += 1
        return self._to(Asked.OVER, farewell) if self._failed >= TRIES else Step(say, self.asked)

    def _to(self, asked: Asked, *say: str) -> Step:
        self.asked = asked
        return Step(say, asked)
