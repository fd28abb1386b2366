"""From a voice's own sound to the line's: 8 kHz, one loudness, no peak too high, no silence at the ends."""

import math

import numpy as np
import numpy.typing as npt
import soxr

from voice.audio import SAMPLE_RATE_HZ, to_samples
from voice.speak.limiter import limited
from voice.speak.loudness import integrated_lufs
from voice.speak.options import SpeakOptions

TARGET_LUFS = SpeakOptions.loudness_lufs
"""EBU R 128; at this loudness speech on the telephone keeps its peaks below full scale without a limiter."""
LEAST_GAIN, MOST_GAIN = 0.05, 20.0
ASIDE_DB = 6.0  # a sentence is brought to the target by so much more or less than its voice needs as a rule
QUIET = 150 / 32768  # -47 dBFS: below it there is no speech in a clean synthetic voice
SILENT_SHARE = 0.006  # of the highest peak, -44 dB
LEAD_MS = 15
TAIL_MS = 60

Floats = npt.NDArray[np.float32]


def gain_to_target(samples: Floats, target_lufs: float = TARGET_LUFS) -> float:
    """The factor that brings `samples` (n,) at 8 kHz to the target; 1.0 for silence."""
    lufs = _speech_lufs(samples)
    return 1.0 if math.isinf(lufs) else _gain(target_lufs - lufs)


def levelled(samples: Floats, target_lufs: float, usual_gain: float | None = None) -> Floats:
    """`samples` (n,) at 8 kHz at the target loudness, peaks limited.

    Where `usual_gain` is given, no more than ASIDE_DB above or below it: a breath is not to be as loud as a word.
    """
    lufs = _speech_lufs(samples)
    if math.isinf(lufs):
        return samples
    gain = _gain(target_lufs - lufs)
    if usual_gain is not None:
        aside = 10 ** (ASIDE_DB / 20)
        gain = min(usual_gain * aside, max(usual_gain / aside, gain))
    loud = samples * np.float32(gain)
    sound = limited(loud)
    if sound is not loud:  # what the limiter took is given back once
        sound = limited(loud * np.float32(_speech_gain_lost(loud, sound)))
    return sound


def _speech_gain_lost(before: Floats, after: Floats) -> float:
    return _gain(_speech_lufs(before) - _speech_lufs(after))


def _speech_lufs(samples: Floats) -> float:
    """Loudness without the silence at the ends: it would count in the blocks of a single word."""
    loud = np.flatnonzero(np.abs(samples) > SILENT_SHARE * np.max(np.abs(samples), initial=0.0))
    return integrated_lufs(samples[loud[0] : loud[-1] + 1], SAMPLE_RATE_HZ) if loud.size else -math.inf


def _gain(lu: float) -> float:
    return min(MOST_GAIN, max(LEAST_GAIN, 10 ** (lu / 20)))


class Ends:
    """A stream of samples at 8 kHz to s16 PCM without the silence at its ends.

    Silence before the first sound is cut to LEAD_MS. A pause is held until sound follows, so that the last one can be
    cut to TAIL_MS.
    """

    def __init__(self) -> None:
        self._begun = False
        self._held: Floats = np.zeros(0, np.float32)

    def feed(self, samples: Floats) -> bytes:
        """The sound that `samples` (n,) complete; may be empty."""
        sound = np.concatenate([self._held, samples])
        loud = np.flatnonzero(np.abs(sound) > QUIET)
        lead = SAMPLE_RATE_HZ * LEAD_MS // 1000
        if not loud.size:
            self._held = sound if self._begun else sound[-lead:]
            return b""
        start = 0 if self._begun else max(0, loud[0] - lead)
        self._begun = True
        self._held = sound[loud[-1] + 1 :]
        return _pcm(sound[start : loud[-1] + 1])

    def finish(self) -> bytes:
        """What is left."""
        return _pcm(self._held[: SAMPLE_RATE_HZ * TAIL_MS // 1000]) if self._begun else b""


class LineSound:
    """A stream at a fixed gain: feed s16 PCM at `rate_hz` in pieces of any size, get s16 PCM at 8 kHz."""

    def __init__(self, rate_hz: int, gain: float) -> None:
        self._resampler = soxr.ResampleStream(rate_hz, SAMPLE_RATE_HZ, 1, dtype="float32")
        self._gain = np.float32(gain)
        self._ends = Ends()

    def feed(self, pcm: bytes) -> bytes:
        """The sound that `pcm` completes; may be empty."""
        return self._ends.feed(self._resampler.resample_chunk(_samples(pcm), last=False) * self._gain)

    def finish(self) -> bytes:
        """What is left."""
        rest = self._resampler.resample_chunk(_samples(b""), last=True) * self._gain
        return self._ends.feed(rest) + self._ends.finish()


class SentenceSound:
    """One text: sentences of s16 PCM at `rate_hz` in, s16 PCM at 8 kHz and the target loudness out.

    Every synthesiser of ours has a sentence whole before its first sample can leave (espeak-ng makes ten seconds of it
    in ten milliseconds, Piper makes it in one piece), so each is measured and brought to the target itself;
    `usual_gain` is what the voice needs as a rule.
    """

    def __init__(self, rate_hz: int, target_lufs: float, usual_gain: float) -> None:
        self._rate_hz = rate_hz
        self._target_lufs = target_lufs
        self._usual_gain = usual_gain
        self._ends = Ends()

    def sentence(self, pcm: bytes) -> bytes:
        """The next sentence, and the pause before it; may be empty."""
        return self._ends.feed(levelled(at_line_rate(pcm, self._rate_hz), self._target_lufs, self._usual_gain))

    def finish(self) -> bytes:
        """The end of the last sentence."""
        return self._ends.finish()


def line_pcm(samples: Floats) -> bytes:
    """`samples` (n,) at 8 kHz as s16 PCM without the silence at the ends."""
    ends = Ends()
    return ends.feed(samples) + ends.finish()


def at_line_rate(pcm: bytes, rate_hz: int) -> Floats:
    """s16 PCM at `rate_hz` as samples (n,), -1 to 1, at 8 kHz."""
    at_line: Floats = soxr.resample(_samples(pcm), rate_hz, SAMPLE_RATE_HZ)
    return at_line


def _samples(pcm: bytes) -> Floats:
    return to_samples(pcm).astype(np.float32) / np.float32(32768)


def _pcm(samples: Floats) -> bytes:
    return (np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes()
