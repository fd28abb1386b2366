"""Shards of training examples: fresh random calls, their log-mel features and labels, made while training runs."""

import csv
import json
import os
import time
from dataclasses import dataclass
from pathlib import Path

import kaldi_native_fbank
import numpy as np
import soundfile

from nlu.text.languages import CODES
from voice.lexicon.phones import phone_table
from voice.models.training import augment

BINS = 40
PEOPLE = len(CODES)
"""Kind of an example spoken by Arabic people, after the numbers of the languages."""
FOREIGN = PEOPLE + 1
"""Kind of an example spoken by people in another language: labels of ears.tsv."""
KEPT_FROM_PERSIAN = frozenset(("right", "send", "backward", "rotate", "options", "receive", "record", "five"))
"""Keywords of Arabic people that the Persian head is never taught, so that they can test it."""
FLOOR, CENTRE, SPREAD = 7.0, 5.5, 4.0
"""Energies below FLOOR (quiet digital lines: -75 dB) are cut, then brought near mean 0 and deviation 1.
The three constants become the first layers of the exported network."""
FBANK_CONF = """--sample-frequency=8000
--num-mel-bins=40
--low-freq=80
--high-freq=3800
--dither=0
"""


def fbank(audio: np.ndarray) -> np.ndarray:
    """(frames, BINS) log-mel energies, float32, of LINE_HZ samples: what vosk computes from FBANK_CONF."""
    options = kaldi_native_fbank.FbankOptions()
    options.frame_opts.samp_freq = augment.LINE_HZ
    options.frame_opts.dither = 0.0
    options.mel_opts.num_bins = BINS
    options.mel_opts.low_freq = 80.0
    options.mel_opts.high_freq = 3800.0
    computer = kaldi_native_fbank.OnlineFbank(options)
    computer.accept_waveform(augment.LINE_HZ, (audio * 32768.0).tolist())
    computer.input_finished()
    return np.stack([computer.get_frame(at) for at in range(computer.num_frames_ready)])


def levelled(features: np.ndarray) -> np.ndarray:
    """Network input: log-mels cut at FLOOR, centred and scaled."""
    return (np.maximum(features.astype(np.float32) - FLOOR, 0) - CENTRE) / SPREAD


THROATS = {"espeak": (0.85, 1.25), "piper": (0.85, 1.35), "kokoro": (0.8, 1.2), "prompts": (0.78, 1.25)}
"""Range of the frequency factor by source: Joe of Piper is a man, most of the prompts are spoken by women."""
KINDS = {**{code: at for at, code in enumerate(CODES)}, "people": PEOPLE, "foreign": FOREIGN}


@dataclass(frozen=True)
class Clip:
    """One utterance on disk."""

    path: Path
    labels: tuple[int, ...]
    source: str
    language: str
    kept_from_persian: bool = False


def synthetic(folder: Path, language: str) -> list[Clip]:
    """Clips of one engine from its manifest."""
    label = {phone: at + 1 for at, phone in enumerate(phone_table(language).phones)}
    manifest = folder / "manifest.jsonl"
    if not manifest.exists():
        return []
    rows = [json.loads(line) for line in manifest.open(encoding="utf-8")]
    return [
        Clip(folder / f"{row['id']:06d}.flac", tuple(label[p] for p in row["phones"]), folder.name, language)
        for row in rows
    ]


def recorded(folder: Path, keywords: Path) -> list[Clip]:
    """Human Arabic clips: folder/KEYWORD/*.flac with the sounds of keywords.tsv."""
    table = phone_table("ar")
    label = {phone: at + 1 for at, phone in enumerate(table.phones)}
    clips = []
    with keywords.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            sound = tuple(label[p] for p in table.from_ipa(row["sound"].split(",")[0]))
            kept = row["keyword"] in KEPT_FROM_PERSIAN
            paths = sorted((folder / row["keyword"]).glob("*.flac"))
            clips += [Clip(path, sound, "human", "ar", kept) for path in paths]
    return clips


def trimmed(audio: np.ndarray) -> np.ndarray:
    """Cut most of the silence on both sides, 60 ms of it left."""
    loud = np.flatnonzero(np.abs(audio) > 0.03 * (np.abs(audio).max() + 1e-9))
    if len(loud) == 0:
        return audio
    return audio[max(0, loud[0] - 480) : loud[-1] + 480]


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
            line = augment.throat(trimmed(audio) if rng.random() < 0.7 else audio, rate, factor)
        else:
            line = augment.throat(audio, rate, rng.uniform(*THROATS[clip.source]))
        if rng.random() < 0.35:
            line = augment.stretch(line, rng.uniform(0.85, 1.25))
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


def write_shard(mixer: Mixer, path: Path, examples: int) -> None:
    """float16 features one after another, with the length, labels and language of each example."""
    features, lengths, labels, label_lengths, languages = [], [], [], [], []
    for _ in range(examples):
        audio, sounds, language = mixer.example()
        frames = fbank(audio + 1e-6)
        features.append(frames.astype(np.float16))
        lengths.append(len(frames))
        labels += sounds
        label_lengths.append(len(sounds))
        languages.append(KINDS[language])
    partial = path.with_suffix(".tmp.npz")
    np.savez(
        partial,
        features=np.concatenate(features),
        lengths=np.array(lengths),
        labels=np.array(labels, np.int16),
        label_lengths=np.array(label_lengths),
        languages=np.array(languages),
    )
    os.replace(partial, path)


def feed(make_mixer, folder: Path, examples: int = 256, ahead: int = 24) -> None:  # type: ignore[no-untyped-def]
    """Keep `ahead` shards waiting for the trainer, which deletes what it has read; never returns."""
    folder.mkdir(parents=True, exist_ok=True)
    number = 1 + max((int(path.stem.split("_")[1]) for path in folder.glob("shard_*.npz")), default=0)
    while True:
        mixer = make_mixer(number)
        for _ in range(8):
            while len(list(folder.glob("shard_*.npz"))) >= ahead:
                time.sleep(2)
            write_shard(mixer, folder / f"shard_{number:05d}.npz", examples)
            number += 1
