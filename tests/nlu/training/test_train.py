"""Training: once for the same data, again for other data, and clear errors."""

import json
import shutil
import stat
from pathlib import Path

import pytest

from nlu.errors import DataProblem, RasaMissing, TrainingFailed
from nlu.training.data_check.files import rule_paths
from nlu.training.train import (
    Sources,
    _is_half,
    changed,
    fingerprint,
    latest_model,
    model_in_use,
    model_path,
    parts,
    train,
)

HOME = Path(__file__).resolve().parents[3]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of what a model is made of, without a Rasa environment."""
    home = tmp_path / "home"
    monkeypatch.setenv("HATEF_RASA_PYTHON", str(home / "python"))
    for part in ("data/nlu", "data/domain"):
        shutil.copytree(HOME / part, home / part)
    for rules in rule_paths(HOME / "data"):
        shutil.copy(rules, home / "data")
    for part in ("flows", "services"):
        shutil.copytree(HOME / "data" / part, home / "data" / part)
    shutil.copy(HOME / "config.yml", home)
    return home


def sources(home: Path) -> Sources:
    return Sources(home / "config.yml", home / "data")


def interpreter(home: Path, script: str) -> None:
    """Put a script where the Rasa interpreter should be."""
    python = home / "python"
    python.write_text(f"#!/bin/sh\n{script}\n")
    python.chmod(python.stat().st_mode | stat.S_IXUSR)


def test_the_fingerprint_follows_the_data(home: Path) -> None:
    before = fingerprint(sources(home))
    assert fingerprint(sources(home)) == before
    with (home / "data" / "nlu" / "fa.yml").open("a", encoding="utf-8") as file:
        file.write("      - سلام سلام\n")
    assert fingerprint(sources(home)) != before


def test_hatefs_own_settings_do_not_retrain(home: Path) -> None:
    before = fingerprint(sources(home))
    with (home / "config.yml").open("a", encoding="utf-8") as file:
        file.write("\nsurvey: {question: 1}\n")
    assert fingerprint(sources(home)) == before


def test_another_configuration_beside_the_same_data_makes_another_model(home: Path) -> None:
    other = home / "other.yml"
    other.write_text(
        (home / "config.yml").read_text(encoding="utf-8").replace("assistant_id: hatef", "assistant_id: other"),
        encoding="utf-8",
    )
    assert fingerprint(Sources(other, home / "data")) != fingerprint(sources(home))


def test_a_copy_of_the_data_elsewhere_makes_the_same_model(home: Path) -> None:
    assert fingerprint(sources(home)) == fingerprint(sources(HOME))


def test_a_ready_model_is_not_made_again(home: Path) -> None:
    state = home / "var"
    ready = model_path(sources(home), state)
    ready.parent.mkdir(parents=True)
    ready.write_bytes(b"a model")
    told: list[str] = []
    assert train(sources(home), state, told.append) == ready
    assert "up to date" in told[-1]
    assert latest_model(state) == ready


def test_of_two_configurations_with_one_state_folder_each_uses_its_own_model(home: Path) -> None:
    state, other = home / "var", home / "other.yml"
    other.write_text(
        (home / "config.yml").read_text(encoding="utf-8").replace("assistant_id: hatef", "assistant_id: other"),
        encoding="utf-8",
    )
    first, second = sources(home), Sources(other, home / "data")
    assert model_in_use(first, state) == (None, False)
    for one in (first, second):
        model = model_path(one, state)
        model.parent.mkdir(parents=True, exist_ok=True)
        model.write_bytes(b"a model")
    assert model_in_use(first, state) == (model_path(first, state), True)
    assert model_in_use(second, state) == (model_path(second, state), True)


def test_after_a_change_the_model_trained_last_is_used_until_the_next_training(home: Path) -> None:
    state = home / "var"
    model = model_path(sources(home), state)
    model.parent.mkdir(parents=True)
    model.write_bytes(b"a model")
    (home / "data" / "rules.yml").write_text("rules: []\n")
    assert model_in_use(sources(home), state) == (model, False)


def test_no_model_yet(tmp_path: Path) -> None:
    assert latest_model(tmp_path) is None


def test_a_mistake_in_the_data_stops_before_rasa(home: Path) -> None:
    (home / "data" / "rules.yml").write_text("rulez: []\n")
    with pytest.raises(DataProblem, match="unknown key 'rulez'"):
        train(sources(home), home / "var")


def test_what_changed_since_the_last_training_is_named(home: Path) -> None:
    state = home / "var"
    assert changed(state, parts(sources(home))) == "there is none of these data"
    (state / "models" / "rasa").mkdir(parents=True)
    (state / "models" / "rasa" / "parts.json").write_text(json.dumps(parts(sources(home))), encoding="utf-8")
    assert changed(state, parts(sources(home))) == "the model is gone"
    with (home / "data" / "nlu" / "fa.yml").open("a", encoding="utf-8") as file:
        file.write("      - سلام سلام\n")
    (home / "data" / "rules.yml").unlink()
    assert changed(state, parts(sources(home))) == "data/nlu/fa.yml, data/rules.yml changed"


def test_no_environment(home: Path) -> None:
    with pytest.raises(RasaMissing, match="hatef setup"):
        train(sources(home), home / "var")


def test_a_failed_training_quotes_its_log_and_leaves_no_model(home: Path) -> None:
    interpreter(home, "echo the disk is full >&2; exit 3")
    with pytest.raises(TrainingFailed, match="code 3") as failed:
        train(sources(home), home / "var")
    assert failed.value.last_lines == ("the disk is full",)
    assert latest_model(home / "var") is None


@pytest.mark.rasa
@pytest.mark.timeout(400)
def test_the_shipped_data_trains(model: Path) -> None:
    assert model == model_path(sources(HOME), HOME / "var")
    assert 50_000 < model.stat().st_size < 20_000_000


def test_a_model_without_the_conversation_is_none(tmp_path: Path) -> None:
    log = tmp_path / "rasa-train.log"
    log.write_text("Your Rasa model is trained.\n", encoding="utf-8")
    assert not _is_half(log)
    log.write_text("Core training was skipped because no valid domain file was found.\n", encoding="utf-8")
    assert _is_half(log)
