"""The head of `voice/listen/second_pass/head.py` over a batch, with the gradient of every weight, in numpy.

Some 200 s of sound a second on one core. `tests/voice/listen/second_pass/adapting/` holds it to differences and, where
torch is installed, to torch.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from voice.listen.second_pass.adapting.ctc import Integers, Labels, cost
from voice.listen.second_pass.mel import Floats

_BEND, _CUBE = np.float32(0.7978845608), np.float32(0.044715)
_SMALL = np.float32(1e-5)
_WAYS = ("", "_reverse")
Weights = Mapping[str, Floats]
LEARNED = (
    "norm.weight", "norm.bias", "into.weight", "into.bias", "near.weight", "near.bias", "out.weight", "out.bias",
    *(f"far.{name}_l0{way}" for way in _WAYS for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")),
)  # fmt: skip
"""The arrays that are adapted; whatever else a head carries stays as it is."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Frames (examples, frames, WIDTH), zero beyond `lengths`, and the labels of each example."""

    frames: Floats
    lengths: Integers
    labels: Sequence[Labels]


@dataclass(frozen=True, slots=True)
class Drops:
    """Which hidden values are left out in a step, each array as the values it multiplies; None: all stay."""

    near: Floats | None = None
    far: Floats | None = None
    out: Floats | None = None


class Step:
    """One batch through a head: `log_probs`, then `costs` and the gradients. `outputs` are (examples, frames, n)."""

    def __init__(self, weights: Weights, batch: Batch, drops: Drops | None = None) -> None:
        self._w, self._batch, self._drops = weights, batch, drops or Drops()
        self._grown: dict[str, Floats] = {}
        self._inside = (np.arange(batch.frames.shape[1]) < batch.lengths[:, None])[:, :, None].astype(np.float32)
        self._back = _turned(batch.lengths, batch.frames.shape[1])
        self.log_probs = self._forward()

    def _forward(self) -> Floats:
        w = self._w
        centred = self._batch.frames - self._batch.frames.mean(2, keepdims=True)
        self._spread = np.sqrt((centred**2).mean(2, keepdims=True) + _SMALL)
        self._normal = np.asarray(centred / self._spread, np.float32)
        self._scaled = self._normal * w["norm.weight"] + w["norm.bias"]
        self._into = np.asarray(self._scaled @ w["into.weight"].T + w["into.bias"], np.float32)
        self._first = _dropped(_gelu(self._into), self._drops.near) * self._inside
        self._windows = _windows(self._first, w["near.weight"].shape[2])
        self._near: Floats = self._windows @ _taps(w["near.weight"]) + w["near.bias"]
        self._second = self._first + _gelu(self._near)
        self._given = _dropped(self._second, self._drops.far)
        self._far = _BothWays(w, self._given, self._back)
        self._heard = _dropped(self._far.out, self._drops.out)
        logits = self._heard @ w["out.weight"].T + w["out.bias"]
        logits -= logits.max(2, keepdims=True)
        return np.asarray(logits - np.log(np.exp(logits).sum(2, keepdims=True)), np.float32)

    def gradients(self) -> tuple[Floats, dict[str, Floats]]:
        """Nats of each example, and the gradient of the mean nats a label by each array of LEARNED."""
        told = cost(self.log_probs, self._batch.lengths, self._batch.labels)
        sizes = np.array([max(1, len(one)) for one in self._batch.labels], np.float32)
        self._backward(told.gradient / (sizes * len(sizes))[:, None, None])
        return told.nats, self._grown

    def _backward(self, logits: Floats) -> None:
        heard = self._linear("out", logits, self._heard)
        given = self._far.backward(_dropped(heard, self._drops.out), self._grown)
        second = _dropped(given, self._drops.far)
        near: Floats = second * _slope(self._near)
        flat = self._windows.reshape(-1, self._windows.shape[2])
        grown = flat.T @ near.reshape(-1, near.shape[2])
        shape = self._w["near.weight"].shape  # (out, in, taps)
        self._grown["near.weight"] = grown.reshape(shape[2], shape[1], shape[0]).transpose(2, 1, 0)
        self._grown["near.bias"] = near.sum((0, 1))
        windows: Floats = near @ _taps(self._w["near.weight"]).T
        first: Floats = second + _unwindowed(windows, shape[2])
        into = _dropped(first * self._inside, self._drops.near) * _slope(self._into)
        scaled = self._linear("into", into, self._scaled)
        self._grown["norm.weight"] = (scaled * self._normal).sum((0, 1))
        self._grown["norm.bias"] = scaled.sum((0, 1))

    def _linear(self, name: str, above: Floats, below: Floats) -> Floats:
        """Keep the gradients of a linear layer; the gradient of its input."""
        flat = above.reshape(-1, above.shape[2])
        self._grown[f"{name}.weight"] = flat.T @ below.reshape(-1, below.shape[2])
        self._grown[f"{name}.bias"] = flat.sum(0)
        return np.asarray(above @ self._w[f"{name}.weight"], np.float32)


class _BothWays:
    """torch.nn.GRU with one layer, forwards and backwards, step by step together: arrays (frames, 2, examples, n)."""

    def __init__(self, weights: Weights, x: Floats, back: Integers) -> None:
        self._w, self._x, self._back = weights, x, back
        self._again = np.stack([weights[f"far.weight_hh_l0{way}"] for way in _WAYS])  # (2, 3 hidden, hidden)
        bias = np.stack([weights[f"far.bias_hh_l0{way}"] for way in _WAYS])[:, None]
        given = [x @ weights[f"far.weight_ih_l0{way}"].T + weights[f"far.bias_ih_l0{way}"] for way in _WAYS]
        given[1] = _along(given[1], back)
        steps = np.stack(given).transpose(2, 0, 1, 3)
        self._size = size = steps.shape[3] // 3
        self._states = np.zeros((len(steps) + 1, 2, len(x), size), np.float32)
        self._gates = np.empty(steps.shape, np.float32)  # reset, keep, new
        self._echo = np.empty((len(steps), 2, len(x), size), np.float32)
        turned = self._again.transpose(0, 2, 1).copy()
        for at, step in enumerate(steps):
            again = self._states[at] @ turned + bias
            gates = 1 / (1 + np.exp(-(step[..., : 2 * size] + again[..., : 2 * size])))
            self._echo[at] = again[..., 2 * size :]
            new = np.tanh(step[..., 2 * size :] + gates[..., :size] * self._echo[at])
            self._gates[at, ..., : 2 * size], self._gates[at, ..., 2 * size :] = gates, new
            self._states[at + 1] = new + gates[..., size:] * (self._states[at] - new)
        ways = self._states[1:].transpose(1, 2, 0, 3)
        self.out = np.concatenate([ways[0], _along(ways[1], back)], axis=2)

    def backward(self, out: Floats, grown: dict[str, Floats]) -> Floats:
        """Put the gradients of its weights into `grown`; the gradient of its input."""
        size = self._size
        above = np.stack([out[..., :size], _along(out[..., size:], self._back)]).transpose(2, 0, 1, 3)
        given, again = np.empty_like(self._gates), np.empty_like(self._gates)
        state: Any = np.zeros(above.shape[1:], np.float32)
        for at in range(len(above) - 1, -1, -1):
            state = state + above[at]
            reset, keep, new = (self._gates[at, ..., n * size : (n + 1) * size] for n in range(3))
            fresh = state * (1 - keep) * (1 - new**2)
            kept = state * (self._states[at] - new) * keep * (1 - keep)
            forgot = fresh * self._echo[at] * reset * (1 - reset)
            given[at] = np.concatenate([forgot, kept, fresh], axis=2)
            again[at] = np.concatenate([forgot, kept, fresh * reset], axis=2)
            state = state * keep + again[at] @ self._again
        return self._below(given, again, grown)

    def _below(self, given: Floats, again: Floats, grown: dict[str, Floats]) -> Floats:
        found = np.zeros_like(self._x)
        for number, way in enumerate(_WAYS):
            flat = again[:, number].reshape(-1, again.shape[3])
            grown[f"far.weight_hh_l0{way}"] = flat.T @ self._states[:-1, number].reshape(-1, self._size)
            grown[f"far.bias_hh_l0{way}"] = flat.sum(0)
            own = given[:, number].transpose(1, 0, 2)
            own = _along(own, self._back) if number else own
            flat = own.reshape(-1, own.shape[2])
            grown[f"far.weight_ih_l0{way}"] = flat.T @ self._x.reshape(-1, self._x.shape[2])
            grown[f"far.bias_ih_l0{way}"] = flat.sum(0)
            found += own @ self._w[f"far.weight_ih_l0{way}"]
        return found


def _turned(lengths: Integers, width: int) -> Integers:
    """(examples, width): each example's own frames from the last to the first; those beyond them stay."""
    at = np.arange(width)[None]
    return np.where(at < lengths[:, None], lengths[:, None] - 1 - at, at)


def _along(x: Floats, back: Integers) -> Floats:
    """Each example of (examples, frames, n) turned in time; its own inverse."""
    return np.take_along_axis(x, back[:, :, None], 1)


def _gelu(y: Floats) -> Floats:
    return np.asarray(0.5 * y * (1 + np.tanh(_BEND * (y + _CUBE * y * y * y))), np.float32)


def _slope(y: Floats) -> Floats:
    """The derivative of `_gelu`."""
    bent = np.tanh(_BEND * (y + _CUBE * y * y * y))
    return np.asarray(0.5 * (1 + bent) + 0.5 * y * (1 - bent**2) * _BEND * (1 + 3 * _CUBE * y * y), np.float32)


def _dropped(x: Floats, kept: Floats | None) -> Floats:
    return x if kept is None else x * kept


def _taps(weight: Floats) -> Floats:
    """A convolution's (out, in, taps) as one matrix (taps x in, out)."""
    return weight.transpose(2, 1, 0).reshape(-1, weight.shape[0])


def _windows(x: Floats, taps: int) -> Floats:
    """(examples, frames, taps x n): each frame with its neighbours."""
    padded = np.pad(x, ((0, 0), (taps // 2, taps // 2), (0, 0)))
    return np.concatenate([padded[:, tap : tap + x.shape[1]] for tap in range(taps)], axis=2)


def _unwindowed(grown: Floats, taps: int) -> Floats:
    """The gradient of `_windows`."""
    examples, frames, width = grown.shape
    padded = np.zeros((examples, frames + taps - 1, width // taps), np.float32)
    for tap, part in enumerate(np.split(grown, taps, axis=2)):
        padded[:, tap : tap + frames] += part
    return padded[:, taps // 2 : taps // 2 + frames]
