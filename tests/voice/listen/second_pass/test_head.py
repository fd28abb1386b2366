"""The head in numpy against the same layers written out step by step."""

from pathlib import Path

import numpy as np
import pytest

from tests.voice.listen.second_pass.random_head import SIZE, random_head
from voice.errors import ModelBroken
from voice.listen.second_pass.encoder import WIDTH
from voice.listen.second_pass.head import Head
from voice.listen.second_pass.mel import Floats


def sigmoid(x: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-x)), np.float32)


def gru(x: Floats, w: dict[str, Floats], way: str) -> Floats:
    """torch.nn.GRU as its documentation writes it, one direction."""
    state, out = np.zeros(SIZE // 2, np.float32), []
    for frame in x:
        given = w[f"far.weight_ih_l0{way}"] @ frame + w[f"far.bias_ih_l0{way}"]
        again = w[f"far.weight_hh_l0{way}"] @ state + w[f"far.bias_hh_l0{way}"]
        half = SIZE // 2
        reset, keep = sigmoid(given[:half] + again[:half]), sigmoid((given + again)[half : 2 * half])
        new = np.tanh(given[2 * half :] + reset * again[2 * half :])
        state = (1 - keep) * new + keep * state
        out.append(state)
    return np.array(out, np.float32)


def gelu(x: Floats) -> Floats:
    return np.asarray(0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3))), np.float32)


def plainly(w: dict[str, Floats], frames: Floats) -> Floats:
    """The head, slowly."""
    normal = (frames - frames.mean(1, keepdims=True)) / np.sqrt(frames.var(1, keepdims=True) + np.float32(1e-5))
    scaled = np.asarray(normal * w["norm.weight"] + w["norm.bias"], np.float32)
    x = gelu(np.asarray(scaled @ w["into.weight"].T + w["into.bias"], np.float32))
    padded = np.pad(x, ((2, 2), (0, 0)))
    near = [sum(w["near.weight"][:, :, tap] @ padded[at + tap] for tap in range(5)) for at in range(len(x))]
    x = x + gelu(np.array(near) + w["near.bias"])
    both = np.concatenate([gru(x, w, ""), gru(x[::-1], w, "_reverse")[::-1]], axis=1)
    logits = both @ w["out.weight"].T + w["out.bias"]
    return np.asarray(logits - np.log(np.exp(logits).sum(1, keepdims=True)), np.float32)


def test_it_computes_what_its_layers_say() -> None:
    w = random_head(outputs=31)
    frames = np.random.default_rng(2).normal(size=(40, WIDTH)).astype(np.float32)
    assert np.allclose(Head(w)(frames), plainly(w, frames), atol=1e-4)


def test_every_frame_is_a_distribution() -> None:
    told = Head(random_head(outputs=31))(np.ones((7, WIDTH), np.float32))
    assert told.shape == (7, 31)
    assert np.allclose(np.exp(told).sum(1), 1, atol=1e-5)


def test_a_damaged_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "head.npz").write_bytes(b"nothing of use")
    with pytest.raises(ModelBroken, match="no head of the second pass"):
        Head.load(tmp_path / "head.npz")


def test_a_file_without_a_layer_is_told(tmp_path: Path) -> None:
    np.savez(tmp_path / "head.npz", only=np.zeros(3))
    with pytest.raises(ModelBroken, match="no head of the second pass"):
        Head.load(tmp_path / "head.npz")
