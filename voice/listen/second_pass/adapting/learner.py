"""A head learns from a few clips without forgetting what it knew: small steps, drawn back to where they began.

One pass goes over every clip once, in an order drawn from its number; a learner that was stopped goes on from its file.
"""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from voice.listen.second_pass.adapting.gradient import LEARNED, Batch, Drops, Step
from voice.listen.second_pass.mel import Floats

MASKED = 8
"""Longest run of frames (20 ms each) that is hidden once in a clip."""
MOMENTS = (0.9, 0.999)
LARGEST = 5.0
"""The gradient's norm is cut to this."""
WARMING = 0.1
"""Share of all steps in which the rate rises."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One clip as the head gets it: frames (n, WIDTH) and the outputs they should give."""

    frames: Floats
    labels: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to learn."""

    passes: int = 8
    rate: float = 1e-3
    pull: float = 0.02
    """Share of the way back to the first weights, times the rate, a step."""
    noise: float = 0.1
    """Of the frames' spread."""
    dropped: float = 0.2
    batch_frames: int = 1500


class Learner:
    """`weights` are float32; what is not in LEARNED stays as it is."""

    def __init__(self, weights: Mapping[str, Floats], recipe: Recipe, seed: int = 1) -> None:
        self._first = dict(weights)
        self._recipe, self._seed = recipe, seed
        self.weights = {name: array.astype(np.float32) for name, array in weights.items()}
        self._mean = {name: np.zeros_like(self.weights[name]) for name in LEARNED}
        self._square = {name: np.zeros_like(self.weights[name]) for name in LEARNED}
        self._steps = 0
        self.passes = 0
        # The best weights so far and what they cost on clips that are not learned from.
        self.best, self.best_nats = dict(self.weights), float("inf")

    @property
    def done(self) -> bool:
        """Whether all passes are made."""
        return self.passes >= self._recipe.passes

    def one_pass(self, clips: Sequence[Heard]) -> float:
        """Learn once from each clip; the mean nats a sound before each step."""
        rng = np.random.default_rng([self._seed, self.passes])
        groups = _groups(clips, self._recipe.batch_frames)
        total = self._recipe.passes * len(groups)
        told = []
        for at in rng.permutation(len(groups)):
            batch = self._batch([clips[one] for one in groups[at]], rng)
            nats, grown = Step(self.weights, batch, self._drops(batch, rng)).gradients()
            told.append(float(np.mean(nats / [len(one) for one in batch.labels])))
            self._move(grown, total)
        self.passes += 1
        return float(np.mean(told))

    def note(self, clips: Sequence[Heard]) -> float:
        """Keep the present weights if they are the best on `clips`; what they cost there, nats a sound."""
        found = nats_of(self.weights, clips, self._recipe.batch_frames)
        if found < self.best_nats:
            self.best, self.best_nats = {name: array.copy() for name, array in self.weights.items()}, found
        return found

    def save(self, path: Path) -> None:
        """Everything that `restore` needs, in one file of this user's alone. Raises OSError."""
        state = {
            "steps": self._steps,
            "passes": self.passes,
            "best_nats": self.best_nats,
            "recipe": asdict(self._recipe),
        }
        arrays: dict[str, np.ndarray[Any, Any]] = {"state": np.frombuffer(json.dumps(state).encode(), np.uint8)}
        groups = {"weights": self.weights, "best": self.best, "mean": self._mean, "square": self._square}
        arrays |= {f"{group}/{name}": array for group, some in groups.items() for name, array in some.items()}
        part = path.with_suffix(".part")
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            np.savez(file, **arrays)  # type: ignore[arg-type]  # numpy's stubs take the keywords for flags
        part.replace(path)

    def restore(self, path: Path) -> bool:
        """Go on from what was saved; False where it is not there, damaged or of another recipe."""
        try:
            with path.open("rb") as file, np.load(file) as stored:
                state = json.loads(stored["state"].tobytes())
                if state["recipe"] != asdict(self._recipe):
                    return False
                found = {name: stored[name] for name in stored.files}
        except (OSError, ValueError, KeyError, EOFError, BadZipFile):
            return False
        self.weights, self.best, self._mean, self._square = (
            {name.partition("/")[2]: array for name, array in found.items() if name.startswith(f"{group}/")}
            for group in ("weights", "best", "mean", "square")
        )
        self._steps, self.passes, self.best_nats = state["steps"], state["passes"], state["best_nats"]
        return True

    def _batch(self, clips: Sequence[Heard], rng: np.random.Generator) -> Batch:
        batch = _batch(clips)
        spread = np.float32(self._recipe.noise * float(np.std(batch.frames[0, : batch.lengths[0]])))
        for row, size in zip(batch.frames, batch.lengths, strict=True):
            row[:size] += spread * rng.standard_normal((size, row.shape[1]), np.float32)
            hidden, start = int(rng.integers(0, MASKED + 1)), int(rng.integers(0, size))
            row[start : min(size, start + hidden)] = 0
        return batch

    def _drops(self, batch: Batch, rng: np.random.Generator) -> Drops:
        kept = 1 - self._recipe.dropped
        hidden = len(self.weights["into.bias"])

        def drawn(width: int) -> Floats:
            shape = (*batch.frames.shape[:2], width)
            return np.asarray((rng.random(shape, np.float32) < kept) / kept, np.float32)

        return Drops(drawn(hidden), drawn(hidden), drawn(self.weights["out.weight"].shape[1]))

    def _move(self, grown: Mapping[str, Floats], total: int) -> None:
        """One step of Adam, with the pull apart from it (as AdamW parts its decay)."""
        self._steps += 1
        rate = np.float32(self._recipe.rate * _height(self._steps / total))
        norm = float(np.sqrt(sum(float((one**2).sum()) for one in grown.values())))
        cut = np.float32(min(1.0, LARGEST / (norm + 1e-6)))
        for name in LEARNED:
            slope = grown[name] * cut
            mean, square = self._mean[name], self._square[name]
            mean += np.float32(1 - MOMENTS[0]) * (slope - mean)
            square += np.float32(1 - MOMENTS[1]) * (slope * slope - square)
            fresh = mean / (1 - MOMENTS[0] ** self._steps)
            width = np.sqrt(square / (1 - MOMENTS[1] ** self._steps)) + np.float32(1e-8)
            array = self.weights[name]
            array -= rate * (fresh / width).astype(np.float32)
            array -= np.float32(rate * self._recipe.pull) * (array - self._first[name])


def nats_of(weights: Mapping[str, Floats], clips: Sequence[Heard], batch_frames: int = 3000) -> float:
    """What `clips` cost a head, in mean nats a sound."""
    told: list[float] = []
    for group in _groups(clips, batch_frames):
        batch = _batch([clips[at] for at in group])
        nats, _ = Step(weights, batch).gradients()
        told += (nats / [len(one) for one in batch.labels]).tolist()
    return float(np.mean(told))


def between(first: Mapping[str, Floats], other: Mapping[str, Floats], share: float) -> dict[str, Floats]:
    """Weights that lie `share` of the way from `first` to `other`: mostly better than either where they are near."""
    return {name: np.asarray(array + np.float32(share) * (other[name] - array), np.float32)
            for name, array in first.items()}  # fmt: skip


def _height(done: float) -> float:
    """The learning rate's course: up, then down to nothing."""
    return min(done / WARMING, max(0.0, 1 - done) / (1 - WARMING))


def _groups(clips: Sequence[Heard], batch_frames: int) -> list[list[int]]:
    """Clips of like length together."""
    found: list[list[int]] = [[]]
    for at in sorted(range(len(clips)), key=lambda at: len(clips[at].frames)):
        if found[-1] and (len(found[-1]) + 1) * len(clips[at].frames) > batch_frames:
            found.append([])
        found[-1].append(at)
    return found


def _batch(clips: Sequence[Heard]) -> Batch:
    lengths = np.array([len(one.frames) for one in clips])
    frames = np.zeros((len(clips), int(lengths.max()), clips[0].frames.shape[1]), np.float32)
    for row, one in zip(frames, clips, strict=True):
        row[: len(one.frames)] = one.frames
    return Batch(frames, lengths, [one.labels for one in clips])
