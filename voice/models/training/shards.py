"""Shards: files of training examples that the maker of calls writes and the trainer reads."""

import os
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from voice.models.training.clips import KINDS

BINS = 40
FLOOR, CENTRE, SPREAD = 7.0, 5.5, 4.0
"""Energies below FLOOR (quiet digital lines: -75 dB) are cut, then brought near mean 0 and deviation 1.
The three constants become the first layers of the exported network."""
Example = tuple[np.ndarray, np.ndarray, int]
"""Features (frames, BINS), labels, number of the kind."""


def levelled(features: np.ndarray) -> np.ndarray:
    """Network input: log-mels cut at FLOOR, centred and scaled."""
    return (np.maximum(features.astype(np.float32) - FLOOR, 0) - CENTRE) / SPREAD


def write_shard(path: Path, examples: Iterable[Example]) -> None:
    """float16 features one after another, with the length, labels and kind of each example."""
    features, labels, kinds = zip(*examples, strict=True)
    partial = path.with_suffix(".part")  # which nobody who looks for shards takes for one
    with partial.open("wb") as file:
        np.savez(
            file,
            features=np.concatenate(features).astype(np.float16),
            lengths=np.array([len(one) for one in features]),
            labels=np.concatenate(labels).astype(np.int16),
            label_lengths=np.array([len(one) for one in labels]),
            languages=np.array(kinds),
        )
    os.replace(partial, path)


def read_shard(path: Path) -> list[Example]:
    """The examples of a shard, their features levelled."""
    with np.load(path) as stored:
        ends = np.cumsum(stored["lengths"])
        label_ends = np.cumsum(stored["label_lengths"])
        features, labels, kinds = stored["features"].astype(np.float32), stored["labels"], stored["languages"]
    examples = []
    for at, end in enumerate(ends):
        frames = features[end - _size(ends, at) : end]
        sounds = labels[label_ends[at] - _size(label_ends, at) : label_ends[at]]
        examples.append((levelled(frames), sounds, int(kinds[at])))
    return examples


def _size(ends: np.ndarray, at: int) -> int:
    return int(ends[at] - (ends[at - 1] if at else 0))


def batches(examples: list[Example], size: int, rng: np.random.Generator) -> list[list[Example]]:
    """Batches of one kind (Persian, Arabic, Arabic people) and like length, in random order."""
    groups = []
    for kind in range(len(KINDS)):
        ours = sorted((e for e in examples if e[2] == kind), key=lambda e: len(e[0]) + rng.uniform(0, 60))
        groups += [ours[at : at + size] for at in range(0, len(ours), size)]
    rng.shuffle(groups)
    return groups
