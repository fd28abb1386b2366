"""One call's second pass: keeps the running turn's sound, has it read when the caller falls silent, joins both texts.

sound ──▶ silence ──▶ ask ──▶ answer ─────────▶ finish: both texts, at once
            │ he goes on: another ask later       │ no answer yet: wait for it, BUDGET_S at most
            └──────◀──────────────────────────────┴▶ none: the first pass's text
"""

import time
from collections.abc import Callable, Mapping

from voice.audio import SAMPLE_RATE_HZ
from voice.listen.recogniser import Kind, RecognisedText
from voice.listen.second_pass.fusion import fuse
from voice.listen.second_pass.link import SecondPassLink

ASK_SILENCE_MS: Mapping[Kind, float] = {
    "general": 200.0, "digits": 400.0, "yesno": 200.0, "date": 300.0, "free": 400.0, "language": 200.0,
}  # fmt: skip
"""After so much silence the turn may be over. Between dictated digits there are pauses that are no end."""
BUDGET_S: Mapping[Kind, float] = {
    "general": 0.12, "digits": 1.0, "yesno": 0.3, "date": 0.4, "free": 0.3, "language": 0.4,
}  # fmt: skip
"""So much later may an answer be for the second pass, which a full machine needs; digits heard wrong, or the wrong
language, cost a caller more than a moment."""
PROVISIONAL_S = 1.5
LONGEST_BYTES = 2 * SAMPLE_RATE_HZ * 29
"""What the encoder can take; the end of a longer turn is read."""

Deliver = Callable[[RecognisedText], None]


class SecondHearing:
    """The second pass of one call. Its link is shared by all calls of the process."""

    def __init__(self, link: SecondPassLink, clock: Callable[[], float] = time.monotonic) -> None:
        self._link = link
        self._clock = clock
        self._sound = bytearray()
        self._asked = False  # the turn as it is now was asked for
        self._refused = False  # there was no time to read it when the caller fell silent: the first pass must do
        self._answered = False
        self._answer: RecognisedText | None = None
        self._pending: Callable[[RecognisedText | None], None] | None = None  # a turn that is over and waits
        # The machine is behind: the first pass must do.
        self.spare = False

    def begin(self) -> None:
        """A turn begins."""
        self.drop()
        self._sound.clear()

    def add(self, pcm: bytes) -> None:
        """Some more of the turn's sound, as the first pass gets it."""
        self._sound += pcm

    def pause(self, language: str, kind: Kind, silence_ms: float) -> None:
        """The caller has been silent for so long: is it the end? A turn that went on is asked for anew."""
        if (self._asked or self._refused) and silence_ms == 0:
            self._forget()
        elif not self._asked and not self._refused and silence_ms >= ASK_SILENCE_MS[kind]:
            self._ask(language, kind, PROVISIONAL_S)

    def finish(self, first: RecognisedText, language: str, kind: Kind, deliver: Deliver) -> None:
        """The turn is over: deliver its text, at once where that can be."""
        if not self._asked and not self._refused:
            self._ask(language, kind, BUDGET_S[kind])
        if not self._asked or self._answered:
            deliver(fuse(first, self._answer, kind, language))
            self._forget()
            return
        if self._link.wait(id(self), self._clock() + BUDGET_S[kind]):
            self._pending = lambda second: deliver(fuse(first, second, kind, language))
        else:
            deliver(first)
            self._forget()

    def drop(self) -> None:
        """What was said is of no use; nothing is delivered any more."""
        self._pending = None
        self._forget()

    def _ask(self, language: str, kind: Kind, patience_s: float) -> None:
        if self.spare:
            return
        pcm = bytes(self._sound[-LONGEST_BYTES:])
        self._asked = self._link.ask(id(self), language, kind, pcm, self._clock() + patience_s, self._told)
        self._refused = not self._asked

    def _told(self, heard: RecognisedText | None) -> None:
        self._answered, self._answer = True, heard
        if self._pending is not None:
            pending, self._pending = self._pending, None
            pending(heard)
            self._forget()

    def _forget(self) -> None:
        self._link.forget(id(self))
        self._asked = self._refused = self._answered = False
        self._answer = None
