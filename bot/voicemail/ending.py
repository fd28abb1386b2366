"""When a message is over, by how surely each piece of its sound is speech; pure.

begun ── no word for twice `end_silence_s` ──▶ SILENCE
  └─ speech ── `end_silence_s` without any ──▶ SILENCE        at any moment: `most_s` since the beginning ──▶ LIMIT
"""

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Protocol

from handoff.voicemail.options import VoicemailRules

SPEECH_AT = 0.5
"""From this probability on a piece counts as speech."""


class Piece(Protocol):
    """A stretch of sound (`voice.listen.vad.Chunk`)."""

    @property
    def probability(self) -> float:
        """That it is speech."""
        ...

    @property
    def duration_ms(self) -> float:
        """How long it is."""
        ...


class SpeechEar(Protocol):
    """One message's ear (`voice.listen.vad.Vad`); the network behind it is loaded only where messages are taken."""

    def feed(self, pcm: bytes, at_s: float) -> Iterable[Piece]:
        """The pieces that `pcm` (8 kHz s16) completes."""
        ...


NewEar = Callable[[], SpeechEar]


class Over(StrEnum):
    """Why nothing more is recorded."""

    SILENCE = "silence"
    LIMIT = "limit"


class MessageEnding:
    """Of one message that began at `began_s`; every time is of one clock that never goes back, s."""

    def __init__(self, rules: VoicemailRules, began_s: float) -> None:
        self._rules = rules
        self._began_s = began_s
        self._spoke_s: float | None = None  # when the last speech ended
        self.speech_s = 0.0
        """So much of it is speech."""

    def heard(self, probability: float, length_s: float, at_s: float) -> None:
        """One piece, which ended at `at_s`."""
        if probability >= SPEECH_AT:
            self._spoke_s = at_s
            self.speech_s += length_s

    @property
    def says_something(self) -> bool:
        """There is enough in it to be a message."""
        return self.speech_s >= self._rules.least_s

    def over(self, now_s: float) -> Over | None:
        """Whether it ends now, and why. A telephone that sends nothing in pauses (RFC 3389) brings no pieces."""
        if now_s - self._began_s >= self._rules.most_s:
            return Over.LIMIT
        if self._spoke_s is None:
            return Over.SILENCE if now_s - self._began_s >= 2 * self._rules.end_silence_s else None
        return Over.SILENCE if now_s - self._spoke_s >= self._rules.end_silence_s else None
