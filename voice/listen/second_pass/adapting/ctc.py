"""Connectionist temporal classification (Graves et al. 2006), in numpy: what a batch costs, and its gradient. Pure.

Labels l1 l2 ... become the states  _ l1 _ l2 _ ...  (_ is the blank, output 0). `forward` holds, for each frame and
state, the log probability of all paths that reach it; run over the reversed batch it gives the paths that leave it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from voice.listen.second_pass.mel import Floats

Integers = npt.NDArray[np.int64]
Labels = Sequence[int]
NEVER = np.float32(-1e30)


@dataclass(frozen=True, slots=True)
class Cost:
    """Of each example: -log P(labels | frames) in nats, infinite where the frames are too few for the labels."""

    nats: Floats
    """(examples)"""
    gradient: Floats
    """By the logits before the softmax, (examples, frames, outputs); zero where a cost is infinite."""


def frames_needed(labels: Labels) -> int:
    """The fewest frames that can say `labels`: one each, and a blank between two that are the same."""
    return len(labels) + sum(one == other for one, other in zip(labels, labels[1:], strict=False))


def nats(log_probs: Floats, spellings: Sequence[Labels]) -> Floats:
    """What each of several label rows costs for the same sound, (frames, outputs); shape (spellings)."""
    count = len(spellings)
    lengths = np.full(count, len(log_probs))
    states, sizes = _states(spellings)
    reached = _forward(_picked(np.broadcast_to(log_probs, (count, *log_probs.shape)), states), states)
    return np.asarray(-_total(reached, lengths, sizes), np.float32)


def cost(log_probs: Floats, lengths: Integers, labels: Sequence[Labels]) -> Cost:
    """Of a batch (examples, frames, outputs) whose example b has `lengths[b]` frames; what comes after them is free."""
    states, sizes = _states(labels)
    picked = _picked(log_probs, states)
    back_in_time, back_in_states = _back(lengths, log_probs.shape[1]), _back(sizes, states.shape[1])
    turned = np.take_along_axis(picked, back_in_time[:, :, None], 1)
    turned = np.take_along_axis(turned, back_in_states[:, None], 2)
    both = np.concatenate([picked, turned])
    reached = _forward(both, np.concatenate([states, np.take_along_axis(states, back_in_states, 1)]))
    ahead, behind = reached[: len(labels)], reached[len(labels) :]
    behind = np.take_along_axis(np.take_along_axis(behind, back_in_states[:, None], 2), back_in_time[:, :, None], 1)
    total = _total(ahead, lengths, sizes)
    inside = (np.arange(log_probs.shape[1]) < lengths[:, None])[:, :, None]
    inside = inside & (np.arange(states.shape[1]) < sizes[:, None])[:, None] & (total > NEVER / 2)[:, None, None]
    share = np.where(inside, np.exp(np.where(inside, ahead + behind - picked - total[:, None, None], 0)), 0)
    told = (states[:, :, None] == np.arange(log_probs.shape[2])).astype(np.float32)  # which output a state is
    wanted = share.astype(np.float32) @ told
    gradient = np.where(inside.any(2, keepdims=True), np.exp(log_probs) - wanted, 0)
    return Cost(np.where(total > NEVER / 2, -total, np.inf).astype(np.float32), gradient.astype(np.float32))


def _states(labels: Sequence[Labels]) -> tuple[Integers, Integers]:
    """(examples, states) filled up with blanks, and how many of them are the example's own."""
    sizes = np.array([2 * len(one) + 1 for one in labels])
    states = np.zeros((len(labels), int(sizes.max())), np.int64)
    for row, one in zip(states, labels, strict=True):
        row[1 : 2 * len(one) : 2] = one
    return states, sizes


def _picked(log_probs: Floats, states: Integers) -> Floats:
    """The log probability of each state's output in each frame, (examples, frames, states)."""
    wanted = np.broadcast_to(states[:, None], (len(states), log_probs.shape[1], states.shape[1]))
    return np.take_along_axis(log_probs, wanted, 2)


def _forward(picked: Floats, states: Integers) -> Floats:
    """Log probability of all paths from the first frame to each state in each frame, as `picked`."""
    leaps = np.zeros(states.shape, bool)  # over the blank before, from another label
    leaps[:, 2:] = (states[:, 2:] != 0) & (states[:, 2:] != states[:, :-2])
    reached = np.full_like(picked, NEVER)
    reached[:, 0, :2] = picked[:, 0, :2]
    now = reached[:, 0]
    for at in range(1, picked.shape[1]):
        then = now.copy()
        then[:, 1:] = np.logaddexp(then[:, 1:], now[:, :-1])
        leapt = np.where(leaps[:, 2:], now[:, :-2], NEVER)
        then[:, 2:] = np.logaddexp(then[:, 2:], leapt)
        now = np.maximum(then + picked[:, at], NEVER)
        reached[:, at] = now
    return reached


def _total(reached: Floats, lengths: Integers, sizes: Integers) -> Floats:
    """Of all whole paths: they end in the last label or the blank after it."""
    rows = np.arange(len(reached))
    last = reached[rows, lengths - 1]
    label = np.where(sizes > 1, last[rows, np.maximum(sizes - 2, 0)], NEVER)
    return np.logaddexp(last[rows, sizes - 1], label)


def _back(sizes: Integers, width: int) -> Integers:
    """(examples, width): each example's own places from its last to its first; those beyond them stay."""
    at = np.arange(width)[None]
    return np.where(at < sizes[:, None], sizes[:, None] - 1 - at, at)
