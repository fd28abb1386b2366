"""A clean synthetic or recorded utterance becomes a telephone call: another throat, a room, noise, a line.

Everything takes and gives float32 mono samples with a peak below 1; rates are named by each function.
"""

import numpy as np
import scipy.fft
import scipy.signal

from voice.models.training.line import LINE_HZ, Rng, add_noise, codec, lose_packets


def room(audio: np.ndarray, rng: Rng) -> np.ndarray:
    """Convolve with an invented room: a direct path and exponentially decaying noise (T60 0.1 to 0.7 s)."""
    t60_s = rng.uniform(0.1, 0.7)
    size = int(t60_s * LINE_HZ * 0.7)
    tail = rng.standard_normal(size) * 10 ** (-3 * np.arange(size) / LINE_HZ / t60_s)
    tail[: int(rng.uniform(0.001, 0.01) * LINE_HZ)] = 0
    tail *= 10 ** (-rng.uniform(0, 14) / 20) / (np.sqrt(np.sum(tail**2)) + 1e-9)
    tail[0] = 1.0
    return scipy.signal.fftconvolve(audio, tail)[: len(audio)].astype(np.float32)


def coloured(size: int, rng: Rng) -> np.ndarray:
    """Noise with a random spectral slope, sometimes breathing in level, sometimes with mains hum."""
    fast = scipy.fft.next_fast_len(size, real=True)
    spectrum = scipy.fft.rfft(rng.standard_normal(fast))
    frequency = np.maximum(scipy.fft.rfftfreq(fast, 1 / LINE_HZ), 30)
    spectrum *= frequency ** (-rng.uniform(0, 1.2))
    if rng.random() < 0.4:
        centre, width = rng.uniform(200, 3500), rng.uniform(100, 1500)
        spectrum *= 0.2 + np.exp(-(((frequency - centre) / width) ** 2))
    noise = scipy.fft.irfft(spectrum, fast)[:size]
    if rng.random() < 0.3:
        knots = rng.uniform(0.1, 1, size // 1600 + 2)
        noise *= np.interp(np.arange(size) / 1600, np.arange(len(knots)), knots)
    noise /= np.std(noise) + 1e-9
    if rng.random() < 0.15:
        noise += rng.uniform(0, 1) * np.sin(2 * np.pi * rng.choice([50, 100, 150]) * np.arange(size) / LINE_HZ)
    return noise.astype(np.float32)


def microphone(audio: np.ndarray, rng: Rng) -> np.ndarray:
    """A random smooth response of +-8 dB over the band, and the edges of the telephone channel."""
    knots = np.cumsum(rng.normal(0, 2.5, 8)).clip(-9, 9)
    points = np.linspace(0, LINE_HZ / 2, 8)
    low, high = rng.uniform(40, 380), rng.uniform(3000, 3950)
    fast = scipy.fft.next_fast_len(len(audio), real=True)
    spectrum = scipy.fft.rfft(audio, fast)
    frequency = scipy.fft.rfftfreq(fast, 1 / LINE_HZ)
    gain = 10 ** (np.interp(frequency, points, knots) / 20)
    gain /= 1 + (low / np.maximum(frequency, 1)) ** 4
    gain /= 1 + (frequency / high) ** 30
    return scipy.fft.irfft(spectrum * gain, fast)[: len(audio)].astype(np.float32)


def call(audio: np.ndarray, babble: np.ndarray | None, rng: Rng, hard: float = 1.0) -> np.ndarray:
    """One random call at LINE_HZ; `hard` below 1 makes the bad things rarer."""
    if rng.random() < 0.45 * hard:
        audio = room(audio, rng)
    audio = audio * 10 ** (rng.uniform(-6, 0) / 20)
    if rng.random() < 0.85 * hard:
        noise = babble if babble is not None and rng.random() < 0.3 else coloured(len(audio), rng)
        audio = add_noise(audio, noise, rng.uniform(3, 28))
    if rng.random() < 0.9:
        audio = microphone(audio, rng)
    peak = float(np.abs(audio).max()) + 1e-6
    audio = audio * (10 ** (rng.uniform(-32, 0) / 20) / peak)
    if rng.random() < 0.08 * hard:
        audio = (audio * rng.uniform(1.5, 4)).clip(-0.9, 0.9)
    audio = codec(audio, rng)
    if rng.random() < 0.12 * hard:
        audio = lose_packets(audio, rng)
    return audio.astype(np.float32)
