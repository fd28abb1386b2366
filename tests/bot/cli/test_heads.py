"""`hatef models adapt | heads | use-head | rollback` as they are typed."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli.models import app
from bot.releases.second_pass import head_store, own_heads
from bot.settings.settings import Settings, load_settings
from voice.lexicon.phones import MODELS
from voice.listen.second_pass.head import read_arrays
from voice.listen.second_pass.heads import HeadUnknown

Run = Callable[..., Result]
FIGURES = {name: {"words": 50, "words_wrong": 9} for name in ("held_out", "guard")}
FACTS = {"set": {"name": "reviewed", "clips": 120}, "figures": {"shipped": FIGURES, "new": FIGURES}}


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("HATEF_STATE", str(tmp_path / "state"))
    (tmp_path / "config.yml").write_text("language: fa\n")
    return load_settings(tmp_path / "config.yml")


@pytest.fixture
def run(settings: Settings) -> Run:
    def run(*arguments: str) -> Result:
        return CliRunner().invoke(app, [*arguments, "--config", str(settings.file)], env={"COLUMNS": "200"})

    return run


def release(settings: Settings, language: str = "ar") -> None:
    head_store(settings, language).release(read_arrays(MODELS / language / "head.npz"), FACTS)


def test_heads_are_listed_chosen_and_gone_back_to(settings: Settings, run: Run) -> None:
    release(settings)
    release(settings)
    assert "head 2" in run("use-head", "ar", "2").output
    assert own_heads(settings) == {"ar": head_store(settings, "ar").folder / "2" / "head.npz"}
    listed = run("heads").output
    assert "ar 2" in listed and "9 to 9 of 50" in listed and "120" in listed
    assert "shipped" in run("rollback", "ar").output
    assert own_heads(settings) == {}
    assert "head 1" in run("use-head", "ar", "1").output
    told = json.loads(run("heads", "--json").output)
    assert [(one["number"], one["state"]) for one in told] == [(1, "in use"), (2, "")]


def test_what_is_not_there_is_told(run: Run) -> None:
    assert isinstance(run("use-head", "ar", "7").exception, HeadUnknown)
    assert isinstance(run("rollback", "fa").exception, HeadUnknown)
    assert "is no head" in run("use-head", "ar", "best").output
    assert run("use-head", "xx", "1").exit_code == 2


def test_a_set_without_a_table_is_told(run: Run, tmp_path: Path) -> None:
    assert "ref.tsv" in str(run("adapt", "--set", str(tmp_path / "none")).exception)


def test_too_few_clips_are_told_before_anything_is_learned(run: Run, tmp_path: Path, settings: Settings) -> None:
    source, target = Path(__file__).parents[3] / "data" / "sets" / "fa-calls", tmp_path / "set"
    target.mkdir()
    for name in ("fa01.flac", "fa02.flac"):
        shutil.copy(source / name, target / name)
    (target / "broken.wav").write_bytes(b"no sound")
    lines = ["file\tlanguage\ttext", "fa01.flac\tfa\tسلام", "fa02.flac\tfa\tالو", "broken.wav\tfa\tالو"]
    (target / "ref.tsv").write_text("\n".join(lines), encoding="utf-8")
    done = run("adapt", "--set", str(target), "--check")
    assert done.exit_code == 1
    assert "broken.wav: this is not audio" in done.output
    assert "2 clips of use are too few" in done.output and "needed: 20" in done.output
    assert "it has no clip in 'ar'" in str(run("adapt", "--set", str(target), "--language", "ar").exception)
