"""Loudness as people hear it: ITU-R BS.1770-4 (the measure behind EBU R 128) for one channel at any rate.

K-weighting (a head's treble, no rumble), then the mean power of blocks of 400 ms, of which the silent and the faint
ones do not count. The Recommendation gives its filters for 48 kHz. Made anew for 8 kHz, a biquad is half a decibel off
at 2.5 kHz; so the response of the published ones is laid on the spectrum instead, and is the same at every rate.
"""

import functools
import math

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]

BLOCK_S = 0.4
STEP_S = 0.1  # three quarters of a block overlap
ABSOLUTE_GATE_LUFS = -70.0
RELATIVE_GATE_LU = -10.0
OFFSET_LUFS = -0.691  # takes back what the K-weighting adds at 997 Hz
RING_S = 0.5  # silence behind the sound: the filters ring into it, not round to its beginning

# BS.1770-4, Annex 1, tables 1 and 2: (b0, b1, b2), (a0, a1, a2).
TABLE_HZ = 48_000
TABLE = (
    ((1.53512485958697, -2.69169618940638, 1.19839281085285), (1.0, -1.69065929318241, 0.73248077421585)),
    ((1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621)),
)


def k_response(hz: npt.ArrayLike) -> npt.NDArray[np.complex128]:
    """What the K-weighting does to tones of `hz` (n,); above 24 kHz as at 24 kHz."""
    bounded = np.minimum(np.asarray(hz, np.float64), TABLE_HZ / 2)
    back = np.exp(-2j * np.pi * bounded / TABLE_HZ)  # a delay of one sample
    total = np.ones_like(back)
    for (b0, b1, b2), (a0, a1, a2) in TABLE:
        total = total * (b0 + b1 * back + b2 * back**2) / (a0 + a1 * back + a2 * back**2)
    return total


def integrated_lufs(samples: Floats, rate_hz: int) -> float:
    """Integrated gated loudness of `samples` (n,), -1 to 1, LUFS; -inf where there is nothing but silence.

    A sound shorter than one block is one block.
    """
    powers = _block_powers(_weighted(samples, rate_hz), rate_hz)
    powers = powers[powers > _power(ABSOLUTE_GATE_LUFS)]
    if not powers.size:
        return -math.inf
    gate = float(np.mean(powers)) * 10 ** (RELATIVE_GATE_LU / 10)
    return OFFSET_LUFS + 10 * math.log10(float(np.mean(powers[powers > gate])))


def _power(lufs: float) -> float:
    return float(10 ** ((lufs - OFFSET_LUFS) / 10))


def _weighted(samples: Floats, rate_hz: int) -> Doubles:
    size = 1 << (len(samples) + round(RING_S * rate_hz)).bit_length()  # a power of two: twenty times as quick
    spectrum = np.fft.rfft(samples.astype(np.float64), size) * _grid(size, rate_hz)
    return np.fft.irfft(spectrum, size)[: len(samples)]


@functools.lru_cache(maxsize=6)
def _grid(size: int, rate_hz: int) -> npt.NDArray[np.complex128]:
    return k_response(np.fft.rfftfreq(size, 1 / rate_hz))


def _block_powers(weighted: Doubles, rate_hz: int) -> Doubles:
    block, step = round(BLOCK_S * rate_hz), round(STEP_S * rate_hz)
    if len(weighted) < block:
        return np.array([np.mean(weighted**2)]) if len(weighted) else np.zeros(0)
    sums = np.concatenate([[0.0], np.cumsum(weighted**2)])
    starts = np.arange(0, len(weighted) - block + 1, step)
    powers: Doubles = (sums[starts + block] - sums[starts]) / block
    return powers
