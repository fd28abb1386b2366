"""A test double at the `Recogniser` port: it hears loudness, not words.

Up to 450 ms of loud sound is taken for «بله», more for «موجودی حساب». Loaded by worker processes through the pool's
`loader` argument.
"""

import time

from voice.audio import SAMPLE_RATE_HZ, level_dbfs
from voice.errors import ModelBroken
from voice.events import Word
from voice.listen.recogniser import Kind, ModelPaths, RecognisedText, Recogniser

LOUD_DBFS = -40.0
SHORT_MS = 450.0
BLOCK_BYTES = 160 * 2
SLOWNESS = 0.5
"""So long does a second of sound take; more than two callers at once are too many."""


class EnergyRecogniserDouble:
    """Counts loud sound."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self.loud_ms = 0.0
        self.endpoint = False

    def accept(self, pcm: bytes) -> None:
        """Count the loud 20 ms blocks."""
        for start in range(0, len(pcm), BLOCK_BYTES):
            block = pcm[start : start + BLOCK_BYTES]
            if level_dbfs(block) > LOUD_DBFS:
                self.loud_ms += len(block) / 2 * 1000 / SAMPLE_RATE_HZ

    def partial(self) -> str:
        """The word so far."""
        if self.loud_ms < 100:
            return ""
        return "بله" if self.loud_ms <= SHORT_MS else "موجودی حساب"

    def final(self) -> RecognisedText:
        """The words, spread evenly."""
        text = self.partial()
        words = tuple(Word(word, 0.9, 300 * i, 300 * (i + 1)) for i, word in enumerate(text.split()))
        self.reset()
        return RecognisedText(text, words, 0.9 if words else 0.0)

    def reset(self) -> None:
        """Count from nothing."""
        self.loud_ms = 0.0


class Source:
    """Opens doubles; knows every language."""

    def open(self, language: str, kind: Kind) -> Recogniser:
        """A fresh double."""
        return EnergyRecogniserDouble(kind)


def load(paths: ModelPaths) -> Source:
    """The loader that the pool names."""
    return Source()


class SlowRecogniserDouble(EnergyRecogniserDouble):
    """Takes longer to decode than the sound lasts, as a recogniser on a machine that is too small."""

    def accept(self, pcm: bytes) -> None:
        """Count the loud blocks, slowly."""
        time.sleep(SLOWNESS * len(pcm) / 2 / SAMPLE_RATE_HZ)
        super().accept(pcm)


class Slow(Source):
    """Opens slow doubles."""

    def open(self, language: str, kind: Kind) -> Recogniser:
        """A fresh slow double."""
        return SlowRecogniserDouble(kind)


def load_slow(paths: ModelPaths) -> Source:
    """Another loader for the pool."""
    return Slow()


class WithoutDigits(Source):
    """Cannot open its model for digits."""

    def open(self, language: str, kind: Kind) -> Recogniser:
        """A fresh double, or the error."""
        if kind == "digits":
            raise ModelBroken("/models/digits", "vosk loads it but cannot decode with it")
        return super().open(language, kind)


def load_without_digits(paths: ModelPaths) -> Source:
    """Another loader for the pool."""
    return WithoutDigits()
