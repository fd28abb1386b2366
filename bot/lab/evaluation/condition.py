"""Telephone conditions laid over a clean clip: noise, lost packets, a faint voice, codecs; the same every time."""

import hashlib
import io
import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import soundfile
from numpy.typing import NDArray

from bot.errors import BotError
from voice.audio import FRAME_SAMPLES, SAMPLE_RATE_HZ, to_samples

CLEAN = "clean"
STANDARD = (CLEAN, "noise20", "noise15", "noise10", "noise5", "loss1", "loss3", "loss5", "gsm", "pcmu")
"""What `--conditions all` means: signal to noise in dB, lost packets in percent, codecs."""
SPEECH_RANGE_DB = 30.0
"""Frames this far below the loudest are pauses: they do not count for the level of the speech."""
LOUDEST = 0.95
_STEP = re.compile(r"(noise|loss|faint)(\d{1,2})|(gsm|pcmu|pcma)")

Signal = NDArray[np.float64]
"""Samples at 8 kHz, -1 to 1."""


class ConditionError(BotError):
    """A condition that nobody knows."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name

    def __str__(self) -> str:
        return (
            f"'{self.name}' is no condition; say clean, noise15 (dB), loss3 (%), faint30 (dB), gsm, pcmu or pcma, join "
            f"what comes together with + (noise15+gsm+loss3), separate with commas, or say all: {','.join(STANDARD)}"
        )


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happens to the sound; `amount` is dB for noise and faint, percent for loss, else 0."""

    kind: str
    amount: float = 0.0


def parse_conditions(text: str) -> tuple[str, ...]:
    """The names in a comma-separated list, each once; "all" stands for STANDARD. Raises ConditionError."""
    names: list[str] = []
    for name in (part.strip().lower() for part in text.split(",")):
        names += STANDARD if name == "all" else [name]
    for name in names:
        steps(name)
    return tuple(dict.fromkeys(names))


def steps(name: str) -> tuple[Step, ...]:
    """What "noise15+gsm" does, in order; "clean" does nothing. Raises ConditionError."""
    if name == CLEAN:
        return ()
    found = []
    for part in name.split("+"):
        match = _STEP.fullmatch(part)
        if match is None:
            raise ConditionError(name)
        found.append(Step(match[1] or match[3], float(match[2] or 0)))
    return tuple(found)


def degrade(pcm: bytes, name: str, seed: str) -> bytes:
    """`pcm` (8 kHz mono s16) under the condition `name`; as long as before. The same `seed`, the same noise."""
    signal = to_samples(pcm).astype(np.float64) / 32768
    for at, step in enumerate(steps(name)):
        digest = hashlib.sha256(f"{seed} {name} {at}".encode()).digest()
        draw = np.random.default_rng(int.from_bytes(digest[:8], "big"))
        signal = _STEPS[step.kind](signal, step.amount, draw)
    return np.clip(np.round(signal * 32768), -32768, 32767).astype("<i2").tobytes()


def speech_power(signal: Signal) -> float:
    """Mean power of the frames that hold speech; 0 for digital silence."""
    whole = signal[: len(signal) // FRAME_SAMPLES * FRAME_SAMPLES].reshape(-1, FRAME_SAMPLES)
    powers = np.mean(whole**2, axis=1)
    loudest = float(powers.max(initial=0.0))
    return float(np.mean(powers[powers >= loudest * 10 ** (-SPEECH_RANGE_DB / 10)])) if loudest else 0.0


def noise(size: int, draw: np.random.Generator) -> Signal:
    """Noise of power 1: white, pink (-3 dB an octave) or of a room or car (-6 dB an octave above 300 Hz)."""
    hz = np.fft.rfftfreq(size, 1 / SAMPLE_RATE_HZ)
    shapes = (np.ones_like(hz), np.maximum(hz, 50) ** -0.5, 1 / np.maximum(hz / 300, 1))
    shape = shapes[draw.integers(len(shapes))]
    coloured: Signal = np.fft.irfft(np.fft.rfft(draw.standard_normal(size)) * shape, size)
    coloured /= np.sqrt(np.mean(coloured**2))
    return coloured


def _noisy(signal: Signal, snr_db: float, draw: np.random.Generator) -> Signal:
    if len(signal) < FRAME_SAMPLES:
        return signal
    mixed: Signal = signal + noise(len(signal), draw) * np.sqrt(speech_power(signal) / 10 ** (snr_db / 10))
    mixed *= min(1.0, LOUDEST / max(float(np.abs(mixed).max()), 1e-9))
    return mixed


def _lossy(signal: Signal, percent: float, draw: np.random.Generator) -> Signal:
    """Packets of 20 ms are missing at random and nothing is put in their place: the hardest case."""
    packets = -(-len(signal) // FRAME_SAMPLES)
    kept = np.repeat(draw.random(packets) >= percent / 100, FRAME_SAMPLES)[: len(signal)]
    return signal * kept


def _faint(signal: Signal, down_db: float, _draw: np.random.Generator) -> Signal:
    """A caller far from the microphone of a quiet line: what is left is rounded to 16 bits."""
    return signal * 10 ** (-down_db / 20)


def _coded(subtype: str) -> Callable[[Signal, float, np.random.Generator], Signal]:
    """Through a codec of libsndfile and back: GSM 06.10 full rate (13 kbit/s), G.711 mu-law or A-law."""

    def step(signal: Signal, _amount: float, _draw: np.random.Generator) -> Signal:
        file = io.BytesIO()
        soundfile.write(file, signal, SAMPLE_RATE_HZ, format="WAV", subtype=subtype)
        file.seek(0)
        decoded = soundfile.read(file, dtype="float64")[0]
        back: Signal = np.zeros_like(signal)
        back[: len(decoded)] = decoded[: len(signal)]
        return back

    return step


_STEPS: dict[str, Callable[[Signal, float, np.random.Generator], Signal]] = {
    "noise": _noisy,
    "loss": _lossy,
    "faint": _faint,
    "gsm": _coded("GSM610"),
    "pcmu": _coded("ULAW"),
    "pcma": _coded("ALAW"),
}
