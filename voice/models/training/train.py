"""CTC training on the shards of shards.py: bfloat16, resumable, with an averaged copy of the weights."""

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional
from tqdm import tqdm

from nlu.text.languages import CODES
from voice.models.training.clips import FOREIGN, KINDS, PEOPLE
from voice.models.training.net import Net
from voice.models.training.persian_ears import arabic_heard, foreign_heard
from voice.models.training.shards import BINS, Example, batches, read_shard

NAMES = tuple(KINDS)
PEOPLE_WEIGHT = 0.8
"""Weight of the Persian head's loss on Arabic people."""


def mask(features: Tensor, rng: np.random.Generator) -> Tensor:
    """SpecAugment: up to two bands of up to 7 mels, up to four gaps of up to 12 frames, set to the mean (zero)."""
    frames = features.shape[0]
    for _ in range(rng.integers(0, 3)):
        size = rng.integers(1, 8)
        start = rng.integers(0, BINS - size)
        features[:, start : start + size] = 0
    for _ in range(rng.integers(0, 5)):
        size = int(rng.integers(1, 13))
        start = rng.integers(0, max(1, frames - size))
        features[start : start + size] = 0
    return features


def collate(net: Net, batch: list[Example], rng: np.random.Generator | None) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Padded features, output lengths, labels, label lengths."""
    longest = max(len(frames) for frames, _, _ in batch)
    rows = []
    for frames, _, _ in batch:
        row = torch.from_numpy(frames)
        row = mask(row.clone(), rng) if rng is not None else row
        rows.append(torch.cat([row, row[-1:].expand(longest - len(row), -1)]))
    lengths = torch.tensor([(len(frames) + 2) // 3 for frames, _, _ in batch])
    labels = torch.from_numpy(np.concatenate([sounds for _, sounds, _ in batch]).astype(np.int64))
    return net.padded(torch.stack(rows)), lengths, labels, torch.tensor([len(sounds) for _, sounds, _ in batch])


def loss_of(net: Net, batch: list[Example], rng: np.random.Generator | None, device: str) -> Tensor:
    """Mean CTC loss a label. People teach the Persian head in any language: what a Persian may hear counts as right."""
    features, lengths, labels, label_lengths = collate(net, batch, rng)
    kind = batch[0][2]
    with torch.autocast(device, dtype=torch.bfloat16):
        hidden = net.trunk(features.to(device).transpose(1, 2))
        own = net.heads["ar" if kind == PEOPLE else CODES[kind]](hidden) if kind != FOREIGN else None
        persian = net.heads["fa"](hidden) if kind in (PEOPLE, FOREIGN) else None

    def ctc(scores: Tensor) -> Tensor:
        total = functional.ctc_loss(
            scores.permute(2, 0, 1), labels.to(device), lengths, label_lengths, reduction="sum", zero_infinity=True
        )
        return total / max(1, int(label_lengths.sum()))

    losses = []
    if own is not None:
        losses.append(ctc(functional.log_softmax(own.float(), dim=1)))
    if persian is not None:
        heard = torch.from_numpy(arabic_heard() if kind == PEOPLE else foreign_heard())
        chances = functional.softmax(persian.float(), dim=1).transpose(1, 2) @ heard.to(device)
        losses.append(PEOPLE_WEIGHT * ctc((chances + 1e-7).log().transpose(1, 2)))
    return torch.stack(losses).sum()


class Trainer:
    """Net, optimiser, averaged weights and step count, stored together after every few shards."""

    def __init__(self, folder: Path, total_steps: int, peak_rate: float, device: str, seed: int) -> None:
        torch.manual_seed(seed)
        self.folder, self.total, self.peak, self.device = folder, total_steps, peak_rate, device
        self.net = Net().to(device)
        self.average = {key: value.clone() for key, value in self.net.state_dict().items()}
        self.optimiser = torch.optim.AdamW(self.net.parameters(), lr=peak_rate, weight_decay=0.01)
        self.step = 0
        self.rng = np.random.default_rng(seed)
        if self.path.exists():
            self.restore()

    @property
    def path(self) -> Path:
        return self.folder / "checkpoint.pt"

    def restore(self) -> None:
        stored = torch.load(self.path, map_location=self.device)
        self.net.load_state_dict(stored["net"])
        self.average = stored["average"]
        self.optimiser.load_state_dict(stored["optimiser"])
        self.step = stored["step"]

    def save(self) -> None:
        partial = self.path.with_suffix(".tmp")
        state = {"net": self.net.state_dict(), "average": self.average, "optimiser": self.optimiser.state_dict()}
        torch.save({**state, "step": self.step}, partial)
        partial.replace(self.path)

    def rate(self) -> float:
        """Linear warm-up over 300 steps, then a cosine down to 3 % of the peak."""
        warm = min(1.0, (self.step + 1) / 300)
        progress = min(1.0, self.step / self.total)
        return self.peak * warm * (0.03 + 0.97 * 0.5 * (1 + float(np.cos(np.pi * progress))))

    def learn(self, batch: list[Example]) -> float:
        self.net.train()
        for group in self.optimiser.param_groups:
            group["lr"] = self.rate()
        loss = loss_of(self.net, batch, self.rng, self.device)
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.net.parameters(), 5.0)
        self.optimiser.step()
        self.step += 1
        decay = min(0.998, (1 + self.step) / (10 + self.step))
        for key, value in self.net.state_dict().items():
            if value.is_floating_point():
                self.average[key].mul_(decay).add_(value, alpha=1 - decay)
            else:
                self.average[key].copy_(value)
        return float(loss.detach())


def run(trainer: Trainer, shards: Path, batch: int, fed: Callable[[], bool], reuse: int = 2) -> None:
    """Learn from shards as they appear until the planned number of steps; each is read `reuse` times.

    Raises:
        RuntimeError: no shards are left and `fed` says that none will come.
    """
    uses: dict[Path, int] = {}
    with tqdm(total=trainer.total, initial=trainer.step, mininterval=20) as bar:
        while trainer.step < trainer.total:
            waiting = sorted(shards.glob("shard_*.npz"), key=lambda path: (uses.get(path, 0), path))
            if len(waiting) < 2:
                if not fed():
                    raise RuntimeError("the process that makes the training examples has died")
                time.sleep(1)
                continue
            examples = [e for path in waiting[:2] for e in read_shard(path)]
            losses: dict[int, list[float]] = {kind: [] for kind in range(len(KINDS))}
            for group in batches(examples, batch, trainer.rng):
                losses[group[0][2]].append(trainer.learn(group))
                bar.update()
            bar.set_postfix({NAMES[key]: f"{np.mean(value):.3f}" for key, value in losses.items() if value})
            for path in waiting[:2]:
                uses[path] = uses.get(path, 0) + 1
                if uses[path] >= reuse:
                    path.unlink()
            trainer.save()
