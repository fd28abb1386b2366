"""No peak above the ceiling, also between the samples, where a telephone's own filter finds it.

True peak as in ITU-R BS.1770-4, Annex 2: the greatest value of the sound at four times its rate. Where it is too high
the volume is turned down before it comes and up again behind it; nothing is bent, so nothing is added to the voice.
"""

import math

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

CEILING_DBTP = -1.0
TIMES = 4
HALF = 12  # samples on each side that a point between two samples is made of
REACH = 80  # samples: at 8 kHz the volume begins to turn 20 ms before a peak
MOST_BETWEEN = 2.0  # times as high as the samples beside it; a voice's peaks stand out by a tenth


def _kernel() -> npt.NDArray[np.float64]:
    """(2 HALF + 1, 2 TIMES - 1): the points about the sample in the middle, by a windowed sinc."""
    shifts = np.arange(1 - TIMES, TIMES) / TIMES
    distances = np.arange(-HALF, HALF + 1)[:, None] - shifts[None, :]
    kernel: npt.NDArray[np.float64] = np.sinc(distances) * np.cos(np.pi * distances / (2 * HALF + 3)) ** 2
    return kernel


KERNEL = _kernel()


def true_peak_dbtp(samples: Floats) -> float:
    """The greatest true peak of `samples` (n,), -1 to 1, dB relative to full scale; -inf for digital silence."""
    highest = float(np.max(np.abs(samples), initial=0.0))
    if not highest:
        return -math.inf
    return 20 * math.log10(float(np.max(_true_peaks(samples, highest / MOST_BETWEEN))))


def limited(samples: Floats) -> Floats:
    """`samples` (n,) with no true peak above the ceiling; unchanged where there is none."""
    ceiling = 10 ** (CEILING_DBTP / 20)
    peaks = _true_peaks(samples, ceiling / MOST_BETWEEN)
    if np.max(peaks, initial=0.0) <= ceiling:
        return samples
    wanted = ceiling / np.maximum(peaks, ceiling)
    around = np.lib.stride_tricks.sliding_window_view(np.pad(wanted, 2 * REACH, constant_values=1.0), 2 * REACH + 1)
    # A mean of least volumes, each of which reaches to this sample: never above what this sample allows.
    hill = np.hanning(2 * REACH + 3)[1:-1]
    volume = np.convolve(np.min(around, axis=1), hill / np.sum(hill), "valid")
    return (samples * volume).astype(np.float32)


def _true_peaks(samples: Floats, above: float) -> npt.NDArray[np.float64]:
    """The true peak at every sample: the greatest of it and of the six points about it.

    Only where it is greater than `above`: few samples of a voice are, and the others cost nothing.
    """
    found = np.abs(samples).astype(np.float64)
    high = np.flatnonzero(found > above)
    if high.size:
        around = np.lib.stride_tricks.sliding_window_view(np.pad(samples, HALF), 2 * HALF + 1)[high]
        found[high] = np.maximum(found[high], np.max(np.abs(around @ KERNEL), axis=1))
    return found
