"""The product's own gradient against torch's; only the training environment has torch."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from voice.listen.second_pass.adapting.gradient import Batch, Step  # noqa: E402 - behind the skip
from voice.listen.second_pass.encoder import WIDTH  # noqa: E402
from voice.models.training.second_pass.head import Head  # noqa: E402

LABELS = [(1, 2, 2, 3), (4, 1), (5,)]
LENGTHS = np.array([14, 11, 6])


def test_torch_finds_the_same_gradient() -> None:
    torch.manual_seed(0)
    taught = Head(5).eval()
    weights = {name: value.detach().numpy() for name, value in taught.state_dict().items()}
    frames = np.random.default_rng(2).normal(size=(3, 14, WIDTH)).astype(np.float32)
    for row, size in zip(frames, LENGTHS, strict=True):
        row[size:] = 0
    _, grown = Step(weights, Batch(frames, LENGTHS, LABELS)).gradients()
    total = 0
    for row, size, labels in zip(frames, LENGTHS, LABELS, strict=True):
        heard = taught(torch.from_numpy(row[None, :size])).transpose(0, 1)
        sizes = (int(size),), (len(labels),)
        total += torch.nn.functional.ctc_loss(heard, torch.tensor([labels]), *sizes, reduction="sum") / len(labels)
    (total / len(LABELS)).backward()
    for name, value in taught.named_parameters():
        assert np.allclose(value.grad.numpy(), grown[name], rtol=1e-3, atol=1e-5), name
