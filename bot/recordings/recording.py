"""One call's recording as the call holds it; the recorder's thread reads what becomes of it.

             ┌─ kept: the call is over, and it is of those that are kept
OPEN ─ end ──┤
  │          └─ dropped: it is not, or the caller was not told whole
  └─ opt_out ─▶ dropped, while the call goes on
"""

from concurrent.futures import Future
from dataclasses import dataclass, field
from enum import StrEnum

from bot.recordings.facts import Facts
from voice.gateway.tap import Tap


class Fate(StrEnum):
    """What is to become of a recording."""

    OPEN = "open"
    KEPT = "kept"
    DROPPED = "dropped"


@dataclass(slots=True, eq=False)
class Recording:
    """Written by the event loop, read by the recorder's thread; neither waits for the other."""

    facts: Facts
    """As they were at its beginning."""
    needs_consent: bool
    only_handed: bool
    tap: Tap = field(default_factory=Tap)
    fate: Fate = Fate.OPEN
    consent_ms: int | None = None
    handed: bool = False
    settled: "Future[Facts | None]" = field(default_factory=Future)
    """Done by the thread when its end stands on the disk; None: nothing of it is kept."""

    def __post_init__(self) -> None:
        """Nothing of the caller before the caller knows."""
        self.tap.caller_shut = self.needs_consent

    def consented(self, at_ms: int) -> None:
        """The caller heard the whole sentence, so long after the call came."""
        if self.fate is Fate.OPEN:
            self.consent_ms = at_ms
            self.tap.caller_shut = False

    def hush(self, on: bool) -> None:
        """Silence on both sides while something secret is asked and told."""
        self.tap.paused = on

    def opt_out(self) -> None:
        """The caller does not want it."""
        if self.fate is Fate.OPEN:
            self.tap.paused = True
            self.fate = Fate.DROPPED

    def end(self, *, handed: bool) -> None:
        """The call is over; `handed`: a human took it. After its last frame."""
        if self.fate is not Fate.OPEN:
            return
        self.handed = handed or self.tap.bridged_at is not None
        self.tap.finish()
        told = self.consent_ms is not None or not self.needs_consent
        self.fate = Fate.KEPT if told and (self.handed or not self.only_handed) else Fate.DROPPED
