"""The heads in torch, and the product's own gradient against torch's; only the training environment has torch."""

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from voice.listen.second_pass.adapting.gradient import Batch, Step  # noqa: E402 - behind the skip
from voice.listen.second_pass.encoder import WIDTH  # noqa: E402
from voice.listen.second_pass.head import Head, read_arrays  # noqa: E402
from voice.models.training.second_pass.frames import Framed  # noqa: E402
from voice.models.training.second_pass.head import Heads, Trainer, batches, begin_with, export, mix  # noqa: E402

LABELS = [(1, 2, 2, 3), (4, 1), (5,)]
LENGTHS = np.array([14, 11, 6])


def test_torch_finds_the_same_gradient() -> None:
    torch.manual_seed(0)
    taught = Heads({"fa": 5}).eval()
    weights = {name.replace(".fa", ""): value.detach().numpy() for name, value in taught.state_dict().items()}
    frames = np.random.default_rng(2).normal(size=(3, 14, WIDTH)).astype(np.float32)
    for row, size in zip(frames, LENGTHS, strict=True):
        row[size:] = 0
    _, grown = Step(weights, Batch(frames, LENGTHS, LABELS)).gradients()
    total = 0
    for row, size, labels in zip(frames, LENGTHS, LABELS, strict=True):
        heard = taught(torch.from_numpy(row[None, :size]), "fa").transpose(0, 1)
        sizes = (int(size),), (len(labels),)
        total += torch.nn.functional.ctc_loss(heard, torch.tensor([labels]), *sizes, reduction="sum") / len(labels)
    (total / len(LABELS)).backward()
    for name, value in taught.named_parameters():
        assert np.allclose(value.grad.numpy(), grown[name.replace(".fa", "")], rtol=1e-3, atol=1e-5), name


def framed(language: str, size: int, seed: int) -> Framed:
    frames = np.random.default_rng(seed).normal(size=(size, WIDTH)).astype(np.float16)
    return Framed(frames, np.array([1, 2], np.int16), "people", "", language)


def test_a_batch_is_of_one_language_and_of_like_lengths() -> None:
    some = [framed(language, size, size) for size in (900, 30, 2000, 40, 4000) for language in ("fa", "ar")]
    for batch in batches(some):
        assert len({one.language for one in batch}) == 1
        assert len(batch) == 1 or len(batch) * max(len(one.frames) for one in batch) <= 6000
    assert sum(map(len, batches(some))) == len(some)


def test_languages_share_all_but_the_last_layer_and_numpy_hears_the_same(tmp_path: Path) -> None:
    heads = Heads({"fa": 5, "ar": 7}).eval()
    for language in ("fa", "ar"):
        export(heads, language, tmp_path / f"{language}.npz")
    persian, arabic = (read_arrays(tmp_path / f"{language}.npz") for language in ("fa", "ar"))
    assert {name for name in persian if not np.array_equal(persian[name], arabic[name])} == {"out.weight", "out.bias"}
    frames = np.random.default_rng(1).normal(size=(60, WIDTH)).astype(np.float32)
    with torch.no_grad():
        heard = heads(torch.from_numpy(frames[None]), "ar")[0].numpy()
    assert np.allclose(Head.load(tmp_path / "ar.npz")(frames), heard, atol=0.02)  # float16 weights


def test_a_written_head_is_gone_on_from(tmp_path: Path) -> None:
    first, second = Heads({"ar": 7}), Heads({"ar": 7})
    export(first, "ar", tmp_path / "ar.npz")
    begin_with(second, {"ar": tmp_path / "ar.npz"})
    kept = second.state_dict()
    assert all(torch.allclose(value, kept[name], atol=1e-3) for name, value in first.state_dict().items())


def test_two_heads_of_one_trunk_are_gone_on_from(tmp_path: Path) -> None:
    first, second = Heads({"fa": 5, "ar": 7}), Heads({"fa": 5, "ar": 7})
    for language in ("fa", "ar"):
        export(first, language, tmp_path / f"{language}.npz")
    begin_with(second, {language: tmp_path / f"{language}.npz" for language in ("fa", "ar")})
    kept = second.state_dict()
    assert all(torch.allclose(value, kept[name], atol=1e-3) for name, value in first.state_dict().items())


def test_of_two_trunks_the_first_is_taken(tmp_path: Path) -> None:
    written = {language: Heads({language: count}) for language, count in (("fa", 5), ("ar", 7))}
    for language, one in written.items():
        export(one, language, tmp_path / f"{language}.npz")
    heads = Heads({"fa": 5, "ar": 7})
    begin_with(heads, {language: tmp_path / f"{language}.npz" for language in ("ar", "fa")})
    assert torch.allclose(heads.into.weight, written["ar"].into.weight, atol=1e-3)
    assert torch.allclose(heads.out["fa"].weight, written["fa"].out["fa"].weight, atol=1e-3)


def test_a_stopped_run_ends_where_an_unstopped_one_does(tmp_path: Path) -> None:
    some = [framed("fa", 40 + seed, seed) for seed in range(4)]

    def trained(checkpoint: Path, *epochs: int) -> dict[str, object]:
        for last in epochs:
            torch.manual_seed(0)
            trainer = Trainer(Heads({"fa": 5}), some, 3)
            trainer.run(checkpoint, last)
        return trainer.mean.module.state_dict()

    whole, stopped = trained(tmp_path / "a.pt", 3), trained(tmp_path / "b.pt", 1, 3)
    assert all(torch.equal(whole[name], stopped[name]) for name in whole)


def written(path: Path, **arrays: list[float]) -> Path:
    np.savez(path, **{name: np.array(value, np.float16) for name, value in arrays.items()})
    return path


@pytest.mark.parametrize(
    ("share", "wanted"), [(0.0, [1.0, 2.0]), (0.25, [1.5, 1.5]), (0.5, [2.0, 1.0]), (1.0, [3.0, 0.0])]
)
def test_a_mix_lies_on_the_way_from_one_head_to_the_other(share: float, wanted: list[float], tmp_path: Path) -> None:
    start, end = written(tmp_path / "a.npz", w=[1, 2], b=[0]), written(tmp_path / "b.npz", w=[3, 0], b=[0])
    mix(start, end, share, tmp_path / "mix.npz")
    with np.load(tmp_path / "mix.npz") as found:
        assert found["w"].tolist() == wanted
        assert found["w"].dtype == np.float16
        assert found["b"].tolist() == [0]
    assert not (tmp_path / "mix.part").exists()


def test_heads_of_two_shapes_have_nothing_between_them(tmp_path: Path) -> None:
    start = written(tmp_path / "a.npz", w=[1, 2])
    for end in (written(tmp_path / "b.npz", w=[1, 2, 3]), written(tmp_path / "c.npz", other=[1, 2])):
        with pytest.raises(ValueError, match="no heads of one shape"):
            mix(start, end, 0.5, tmp_path / "mix.npz")
    assert not (tmp_path / "mix.npz").exists()
