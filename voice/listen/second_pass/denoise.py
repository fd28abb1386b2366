"""Steady noise taken off a turn before the encoder hears it: a Wiener gain a band and frame. Pure.

turn ─▶ STFT ─▶ power, smoothed ─▶ noise of each band, a low quantile over the turn ─▶ gain, at least -8 dB ─▶ sound

The noise is what a band falls back to between sounds, after the minimum statistics of R. Martin, "Noise power spectral
density estimation based on optimal smoothing and minimum statistics" (2001), here over the whole turn at once; the gain
is that of P. Scalart and J. Vieira Filho, "Speech enhancement based on a priori signal to noise estimation" (1996).
A turn that is clean already passes as it is: what lies low in it is speech. 3 s take some 1 ms of one core.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

WINDOW, HOP = 256, 128
"""Samples at the line's 8 kHz: 32 and 16 ms."""
QUANTILE = 0.15
"""So much of a turn, at least, is between sounds."""
BIAS = 2.0
"""The mean of noise against this quantile of its smoothed power, and a little more."""
DEEPEST_DB = 8.0
"""More would tear holes: speech below the noise sounds worse mended than masked."""
NOISY_DB, CLEAN_DB = 20.0, 30.0
"""Speech so far above the noise: up to the first the gain works wholly, from the second on not at all."""
LOUD_QUANTILE = 0.9
"""How loud speech is: the loudest tenth of the frames begins here."""
DEAD = 1e-9
"""A frame this far below the loudest holds digital silence (lost packets, padding), not the line's noise."""
FEWEST_FRAMES = 8
"""Fewer tell nothing of the noise."""

_SHAPE = np.sqrt(np.hanning(WINDOW + 1)[:-1]).astype(np.float32)
_LEAST = np.float32(10 ** (-DEEPEST_DB / 20))


def denoised(line: npt.NDArray[Any]) -> Floats:
    """The samples of a turn at 8 kHz, any scale, steady noise lowered by up to DEEPEST_DB; as many as before."""
    sound = np.asarray(line, np.float32)
    spectrum = np.fft.rfft(_cut(sound) * _SHAPE, axis=1)
    power = (spectrum.real**2 + spectrum.imag**2).astype(np.float32)
    loudness = power.sum(1)
    alive = loudness > DEAD * loudness.max(initial=0.0)
    level = _smoothed(power)
    if np.count_nonzero(alive) < FEWEST_FRAMES:
        return sound.copy()
    noise = BIAS * _quantile(level[alive], QUANTILE)
    share = _share(float(_quantile(level[alive].sum(1), LOUD_QUANTILE)), float(noise.sum()))
    if not share:
        return sound.copy()
    gain = np.maximum(_LEAST, 1 - noise / np.maximum(level, 1e-20)) ** np.float32(share)
    return _joined(spectrum * gain, len(sound))


def _share(speech: float, noise: float) -> float:
    """How much of the gain, in dB, is applied: 1 in a noisy turn, 0 in a clean one. Both are powers."""
    above_db = 10 * np.log10(max(speech, 1e-20) / max(noise, 1e-20))
    return float(np.clip((CLEAN_DB - above_db) / (CLEAN_DB - NOISY_DB), 0, 1))


def _quantile(values: Floats, share: float) -> Floats:
    """Along the first axis, without interpolation."""
    at = int(share * (len(values) - 1))
    found: Floats = np.partition(values, at, axis=0)[at]
    return found


def _smoothed(power: Floats) -> Floats:
    """The mean of each band and frame with its neighbours, three by three: single peaks of noise would ring."""
    padded = np.pad(power, 1, mode="edge")
    rows = padded[:-2] + padded[1:-1] + padded[2:]
    mean: Floats = (rows[:, :-2] + rows[:, 1:-1] + rows[:, 2:]) * np.float32(1 / 9)
    return mean


def _cut(sound: Floats) -> Floats:
    """(frames, WINDOW), every sample in WINDOW / HOP of them."""
    frames = -(-(len(sound) + WINDOW) // HOP)
    padded = np.zeros((frames - 1) * HOP + WINDOW, np.float32)
    padded[HOP : HOP + len(sound)] = sound
    cut: Floats = np.lib.stride_tricks.sliding_window_view(padded, WINDOW)[::HOP]
    return cut


def _joined(spectrum: npt.NDArray[Any], size: int) -> Floats:
    """The inverse of `_cut` and the transform: halves of neighbouring frames add up to one."""
    back = np.fft.irfft(spectrum, WINDOW, axis=1).astype(np.float32) * _SHAPE
    whole = np.zeros((len(back) + 1) * HOP, np.float32)
    whole[:-HOP] += back[:, :HOP].ravel()
    whole[HOP:] += back[:, HOP:].ravel()
    return whole[HOP : HOP + size]
