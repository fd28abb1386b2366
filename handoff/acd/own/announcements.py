"""What a caller in a built-in queue is told, and when: never while nothing is new, never twice at once.

at first          place, wait, the offer
the place changed place, wait                    not sooner than `LEAST_S` behind the last words
every `every_s`   a message of the company's, and every second time the wait and the offer instead
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from handoff.acd.own.board import Prospect
from handoff.sentences import CallerSentences

LEAST_S = 12.0
MINUTE_S = 60.0


@dataclass(frozen=True, slots=True)
class Told:
    """What the caller knows: the place and the minutes that were said last, and when; `turns`: of the regular words."""

    position: int = 0
    minutes: int | None = None
    at_s: float = 0.0
    turns: int = 0


class Announcer:
    """One caller's announcements; `text` is asked, and what it returns is said.

    Args:
        messages: the company's own, in the caller's language; said in turn.
        offer: which keys bring something else than waiting; "": none does.
    """

    def __init__(self, said: CallerSentences, messages: Sequence[str], every_s: float, offer: str = "") -> None:
        self._said = said
        self._messages = tuple(messages)
        self._every_s = every_s
        self._offer = offer
        self._told: Told | None = None

    def text(self, prospect: Prospect, now_s: float) -> str:
        """What is to be said now; "": nothing."""
        told = self._told
        if told is None:
            return self._say(prospect, now_s, 0, self._offer)
        since_s = now_s - told.at_s
        if prospect.position != told.position and since_s >= LEAST_S:
            return self._say(prospect, now_s, told.turns, "")
        if since_s < self._every_s:
            return ""
        if self._messages and told.turns % 2 == 0:
            message = self._messages[told.turns // 2 % len(self._messages)]
            self._told = Told(told.position, told.minutes, now_s, told.turns + 1)
            return message
        return self._say(prospect, now_s, told.turns + 1, self._offer)

    def next_s(self, now_s: float) -> float:
        """How long it takes until time alone brings something to say."""
        return max(0.0, self._told.at_s + self._every_s - now_s) if self._told is not None else 0.0

    def may_move_s(self, now_s: float) -> float:
        """How long a new place is kept back yet."""
        return max(0.0, self._told.at_s + LEAST_S - now_s) if self._told is not None else 0.0

    def _say(self, prospect: Prospect, now_s: float, turns: int, offer: str) -> str:
        minutes = minutes_of(prospect.wait_s)
        self._told = Told(prospect.position, minutes, now_s, turns)
        talking = self._said.queue_talking if prospect.talking and prospect.position <= 1 else ""
        return " ".join(filter(None, (self._place(prospect.position), talking, self._wait(minutes), offer)))

    def _place(self, position: int) -> str:
        if position <= 1:
            return self._said.queue_next
        if position == 2:
            return self._said.queue_one_ahead
        return self._said.queue_ahead.format(callers=position - 1)

    def _wait(self, minutes: int | None) -> str:
        if minutes is None:
            return ""
        return self._said.queue_soon if minutes <= 1 else self._said.queue_minutes.format(minutes=minutes)


def minutes_of(wait_s: float | None) -> int | None:
    """As it is said: whole minutes, never less than it is thought to be."""
    return None if wait_s is None else max(1, math.ceil(wait_s / MINUTE_S))
