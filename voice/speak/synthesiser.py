"""The port to whatever turns text into sound."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Literal, Protocol

from voice.speak.line_sound import TARGET_LUFS

Engine = Literal["espeak", "piper"]

# Takes some more s16 PCM at the synthesiser's own rate.
Sink = Callable[[bytes], None]


@dataclass(frozen=True, slots=True)
class VoiceChoice:
    """Which voice speaks a language, and how.

    `voice` is an espeak-ng voice name ("fa", "ar") or the path of a Piper .onnx file; `speed` 1.0 is the voice's
    telephone pace; `pitch` 0 to 100 is for espeak-ng only; `loudness_lufs` is common to all voices and recordings,
    `gain_db` comes on top of it for this one.
    """

    engine: Engine
    voice: str
    speed: float = 1.0
    pitch: int = 50
    gain_db: float = 0.0
    loudness_lufs: float = TARGET_LUFS

    @property
    def target_lufs(self) -> float:
        """How loud this voice is to be (ITU-R BS.1770-4)."""
        return self.loudness_lufs + self.gain_db

    @property
    def marks_arabic(self) -> bool:
        """The text needs vowel marks before this voice can say it; Piper's Arabic voices make their own."""
        return self.engine == "espeak" and self.voice == "ar"

    def key(self) -> str:
        """All settings as one line, for cache keys."""
        return "|".join(str(value) for value in asdict(self).values())


class Synthesiser(Protocol):
    """One voice."""

    @property
    def rate_hz(self) -> int:
        """Sampling rate of what comes out."""

    @property
    def longest(self) -> int:
        """Characters above which a sentence is cut at its commas, so that its beginning is heard soon enough."""

    def synthesise(self, sentence: str, sink: Sink) -> None:
        """Speak one sentence into `sink`, piece by piece, as soon as there is a piece."""
