"""The last sound and wishes of one call: for a recogniser that is behind, and for the next one where it dies. Pure.

        add                 sent                 older than `kept_s`
sound ──────▶ waiting ─────────────▶ given ─────────────────────────▶ only what holds still: language, playing, expect
                  ▲                    │
                  └────── rewind ──────┘   another recogniser hears all of it again
"""

from collections import deque
from dataclasses import dataclass

from voice.listen.wire import Command, Expect, Playing, Switch, pack_command

KEPT_S = 18.0
"""The longest turn, and what is heard before it."""
BEFORE_TURN_S = 3.0
"""What of the time before a turn may still belong to it."""
MOST_WAITING = 3000
"""Packets, both directions: half a minute. A recogniser further behind misses sound."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One packet to the recogniser; `command` where it is one."""

    at_s: float
    packet: bytes
    command: Command | None = None


class Tape:
    """What one call sent, in order."""

    def __init__(self, language: str, *, kept_s: float = KEPT_S, most_waiting: int = MOST_WAITING) -> None:
        self._kept_s = kept_s
        self._most_waiting = most_waiting
        self._given: deque[Entry] = deque()
        self._waiting: deque[Entry] = deque()
        # what held before the oldest entry
        self._language = language
        self._playing = Playing(False)
        self._expect: Expect | None = None
        self._over = 0  # the turn that has ended: nobody waits for its answer any more

    @property
    def behind(self) -> bool:
        """Whether something waits to be sent."""
        return bool(self._waiting)

    def add(self, entry: Entry) -> bool:
        """Put it at the end; False for a frame too many."""
        if entry.command is None and len(self._waiting) >= self._most_waiting:
            return False
        self._waiting.append(entry)
        return True

    def next(self) -> bytes | None:
        """The packet to be sent next."""
        return self._waiting[0].packet if self._waiting else None

    def sent(self) -> None:
        """It was sent."""
        entry = self._waiting.popleft()
        self._given.append(entry)
        kept_s = BEFORE_TURN_S if isinstance(entry.command, Expect) else self._kept_s
        while self._given[0].at_s < entry.at_s - kept_s:
            self._fold(self._given.popleft())

    def over(self, turn: int) -> None:
        """The turn of this number has its end."""
        self._over = max(self._over, turn)

    def rewind(self) -> str:
        """Let everything kept be sent again, to a recogniser opened in the language that is returned."""
        before: list[Command] = [self._playing]
        if self._expect is not None:
            before.append(self._expect)
        since_s = next((entry.at_s for entry in (*self._given, *self._waiting)), 0.0)
        entries = [Entry(since_s, pack_command(command), command) for command in before]
        language = self._language
        self._waiting = deque(e for e in (*entries, *self._given, *self._waiting) if not self._is_over(e))
        self._given = deque()
        self._playing, self._expect = Playing(False), None
        return language

    def _is_over(self, entry: Entry) -> bool:
        return isinstance(entry.command, Expect) and entry.command.turn <= self._over

    def _fold(self, entry: Entry) -> None:
        match entry.command:
            case Expect():
                self._expect = entry.command
            case Playing():
                self._playing = entry.command
            case Switch():
                self._language = entry.command.language
