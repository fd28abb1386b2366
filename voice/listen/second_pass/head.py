"""The head of one language, in numpy: encoder frames to log probabilities of our phones (CTC, output 0 the blank).

    frames ─▶ norm ─▶ linear ─▶ + convolution over 5 ─▶ GRU both ways ─▶ linear ─▶ log softmax

Trained by `voice.models.training.second_pass`, which names the arrays as torch does. 3 s take some 6 ms.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from voice.errors import ModelBroken
from voice.listen.second_pass.encoder import WIDTH
from voice.listen.second_pass.mel import Floats

_WAYS = ("", "_reverse")
ONE = np.float32(1)


class Head:
    """Weights of one language."""

    def __init__(self, arrays: Mapping[str, Floats]) -> None:
        self._w = arrays
        ways = [[arrays[f"far.{name}_l0{way}"] for way in _WAYS] for name in ("weight_hh", "bias_hh")]
        self._again = np.stack(ways[0]).transpose(0, 2, 1).copy()  # (2, hidden, 3 hidden)
        self._again_bias = np.stack(ways[1])[:, None]
        near = arrays["near.weight"]  # (out, in, taps)
        self._near = near.transpose(2, 1, 0).reshape(-1, near.shape[0])
        self.outputs = len(arrays["out.bias"])
        """Phones and the blank."""

    @classmethod
    def load(cls, path: Path) -> "Head":
        """Read a head's file. Raises ModelBroken."""
        try:
            return cls(read_arrays(path))
        except KeyError as error:
            raise ModelBroken(str(path), _no_head(error)) from error

    def __call__(self, frames: Floats) -> Floats:
        """(n, WIDTH) to log probabilities (n, outputs)."""
        assert frames.shape[1] == WIDTH
        w = self._w
        x = _gelu(_normal(frames) * w["norm.weight"] + w["norm.bias"], w["into.weight"], w["into.bias"])
        taps = len(self._near) // x.shape[1]
        padded = np.pad(x, ((taps // 2, taps // 2), (0, 0)))
        near = np.lib.stride_tricks.sliding_window_view(padded, taps, axis=0).transpose(0, 2, 1).reshape(len(x), -1)
        x = x + _gelu(near, self._near.T, w["near.bias"])
        logits = self._both_ways(x) @ w["out.weight"].T + w["out.bias"]
        logits -= logits.max(1, keepdims=True)
        probable: Floats = logits - np.log(np.exp(logits).sum(1, keepdims=True))
        return probable

    def _both_ways(self, x: Floats) -> Floats:
        """A GRU forwards and one backwards, step by step together: (n, 2 hidden)."""
        w = self._w
        given = [x @ w[f"far.weight_ih_l0{way}"].T + w[f"far.bias_ih_l0{way}"] for way in _WAYS]
        steps = np.stack([given[0], given[1][::-1]], axis=1)[:, :, None]  # (n, 2, 1, 3 hidden)
        size = steps.shape[-1] // 3
        state: Any = np.zeros((2, 1, size), np.float32)
        out = np.empty((len(x), 2, size), np.float32)
        for at, step in enumerate(steps):
            again = state @ self._again + self._again_bias
            gates = np.reciprocal(ONE + np.exp(-(step[..., : 2 * size] + again[..., : 2 * size])))
            reset, keep = gates[..., :size], gates[..., size:]
            new = np.tanh(step[..., 2 * size :] + reset * again[..., 2 * size :])
            state = new + keep * (state - new)
            out[at] = state[:, 0]
        return np.concatenate([out[:, 0], out[::-1, 1]], axis=1)


def read_arrays(path: Path) -> dict[str, Floats]:
    """The arrays of a head's file, float16 there, by their names. Raises ModelBroken."""
    try:
        with path.open("rb") as file, np.load(file) as stored:  # of a damaged file numpy leaves its own open
            return {name: stored[name].astype(np.float32) for name in stored.files}
    except (OSError, ValueError, EOFError, BadZipFile) as error:
        raise ModelBroken(str(path), _no_head(error)) from error


def _no_head(error: Exception) -> str:
    return f"no head of the second pass ({error}); bring it here anew"


def _normal(x: Floats) -> Floats:
    centred = x - x.mean(1, keepdims=True)
    return np.asarray(centred / np.sqrt((centred**2).mean(1, keepdims=True) + 1e-5), np.float32)


def _gelu(x: Floats, weight: Floats, bias: Floats) -> Floats:
    """gelu(x W' + b), its approximation by tanh."""
    y = x @ weight.T + bias
    bent: Floats = 0.5 * y * (1 + np.tanh(np.float32(0.7978845608) * (y + np.float32(0.044715) * y**3)))
    return bent
