"""Examples through the frozen encoder, once, kept on disk as float16: shards that a stopped run goes on behind."""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from tqdm import tqdm

from voice.models.training.second_pass.plan import Example

SHARD = 200
"""Examples a shard."""
Encoder = Callable[[np.ndarray], np.ndarray]
"""Samples at 8 kHz to frames (n, WIDTH)."""


class Maker(Protocol):
    """Makes the sound of an example; `sound.SoundMaker` does."""

    def make(self, example: Example) -> tuple[np.ndarray, tuple[int, ...]]: ...


@dataclass(frozen=True)
class Framed:
    """One example as the head gets it."""

    frames: np.ndarray
    """(n, 512) float16, as a map of the file."""
    labels: np.ndarray
    kind: str
    engine: str
    language: str


def encode(examples: Sequence[Example], maker: Maker, encoder: Encoder, folder: Path) -> None:
    """Write the shards of `folder` that are not there yet."""
    folder.mkdir(parents=True, exist_ok=True)
    for start in tqdm(range(0, len(examples), SHARD), desc=f"frames of {folder.name}", mininterval=20):
        stem = folder / f"{start // SHARD:04d}"
        if not stem.with_suffix(".npz").exists():
            _write(stem, examples[start : start + SHARD], maker, encoder)


def _write(stem: Path, examples: Sequence[Example], maker: Maker, encoder: Encoder) -> None:
    frames, labels = [], []
    for example in examples:
        line, sounds = maker.make(example)
        frames.append(encoder(line).astype(np.float16))
        labels.append(np.array(sounds, np.int16))
    np.save(stem.with_suffix(".npy"), np.concatenate(frames))
    part = stem.with_suffix(".part")  # which `read` does not take for an index
    with part.open("wb") as file:
        np.savez(
            file,
            lengths=[len(one) for one in frames],
            label_lengths=[len(one) for one in labels],
            labels=np.concatenate(labels),
            kinds=[example.kind for example in examples],
            engines=[example.engine or (example.pieces[0].source if example.pieces else "") for example in examples],
        )
    os.replace(part, stem.with_suffix(".npz"))


def read(folder: Path, language: str) -> Iterator[Framed]:
    """Every example of every finished shard of one language."""
    for index in sorted(folder.glob("*.npz")):
        frames = np.load(index.with_suffix(".npy"), mmap_mode="r")
        with np.load(index) as told:
            ends, label_ends = np.cumsum(told["lengths"]), np.cumsum(told["label_lengths"])
            labels, kinds, engines = told["labels"], told["kinds"], told["engines"]
        for at, (end, label_end) in enumerate(zip(ends, label_ends, strict=True)):
            before, label_before = (ends[at - 1], label_ends[at - 1]) if at else (0, 0)
            yield Framed(frames[before:end], labels[label_before:label_end], str(kinds[at]), str(engines[at]), language)
