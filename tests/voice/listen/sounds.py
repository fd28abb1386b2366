"""Sound for the listening tests: real speech of espeak-ng, noise, clicks, tones; all 8 kHz s16."""

import numpy as np
import numpy.typing as npt

from voice.audio import FRAME_BYTES, SAMPLE_RATE_HZ, to_samples
from voice.speak.espeak_engine import EspeakLibrary, EspeakSynthesiser
from voice.speak.line_sound import LineSound
from voice.speak.synthesiser import VoiceChoice


def _pcm(samples: npt.NDArray[np.float64]) -> bytes:
    return np.clip(samples, -32768, 32767).astype("<i2").tobytes()


class Sounds:
    """Makes PCM; `speech` is about -20 dBFS."""

    def __init__(self) -> None:
        self._synthesiser = EspeakSynthesiser(EspeakLibrary(), VoiceChoice("espeak", "fa"))
        self._random = np.random.default_rng(7)

    def speech(self, text: str = "سلام، می‌خواستم موجودی حسابم را بدانم", gain: float = 1.0) -> bytes:
        """`text` spoken, with no silence at the ends."""
        line = LineSound(self._synthesiser.rate_hz, gain)
        pieces: list[bytes] = []
        self._synthesiser.synthesise(text, lambda pcm: pieces.append(line.feed(pcm)))
        return b"".join(pieces) + line.finish()

    def silence(self, ms: float) -> bytes:
        """A quiet line: a little noise at -65 dBFS."""
        return self.noise(ms, rms=18)

    def noise(self, ms: float, rms: float = 1000) -> bytes:
        """White noise."""
        return _pcm(self._random.normal(0, rms, int(ms * SAMPLE_RATE_HZ / 1000)))

    def clicks(self, ms: float) -> bytes:
        """A loud 5 ms crack every 200 ms."""
        samples = np.zeros(int(ms * SAMPLE_RATE_HZ / 1000))
        for start in range(400, len(samples) - 40, 1600):
            samples[start : start + 40] = self._random.uniform(-20000, 20000, 40)
        return _pcm(samples)

    def tone(self, ms: float, hz: float = 425) -> bytes:
        """A steady tone, as of a busy line."""
        times = np.arange(int(ms * SAMPLE_RATE_HZ / 1000)) / SAMPLE_RATE_HZ
        return _pcm(8000 * np.sin(2 * np.pi * hz * times))

    def mixed(self, one: bytes, other: bytes) -> bytes:
        """Both at once, as long as the first."""
        first = to_samples(one).astype(np.float64)
        second = np.resize(to_samples(other).astype(np.float64), first.shape)
        return _pcm(first + second)


def frames(pcm: bytes) -> list[bytes]:
    """Whole 20 ms frames of `pcm`."""
    return [pcm[i : i + FRAME_BYTES] for i in range(0, len(pcm) - FRAME_BYTES + 1, FRAME_BYTES)]
