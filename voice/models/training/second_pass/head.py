"""The head: phones by CTC over the frozen encoder's frames, 0.8 M weights.

numpy computes the same in `voice/listen/second_pass/head.py`.
"""

import logging
import os
from collections.abc import Sequence
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
MASKED = 8
"""Longest run of frames (20 ms each) that is hidden once in an example."""

_log = logging.getLogger(__name__)


class Head(nn.Module):
    """Frames (batch, n, WIDTH) to log probabilities (batch, n, phones + 1); 0 is the blank."""

    def __init__(self, phones: int) -> None:
        super().__init__()
        self.norm, self.into = nn.LayerNorm(WIDTH), nn.Linear(WIDTH, HIDDEN)
        self.near = nn.Conv1d(HIDDEN, HIDDEN, 5, padding=2)
        self.far = nn.GRU(HIDDEN, HIDDEN // 2, batch_first=True, bidirectional=True)
        self.out, self.drop = nn.Linear(HIDDEN, phones + 1), nn.Dropout(0.3)

    def forward(self, frames: Tensor) -> Tensor:
        x = self.drop(F.gelu(self.into(self.norm(frames)), approximate="tanh"))
        x = x + F.gelu(self.near(x.transpose(1, 2)).transpose(1, 2), approximate="tanh")
        y, _ = self.far(self.drop(x))
        return self.out(self.drop(y)).log_softmax(-1)


def batches(examples: Sequence[Framed]) -> list[list[int]]:
    """Examples of like length together, about BATCH_FRAMES a batch."""
    order = sorted(range(len(examples)), key=lambda at: len(examples[at].frames))
    found: list[list[int]] = [[]]
    for at in order:
        if (len(found[-1]) + 1) * len(examples[at].frames) > BATCH_FRAMES and found[-1]:
            found.append([])
        found[-1].append(at)
    return found


def _inputs(examples: list[Framed]) -> Tensor:
    rows = [torch.from_numpy(np.array(one.frames, np.float32)) for one in examples]
    x = nn.utils.rnn.pad_sequence(rows, batch_first=True)
    x = x + torch.randn_like(x) * NOISE * x.std()
    for row in x:
        size, start = int(torch.randint(0, MASKED + 1, ())), int(torch.randint(0, len(row), ()))
        row[start : start + size] = 0
    return x


def _loss(head: Head, examples: list[Framed]) -> Tensor:
    labels = [torch.from_numpy(one.labels.astype(np.int64)) for one in examples]
    sizes = torch.tensor([len(one.frames) for one in examples]), torch.tensor([len(one) for one in labels])
    return F.ctc_loss(head(_inputs(examples)).transpose(0, 1), torch.cat(labels), *sizes, zero_infinity=True)


def train(head: Head, examples: Sequence[Framed], epochs: int, checkpoint: Path) -> None:
    """All passes, going on from `checkpoint`; it ends with the learning rate near nothing."""
    torch.manual_seed(1)
    groups = batches(examples)
    optimiser = torch.optim.AdamW(head.parameters(), RATE / 2, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=epochs * len(groups))
    first = 0
    if checkpoint.exists():
        kept = torch.load(checkpoint)
        head.load_state_dict(kept["head"]), optimiser.load_state_dict(kept["optimiser"])
        schedule.load_state_dict(kept["schedule"])
        first = kept["epochs"]
    for epoch in range(first, epochs):
        losses = []
        for group in torch.randperm(len(groups)).tolist():
            loss = _loss(head, [examples[at] for at in groups[group]])
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(head.parameters(), 5)
            optimiser.step()
            schedule.step()
            losses.append(loss.item())
        _log.info("pass %d of %d: loss %.3f", epoch + 1, epochs, sum(losses) / len(losses))
        kept = {"head": head.state_dict(), "optimiser": optimiser.state_dict(), "schedule": schedule.state_dict()}
        torch.save({**kept, "epochs": epoch + 1}, checkpoint.with_suffix(".part"))
        os.replace(checkpoint.with_suffix(".part"), checkpoint)


def export(head: Head, path: Path) -> None:
    """The weights as float16 arrays under their names."""
    arrays = {name: weight.numpy().astype(np.float16) for name, weight in head.state_dict().items()}
    with path.with_suffix(".part").open("wb") as file:
        np.savez_compressed(file, **arrays)
    os.replace(path.with_suffix(".part"), path)
