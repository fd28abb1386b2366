"""Shards of training examples: fresh random calls, their log-mel features and labels, made while training runs."""

import time
from pathlib import Path

import kaldi_native_fbank
import numpy as np
import soundfile

from voice.models.training import augment
from voice.models.training.clips import KINDS, Clip
from voice.models.training.line import LINE_HZ, stretch, throat, trimmed
from voice.models.training.shards import BINS, Example, write_shard

FBANK_CONF = """--sample-frequency=8000
--num-mel-bins=40
--low-freq=80
--high-freq=3800
--dither=0
"""


def fbank(audio: np.ndarray) -> np.ndarray:
    """(frames, BINS) log-mel energies, float32, of LINE_HZ samples: what vosk computes from FBANK_CONF."""
    options = kaldi_native_fbank.FbankOptions()
    options.frame_opts.samp_freq = LINE_HZ
    options.frame_opts.dither = 0.0
    options.mel_opts.num_bins = BINS
    options.mel_opts.low_freq = 80.0
    options.mel_opts.high_freq = 3800.0
    computer = kaldi_native_fbank.OnlineFbank(options)
    computer.accept_waveform(LINE_HZ, (audio * 32768.0).tolist())
    computer.input_finished()
    return np.stack([computer.get_frame(at) for at in range(computer.num_frames_ready)])


THROATS = {"espeak": (0.85, 1.25), "piper": (0.85, 1.35), "kokoro": (0.8, 1.2), "prompts": (0.78, 1.25)}
"""Range of the frequency factor by source: Joe of Piper is a man, most of the prompts are spoken by women."""


class Mixer:
    """Draws clips by source weight and joins one to four of them into an example."""

    def __init__(self, clips: list[Clip], weights: dict[tuple[str, str], float], seed: int) -> None:
        self._groups: dict[tuple[str, str], list[Clip]] = {}
        for clip in clips:
            self._groups.setdefault((clip.language, clip.source), []).append(clip)
        self._keys = [key for key in weights if key in self._groups]
        shares = np.array([weights[key] for key in self._keys])
        self._shares = shares / shares.sum()
        self._rng = np.random.default_rng(seed)
        self._recent: list[np.ndarray] = []

    def piece(self, key: tuple[str, str]) -> tuple[np.ndarray, Clip]:
        rng = self._rng
        clip = self._groups[key][rng.integers(len(self._groups[key]))]
        audio, rate = soundfile.read(clip.path, dtype="float32")
        if clip.source == "human":
            factor = rng.uniform(0.88, 1.14)
            line = throat(trimmed(audio) if rng.random() < 0.7 else audio, rate, factor)
        else:
            line = throat(audio, rate, rng.uniform(*THROATS[clip.source]))
        if rng.random() < 0.35:
            line = stretch(line, rng.uniform(0.85, 1.25))
        return line, clip

    def example(self) -> tuple[np.ndarray, tuple[int, ...], str]:
        """(LINE_HZ samples, labels, kind: one of KINDS)"""
        rng = self._rng
        if rng.random() < 0.03:
            return augment.call(1e-3 * augment.coloured(int(rng.uniform(1, 5) * 8000), rng), None, rng), (), "fa"
        key = self._keys[rng.choice(len(self._keys), p=self._shares)]
        pieces: list[np.ndarray] = [np.zeros(int(rng.exponential(0.25) * 8000), np.float32)]
        labels: list[int] = []
        kept = False
        want_s = rng.uniform(2.0, 7.0)
        while True:
            line, clip = self.piece(key)
            if labels and sum(map(len, pieces)) + len(line) > 9 * 8000:
                break
            pieces.append(line * rng.uniform(0.6, 1.0))
            kept = kept or clip.kept_from_persian
            labels += clip.labels
            pieces.append(np.zeros(int(min(rng.exponential(0.25), 1.5) * 8000), np.float32))
            if sum(map(len, pieces)) > want_s * 8000:
                break
        audio = np.concatenate(pieces)
        babble = self._babble(len(audio))
        self._recent = [*self._recent[-7:], audio]
        kind = "people" if key[1] == "human" and not kept else "foreign" if key[1] == "prompts" else key[0]
        return augment.call(audio, babble, rng), tuple(labels), kind

    def _babble(self, size: int) -> np.ndarray | None:
        if len(self._recent) < 6:
            return None
        count = int(self._rng.integers(1, 6))
        picks = self._rng.choice(len(self._recent), count, replace=False)
        return np.sum([np.resize(np.roll(self._recent[p], 4000 * p), size) for p in picks], axis=0) + 1e-4


def drawn(mixer: Mixer) -> Example:
    """A fresh example as it is stored."""
    audio, sounds, kind = mixer.example()
    return fbank(audio + 1e-6), np.array(sounds, np.int16), KINDS[kind]


def feed(make_mixer, folder: Path, examples: int = 256, ahead: int = 24) -> None:  # type: ignore[no-untyped-def]
    """Keep `ahead` shards waiting for the trainer, which deletes what it has read; never returns."""
    folder.mkdir(parents=True, exist_ok=True)
    number = 1 + max((int(path.stem.split("_")[1]) for path in folder.glob("shard_*.npz")), default=0)
    while True:
        mixer = make_mixer(number)
        for _ in range(8):
            while len(list(folder.glob("shard_*.npz"))) >= ahead:
                time.sleep(2)
            write_shard(folder / f"shard_{number:05d}.npz", (drawn(mixer) for _ in range(examples)))
            number += 1
