"""The sounds of `hatef evaluate turns`, made here: a telephone line, its echo, and what people and rooms do on it.

Arrays are float64 samples of shape (n,) at 8 kHz, full scale 32768; levels are dB relative to full scale.
"""

from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.lab.evaluation.sound_file import read_sound
from voice.audio import SAMPLE_RATE_HZ, to_samples
from voice.speak.espeak_engine import EspeakLibrary, EspeakSynthesiser
from voice.speak.line_sound import LineSound
from voice.speak.synthesiser import VoiceChoice

Signal = npt.NDArray[np.float64]

CALLER_DBFS = -22.0
EDGE_DB = 30.0  # where a clip's speech begins and ends: this far under its loudest 20 ms
ECHO_TAIL_MS = 12  # a hybrid's echo is smeared over a few ms
A_LAW = 87.6


def samples_of(ms: float) -> int:
    """How many samples last `ms`."""
    return round(ms * SAMPLE_RATE_HZ / 1000)


def ms_of(signal: Signal) -> float:
    """How long `signal` lasts."""
    return len(signal) * 1000 / SAMPLE_RATE_HZ


def at_level(signal: Signal, dbfs: float) -> Signal:
    """`signal` with this root mean square level."""
    power = float(np.mean(signal**2)) or 1.0
    scaled: Signal = signal * (32768.0 * 10 ** (dbfs / 20) / np.sqrt(power))
    return scaled


def silence(ms: float) -> Signal:
    """Nothing."""
    return np.zeros(samples_of(ms))


def after(wait_ms: float, *signals: Signal) -> Signal:
    """`signals` one after the other, `wait_ms` from the start."""
    return np.concatenate((silence(wait_ms), *signals))


def mixed(one: Signal, other: Signal) -> Signal:
    """Both at once, as long as the longer."""
    sum_of_both = np.zeros(max(len(one), len(other)))
    sum_of_both[: len(one)] += one
    sum_of_both[: len(other)] += other
    return sum_of_both


def telephone(signal: Signal) -> Signal:
    """`signal` after G.711 A-law: 8 bits a sample."""
    x = np.clip(signal / 32768.0, -1, 1)
    size = np.abs(x)
    whole = 1 + np.log(A_LAW)
    coded = np.where(size < 1 / A_LAW, A_LAW * size, 1 + np.log(np.maximum(A_LAW * size, 1e-9))) / whole
    coded = np.round(coded * 127) / 127
    decoded = np.where(coded < 1 / whole, coded * whole / A_LAW, np.exp(coded * whole - 1) / A_LAW)
    line: Signal = np.sign(x) * decoded * 32768.0
    return line


def echo_path(gain_db: float, delay_ms: float, seed: int) -> Signal:
    """The impulse response by which what we play comes back: a delay, then a short smear of this total gain."""
    random = np.random.default_rng(seed)
    tail = random.normal(size=samples_of(ECHO_TAIL_MS)) * np.exp(-np.arange(samples_of(ECHO_TAIL_MS)) / 16)
    tail[0] = 2.0
    tail *= 10 ** (gain_db / 20) / np.sqrt(np.sum(tail**2))
    return np.concatenate((silence(delay_ms), tail))


class TurnSounds:
    """Makes speech and noises; the same every time."""

    def __init__(self, clips: Path) -> None:
        self._clips = clips
        self._random = np.random.default_rng(3)
        self.speech = lru_cache(self._speech)
        self.clip = lru_cache(self._clip)

    @cached_property
    def _synthesiser(self) -> EspeakSynthesiser:
        return EspeakSynthesiser(EspeakLibrary(), VoiceChoice("espeak", "fa"))

    def noise(self, ms: float, dbfs: float) -> Signal:
        """A room or a car: noise that falls by 6 dB an octave above 300 Hz."""
        spectrum = np.fft.rfft(self._random.normal(size=samples_of(ms)))
        hz = np.fft.rfftfreq(samples_of(ms), 1 / SAMPLE_RATE_HZ)
        return at_level(np.fft.irfft(spectrum / np.maximum(1, hz / 300), samples_of(ms)), dbfs)

    def cough(self, dbfs: float = -16.0) -> Signal:
        """Two bursts of throat noise, resonant around 600 and 1600 Hz: 40 ms of explosion, then it dies away."""
        bursts = []
        for length_ms in (260, 200):
            n = samples_of(length_ms)
            spectrum = np.fft.rfft(self._random.normal(size=n))
            hz = np.fft.rfftfreq(n, 1 / SAMPLE_RATE_HZ)
            throat = sum(np.exp(-(((hz - centre) / width) ** 2)) for centre, width in ((600, 250), (1600, 500)))
            times_ms = np.arange(n) * 1000 / SAMPLE_RATE_HZ
            shape = np.minimum(1, times_ms / 8) * np.exp(-np.maximum(0, times_ms - 40) / 60)
            bursts += [np.fft.irfft(spectrum * throat, n) * shape, silence(90)]
        return at_level(np.concatenate(bursts), dbfs)

    def clicks(self, count: int, dbfs: float = -18.0) -> Signal:
        """Cracks of 5 ms, a quarter of a second apart: a handset, a keyboard."""
        crack = np.concatenate((self._random.uniform(-1, 1, samples_of(5)), silence(245)))
        return at_level(np.tile(crack, count), dbfs)

    def tone(self, ms: float, hz: float, dbfs: float = -20.0) -> Signal:
        """A steady tone."""
        return at_level(np.sin(2 * np.pi * hz * np.arange(samples_of(ms)) / SAMPLE_RATE_HZ), dbfs)

    def music(self, ms: float, dbfs: float = -24.0) -> Signal:
        """A plucked melody over chords: eight harmonics a note, a note each 250 ms. No voice sings."""
        song = np.zeros(samples_of(ms))
        melody = (440, 494, 523, 587, 523, 494, 440, 392)
        for number in range(int(ms // 250)):
            notes = (melody[number % len(melody)], 220 if number % 4 < 2 else 196)
            times_s = np.arange(min(samples_of(500), len(song) - samples_of(250 * number))) / SAMPLE_RATE_HZ
            for note in notes:
                pluck = sum(np.sin(2 * np.pi * note * k * times_s) / k for k in range(1, 9) if note * k < 3600)
                start = samples_of(250 * number)
                song[start : start + len(times_s)] += pluck * np.exp(-times_s / 0.18)
        return at_level(song, dbfs)

    def _speech(self, text: str, dbfs: float = CALLER_DBFS) -> Signal:
        """`text` by espeak-ng, without silence at the ends."""
        line = LineSound(self._synthesiser.rate_hz, 1.0)
        pieces: list[bytes] = []
        self._synthesiser.synthesise(text, lambda pcm: pieces.append(line.feed(pcm)))
        return at_level(_trimmed(to_samples(b"".join(pieces) + line.finish()).astype(np.float64)), dbfs)

    def _clip(self, name: str, dbfs: float = CALLER_DBFS) -> Signal:
        """A held-out recording, without silence at the ends."""
        return at_level(_trimmed(to_samples(read_sound(self._clips / name)).astype(np.float64)), dbfs)


def _trimmed(signal: Signal) -> Signal:
    frame = samples_of(20)
    powers = np.mean(signal[: len(signal) // frame * frame].reshape(-1, frame) ** 2, axis=1)
    loud = np.flatnonzero(powers > powers.max() * 10 ** (-EDGE_DB / 10))
    return signal[loud[0] * frame : (loud[-1] + 1) * frame]
