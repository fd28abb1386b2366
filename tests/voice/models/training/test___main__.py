"""The command: what it takes, where it finds the people, what it writes. Runs in the training environment."""

import tarfile
from pathlib import Path

import pytest

pytest.importorskip("torch")
pytest.importorskip("kaldi_native_fbank")
pytest.importorskip("vosk")

from voice.graphs.nnet3 import pack_model
from voice.models.training.__main__ import arguments, export_head, unpacked
from voice.models.training.export import export
from voice.models.training.features import FBANK_CONF
from voice.models.training.net import Net
from voice.models.training.train import Trainer

NEEDED = ["ar", "--work", "w", "--arabic-train", "a", "--arabic-val", "b", "--sets", "s"]


def test_what_is_needed_is_asked_for(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.argv", ["training", "ar"])
    with pytest.raises(SystemExit):
        arguments()
    said = capsys.readouterr().err
    assert all(name in said for name in ("--work", "--arabic-train", "--arabic-val", "--sets"))


def test_what_is_not_given_is_as_it_was_when_the_shipped_models_were_trained(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["training", *NEEDED])
    given = arguments()
    assert (given.steps, given.batch, given.seed, given.corpus_scale) == (12500, 24, 1, 1.0)
    assert given.text == []


def keywords(folder: Path) -> Path:
    for name in ("yes", "zero"):
        (folder / "data" / name).mkdir(parents=True)
        (folder / "data" / name / "a.flac").touch()
    return folder


def test_the_folder_of_keywords_is_found_inside(tmp_path: Path) -> None:
    assert unpacked(keywords(tmp_path / "people"), tmp_path) == tmp_path / "people" / "data"


def test_a_tar_is_unpacked_once(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "people.tar", "w") as tar:
        tar.add(keywords(tmp_path / "source"), arcname=".")
    folder = unpacked(tmp_path / "people.tar", tmp_path / "work")
    assert folder == tmp_path / "work" / "people" / "data"
    (folder / "mark").touch()
    assert (unpacked(tmp_path / "people.tar", tmp_path / "work") / "mark").exists()


def test_a_folder_without_keywords_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no keyword folders in"):
        unpacked(tmp_path, tmp_path)


def test_a_head_is_written_as_vosk_reads_it(tmp_path: Path) -> None:
    trainer = Trainer(tmp_path, 10, 1e-3, "cpu", 1)
    export_head(trainer, "fa", tmp_path / "models" / "fa")
    net = Net()
    net.load_state_dict(trainer.average)
    assert (tmp_path / "models" / "fa" / "final.mdl").read_bytes() == pack_model(export(net, "fa"))
    assert (tmp_path / "models" / "fa" / "fbank.conf").read_text(encoding="utf-8") == FBANK_CONF
