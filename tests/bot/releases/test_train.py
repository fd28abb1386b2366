"""Which recogniser models are there, and when a graph is made anew."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.errors import StartError
from bot.releases import train as training
from bot.releases.data_review import DataBroken
from bot.settings.sections import Speech
from bot.settings.settings import Settings
from tests.shortened import shortened
from voice.graphs.graph import GraphError, GraphReport


def made(settings: Settings, language: str, kind: str, fingerprint: str = "f") -> Path:
    folder = training.graph_folder(settings, language, kind)
    folder.mkdir(parents=True)
    (folder / training.MARK).write_text(json.dumps({"fingerprint": fingerprint}))
    return folder


def test_without_any_model_the_start_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(StartError, match="no recogniser model for 'fa'; run: make train"):
        training.speech_models(Settings(home=tmp_path))


def test_compiled_graphs_are_found_by_kind(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    folder = made(settings, "fa", "general")
    made(settings, "fa", "digits")
    models = training.speech_models(settings)
    assert set(models) == {"fa"}
    assert set(models["fa"]) == {"general", "digits"}
    assert models["fa"]["general"] == folder


def test_a_half_made_graph_is_not_used(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    training.graph_folder(settings, "fa", "general").mkdir(parents=True)
    with pytest.raises(StartError):
        training.speech_models(settings)


def test_a_published_model_named_in_the_settings_comes_first(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, speech=Speech(models={"fa": Path("big")}))
    made(settings, "fa", "general")
    assert training.speech_models(settings)["fa"] == {"general": tmp_path / "big"}


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ('{"sentences": "s", "lexicon": "l"}', ""),
        ('{"sentences": "s", "lexicon": "other"}', "lexicon changed"),
        ('{"fingerprint": "of before"}', "sentences changed, lexicon changed"),
        ("[]", "sentences changed, lexicon changed"),
        ("{", "not there yet"),
    ],
)
def test_a_graph_is_made_anew_for_what_changed(tmp_path: Path, content: str, why: str) -> None:
    (tmp_path / training.MARK).write_text(content)
    assert training._changed(tmp_path, {"sentences": "s", "lexicon": "l"}) == why


def test_the_marks_follow_model_lexicon_and_sentences_of_one_language(tmp_path: Path) -> None:
    model, lexicons = tmp_path / "model", tmp_path / "lexicons"
    for folder in (model, lexicons):
        folder.mkdir()
    (model / "final.mdl").write_bytes(b"1")
    (lexicons / "fa.txt").write_text("a = b")

    def changed(sentences: str = "s") -> set[str]:
        now = training._marks(model, lexicons, "fa", sentences)
        return {part for part, mark in now.items() if mark != first[part]}

    first = training._marks(model, lexicons, "fa", "s")
    assert changed() == set()
    assert changed("t") == {"sentences"}
    (lexicons / "ar.txt").write_text("a = c")
    assert changed() == set()
    (lexicons / "fa.extra.txt").write_text("a = c")
    assert changed() == {"lexicon"}
    (model / "final.mdl").write_bytes(b"2")
    assert changed() == {"lexicon", "network"}


def test_a_state_folder_that_cannot_be_written_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shortened(tmp_path / "data")
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("HATEF_STATE", str(tmp_path / "file"))
    with pytest.raises(StartError, match="file: File exists; .*HATEF_STATE names another"):
        training.train_all(Settings(home=tmp_path))


def test_a_malformed_line_of_a_lexicon_is_told_before_anything_is_trained(tmp_path: Path) -> None:
    lexicons = shortened(tmp_path / "data") / "lexicons"
    (lexicons / "ar.extra.txt").write_text("طلبي = talabi\n", encoding="utf-8")
    with pytest.raises(DataBroken, match=r"ar\.extra\.txt:1: 'talabi' is no sound"):
        training.train_all(Settings(home=tmp_path))
    assert not Settings(home=tmp_path).state.exists()


def graph(tmp_path: Path, make: Callable[[Path], GraphReport]) -> training.GraphJob:
    target = tmp_path / "fa" / "general"
    target.mkdir(parents=True)
    (target / "old").touch()
    return training.GraphJob("fa/general", target, {"sentences": "s"}, "sentences changed", make)


def test_a_graph_stays_until_the_new_one_is_whole(tmp_path: Path) -> None:
    def make(folder: Path) -> GraphReport:
        assert (folder.parent / "general" / "old").exists()
        folder.mkdir()
        return GraphReport(3, 2, 1, 4, ())

    told: list[str] = []
    job = graph(tmp_path, make)
    job.run(told.append)
    assert [path.name for path in job.target.iterdir()] == [training.MARK]
    assert [path.name for path in job.target.parent.iterdir()] == ["general"]
    assert told == ["graph fa/general: 3 words, 2 sentences, 4 arcs; made because: sentences changed"]


def test_a_graph_that_cannot_be_compiled_leaves_the_old_one(tmp_path: Path) -> None:
    def make(folder: Path) -> GraphReport:
        folder.mkdir()
        raise GraphError("no memory")

    job = graph(tmp_path, make)
    with pytest.raises(StartError, match="graph fa/general cannot be compiled: no memory"):
        job.run(print)
    assert (job.target / "old").exists()


def test_the_first_job_that_fails_ends_the_training(tmp_path: Path) -> None:
    def fail() -> None:
        raise StartError("the disk is full")

    done: list[int] = []
    with pytest.raises(StartError, match="the disk is full"):
        training._at_once([fail, lambda: done.append(1)])
    training._at_once([lambda: done.append(2)])
    assert 2 in done
