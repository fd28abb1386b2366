"""Whisper's log-mel energies of a turn of any length (Radford et al. 2022, section 2.2; 80 bands by Slaney)."""

from typing import Any

import numpy as np
import numpy.typing as npt
import soxr

from voice.audio import SAMPLE_RATE_HZ
from voice.listen.second_pass.denoise import denoised

RATE_HZ = 16_000
WINDOW, HOP, BANDS = 400, 160, 80
LONGEST_S = 30.0
"""What the encoder's positions reach."""
SHORTEST_FRAMES = 200
PEAK = 0.5
Floats = npt.NDArray[np.float32]


def _mel(hz: npt.ArrayLike) -> npt.NDArray[np.float64]:
    given = np.asarray(hz, np.float64)
    above = 15 + np.log(np.maximum(given, 1e-9) / 1000) / (np.log(6.4) / 27)
    return np.where(given >= 1000, above, given * 3 / 200)


def _hz(mel: npt.ArrayLike) -> npt.NDArray[np.float64]:
    given = np.asarray(mel, np.float64)
    return np.where(given >= 15, 1000 * np.exp((np.log(6.4) / 27) * (given - 15)), given * 200 / 3)


def _filters() -> Floats:
    """Triangles of equal area, (BANDS, WINDOW / 2 + 1)."""
    bins = np.linspace(0, RATE_HZ / 2, WINDOW // 2 + 1)
    edges = _hz(np.linspace(_mel(0), _mel(RATE_HZ / 2), BANDS + 2))
    low, top, high = edges[:-2, None], edges[1:-1, None], edges[2:, None]
    rising, falling = (bins - low) / (top - low), (high - bins) / (high - top)
    rows = np.maximum(0, np.minimum(rising, falling)) * 2 / (high - low)
    return rows.astype(np.float32)


_FILTERS = _filters()
_SHAPE = np.hanning(WINDOW + 1)[:-1].astype(np.float32)


def encoder_sound(line: npt.NDArray[Any]) -> Floats:
    """The samples of a turn at the line's 8 kHz, any scale, as the encoder was fed in training.

    Without steady noise, 16 kHz, peak 0.5.
    """
    sound = denoised(line[: int(LONGEST_S * SAMPLE_RATE_HZ)])
    sound *= PEAK / max(1e-6, float(np.abs(sound).max(initial=0.0)))
    raised: Floats = soxr.resample(sound, SAMPLE_RATE_HZ, RATE_HZ)
    return raised


def log_mel(sound: Floats) -> Floats:
    """(BANDS, frames of 10 ms) of `sound` at RATE_HZ, filled up to a whole second, two at least.

    Whisper fills every turn up to 30 s, which costs five times as much and changes nothing here.
    """
    frames = max(SHORTEST_FRAMES, -(-len(sound) // (HOP * 100)) * 100)
    filled = np.pad(sound[: frames * HOP], (0, max(0, frames * HOP - len(sound))))
    padded = np.pad(filled, WINDOW // 2, mode="reflect")
    cut = np.lib.stride_tricks.sliding_window_view(padded, WINDOW)[::HOP][:frames]
    power = np.abs(np.fft.rfft(cut * _SHAPE, axis=1)) ** 2
    log = np.log10(np.maximum(_FILTERS @ power.T.astype(np.float32), 1e-10))
    levelled: Floats = ((np.maximum(log, log.max() - 8) + 4) / 4).astype(np.float32)
    return levelled
