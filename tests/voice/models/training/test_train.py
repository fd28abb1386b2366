"""Training learns, goes on after a stop, and tells when nobody feeds it. Runs where torch is installed."""

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from voice.models.training.clips import FOREIGN, PEOPLE  # noqa: E402 - behind the skip
from voice.models.training.net import Net, Shape  # noqa: E402
from voice.models.training.shards import BINS, Example, write_shard  # noqa: E402
from voice.models.training.train import Trainer, collate, loss_of, mask, run  # noqa: E402

SMALL = Shape(front=8, width=12, waist=4, blocks=((-3, 3), (-6, 3)))


def example(kind: int, frames: int = 60, seed: int = 1) -> Example:
    rng = np.random.default_rng(seed)
    return rng.normal(size=(frames, BINS)).astype(np.float32), np.array([1, 2, 3], np.int16), kind


@pytest.mark.parametrize("seed", range(10))
def test_a_mask_hides_bands_and_gaps_and_leaves_most(seed: int) -> None:
    hidden = mask(torch.ones(200, BINS), np.random.default_rng(seed)) == 0
    bands = int(hidden.all(dim=0).sum())
    gaps = int(hidden.all(dim=1).sum())
    assert bands <= 14
    assert gaps <= 48
    assert not hidden.all()


def test_a_batch_is_padded_with_the_last_frame_and_told_its_lengths() -> None:
    net = Net(SMALL)
    short, long = example(0, 30), example(0, 61)
    features, lengths, labels, label_lengths = collate(net, [short, long], None)
    assert features.shape == (2, SMALL.left + 61 + SMALL.right + 2, BINS)
    assert lengths.tolist() == [10, 21]
    assert labels.tolist() == [1, 2, 3, 1, 2, 3]
    assert label_lengths.tolist() == [3, 3]
    assert torch.equal(features[0, SMALL.left + 30], torch.from_numpy(short[0][-1]))


@pytest.mark.parametrize(("kind", "taught"), [(0, {"fa"}), (1, {"ar"}), (PEOPLE, {"fa", "ar"}), (FOREIGN, {"fa"})])
def test_each_kind_teaches_its_own_heads(kind: int, taught: set[str]) -> None:
    torch.manual_seed(0)
    net = Net(SMALL)
    loss = loss_of(net, [example(kind)], None, "cpu")
    loss.backward()
    assert float(loss.detach()) > 0
    learned = {name for name, head in net.heads.items() if head.weight.grad is not None and head.weight.grad.any()}
    assert learned == taught


@pytest.fixture
def trainer(tmp_path: Path) -> Trainer:
    return Trainer(tmp_path, 1_000, 2e-3, "cpu", 1)


def test_the_rate_warms_up_and_sinks_to_nearly_nothing(trainer: Trainer) -> None:
    rates = []
    for trainer.step in range(1_001):
        rates.append(trainer.rate())
    assert rates[0] == pytest.approx(2e-3 / 300)
    assert rates[:250] == sorted(rates[:250])
    assert rates[300:] == sorted(rates[300:], reverse=True)
    assert rates[-1] == pytest.approx(0.03 * 2e-3)


def test_what_is_said_again_and_again_is_learned(trainer: Trainer) -> None:
    trainer.step = 250
    losses = [trainer.learn([example(0), example(0, seed=2)]) for _ in range(12)]
    assert losses[-1] < losses[0]
    assert trainer.step == 262


def test_the_average_follows_the_weights(trainer: Trainer) -> None:
    before = {name: value.clone() for name, value in trainer.average.items()}
    trainer.learn([example(0)])
    name = "heads.fa.weight"
    now, average = trainer.net.state_dict()[name], trainer.average[name]
    assert not torch.equal(now, before[name])
    moved = (average - before[name]).abs().sum() / (now - before[name]).abs().sum()
    assert float(moved) == pytest.approx(1 - 2 / 11, rel=1e-3)


def test_a_stopped_training_goes_on(tmp_path: Path, trainer: Trainer) -> None:
    trainer.learn([example(0)])
    trainer.save()
    again = Trainer(tmp_path, 1_000, 2e-3, "cpu", 99)
    assert again.step == 1
    assert all(torch.equal(value, again.net.state_dict()[name]) for name, value in trainer.net.state_dict().items())
    assert all(torch.equal(value, again.average[name]) for name, value in trainer.average.items())
    assert [path.name for path in tmp_path.iterdir()] == ["checkpoint.pt"]


def test_shards_are_read_as_often_as_asked_for_and_then_deleted(tmp_path: Path) -> None:
    shards = tmp_path / "shards"
    shards.mkdir()
    for number in range(4):
        write_shard(shards / f"shard_{number:05d}.npz", [example(number % 2, 12, number)])
    trainer = Trainer(tmp_path, 8, 2e-3, "cpu", 1)
    run(trainer, shards, 1, lambda: False, reuse=2)
    assert trainer.step == 8
    assert list(shards.iterdir()) == []


def test_a_feeder_that_died_is_told(tmp_path: Path) -> None:
    (tmp_path / "shards").mkdir()
    write_shard(tmp_path / "shards" / "shard_00001.npz", [example(0)])
    with pytest.raises(RuntimeError, match="the process that makes the training examples has died"):
        run(Trainer(tmp_path, 8, 2e-3, "cpu", 1), tmp_path / "shards", 1, lambda: False)
