"""The heads: phones by CTC over the frozen encoder's frames, 0.8 M weights a language.

Languages are trained together: one trunk hears the people of all of them, and each has its own last layer. numpy
computes the same in `voice/listen/second_pass/head.py`, one language a file.
"""

import logging
import os
import random
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from voice.listen.second_pass.encoder import WIDTH
from voice.models.training.second_pass.frames import Framed

HIDDEN = 256
BATCH_FRAMES = 6000
RATE = 2e-3
NOISE = 0.1
"""Of the frames' spread, added in training: it stands for variety."""
MASKED, MASK_EVERY = 8, 150
"""Longest run of frames (20 ms each) that is hidden, once in so many frames: words of one second must stay whole."""
MEAN = 0.995
"""What is exported is a running mean of the weights: so much of it stays at each step."""

_log = logging.getLogger(__name__)


class Heads(nn.Module):
    """Frames (batch, n, WIDTH) to log probabilities (batch, n, phones + 1) of a language; 0 is the blank."""

    def __init__(self, phones: Mapping[str, int]) -> None:
        super().__init__()
        self.norm, self.into = nn.LayerNorm(WIDTH), nn.Linear(WIDTH, HIDDEN)
        self.near = nn.Conv1d(HIDDEN, HIDDEN, 5, padding=2)
        self.far = nn.GRU(HIDDEN, HIDDEN // 2, batch_first=True, bidirectional=True)
        self.out = nn.ModuleDict({language: nn.Linear(HIDDEN, count + 1) for language, count in phones.items()})
        self.drop = nn.Dropout(0.3)

    def forward(self, frames: Tensor, language: str) -> Tensor:
        x = self.drop(F.gelu(self.into(self.norm(frames)), approximate="tanh"))
        x = x + F.gelu(self.near(x.transpose(1, 2)).transpose(1, 2), approximate="tanh")
        y, _ = self.far(self.drop(x))
        return self.out[language](self.drop(y)).log_softmax(-1)


def batches(examples: Sequence[Framed]) -> list[list[Framed]]:
    """Examples of one language and of like length together, about BATCH_FRAMES a batch."""
    found: list[list[Framed]] = []
    for one in sorted(examples, key=lambda one: (one.language, len(one.frames))):
        last = found[-1] if found else []
        if not last or last[0].language != one.language or (len(last) + 1) * len(one.frames) > BATCH_FRAMES:
            found.append([])
        found[-1].append(one)
    return found


def _inputs(examples: Sequence[Framed]) -> Tensor:
    rows = [torch.from_numpy(np.array(one.frames, np.float32)) for one in examples]
    x = nn.utils.rnn.pad_sequence(rows, batch_first=True)
    x = x + torch.randn_like(x) * NOISE * x.std()
    for row, kept in zip(x, rows, strict=True):
        for _ in range(1 + len(kept) // MASK_EVERY):
            size, start = int(torch.randint(0, MASKED + 1, ())), int(torch.randint(0, len(kept), ()))
            row[start : start + size] = 0
    return x


def _loss(heads: Heads, examples: Sequence[Framed]) -> Tensor:
    labels = [torch.from_numpy(one.labels.astype(np.int64)) for one in examples]
    sizes = torch.tensor([len(one.frames) for one in examples]), torch.tensor([len(one) for one in labels])
    said = heads(_inputs(examples), examples[0].language).transpose(0, 1)
    return F.ctc_loss(said, torch.cat(labels), *sizes, zero_infinity=True)


class Trainer:
    """All that a run needs to go on where it was stopped."""

    def __init__(self, heads: Heads, examples: Sequence[Framed], epochs: int, rate: float = RATE) -> None:
        self._heads, self._groups, self._epochs = heads, batches(examples), epochs
        self.mean = torch.optim.swa_utils.AveragedModel(
            heads, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(MEAN)
        )
        self._optimiser = torch.optim.AdamW(heads.parameters(), rate / 2, weight_decay=0.01)
        steps = epochs * len(self._groups)
        self._schedule = torch.optim.lr_scheduler.OneCycleLR(self._optimiser, rate, total_steps=steps)
        self._parts = {"head": heads, "mean": self.mean, "optimiser": self._optimiser, "schedule": self._schedule}

    def run(self, checkpoint: Path, last: int | None = None) -> None:
        """All passes (or up to the `last`), going on from `checkpoint`; it ends with the learning rate near nothing."""
        first = 0
        if checkpoint.exists():
            kept = torch.load(checkpoint, weights_only=True)
            for name, part in self._parts.items():
                part.load_state_dict(kept[name])
            first = kept["epochs"]
        for epoch in range(first, last or self._epochs):
            loss = self._pass(epoch)
            _log.info("pass %d of %d: loss %.3f", epoch + 1, self._epochs, loss)
            kept = {name: part.state_dict() for name, part in self._parts.items()}
            torch.save({**kept, "epochs": epoch + 1}, checkpoint.with_suffix(".part"))
            os.replace(checkpoint.with_suffix(".part"), checkpoint)

    def _pass(self, epoch: int) -> float:
        torch.manual_seed(epoch)
        losses = []
        for group in random.Random(epoch).sample(self._groups, len(self._groups)):
            loss = _loss(self._heads, group)
            self._optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(self._heads.parameters(), 5)
            self._optimiser.step()
            self._schedule.step()
            self.mean.update_parameters(self._heads)
            losses.append(loss.item())
        return sum(losses) / len(losses)


def begin_with(heads: Heads, written: Mapping[str, Path]) -> None:
    """Take over heads that `export` wrote, language -> file: each one's last layer, and the trunk of the first.

    Heads of one run have one trunk. Of other runs the last layer of the second does not fit the trunk: it learns anew.
    """
    for language, path in reversed(written.items()):
        with np.load(path) as stored:
            weights = {name: torch.from_numpy(stored[name].astype(np.float32)) for name in stored.files}
        named = {name.replace("out.", f"out.{language}.", 1): weight for name, weight in weights.items()}
        heads.load_state_dict(named, strict=len(written) == 1)


def mix(start: Path, end: Path, share: float, path: Path) -> None:
    """Write the weights `share` of the way (0 to 1) from one head to another that was trained from it."""
    with np.load(start) as first, np.load(end) as last:
        if {name: first[name].shape for name in first.files} != {name: last[name].shape for name in last.files}:
            raise ValueError(f"{start} and {end} are no heads of one shape: there is nothing between them")
        _write(path, {name: (1 - share) * first[name].astype(np.float32) + share * last[name] for name in last.files})


def export(heads: nn.Module, language: str, path: Path) -> None:
    """The weights of one language as float16 arrays under their names."""
    arrays = {}
    for name, weight in heads.state_dict().items():
        room, _, own = name.partition(f"out.{language}.")
        if own or not room.startswith("out."):
            arrays[f"out.{own}" if own else name] = weight.numpy()
    _write(path, arrays)


def _write(path: Path, arrays: Mapping[str, np.ndarray]) -> None:
    with path.with_suffix(".part").open("wb") as file:
        np.savez_compressed(file, **{name: array.astype(np.float16) for name, array in arrays.items()})
    os.replace(path.with_suffix(".part"), path)
