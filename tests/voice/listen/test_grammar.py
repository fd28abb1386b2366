"""Vosk's run-time grammar on a dynamic model made by hand, and what the model does not know."""

import json
from pathlib import Path

import pytest

from tests.voice.listen.loudness_model import OTHER_WORD, WORD, write_dynamic_model
from tests.voice.listen.sounds import Sounds
from tests.voice.listen.test_vosk_recogniser import recognise
from voice.errors import ModelBroken
from voice.listen.grammar import GRAMMAR, read_grammar, unknown_words, write_grammar_model


def test_only_the_sentences_of_the_grammar_are_heard(tmp_path: Path, sounds: Sounds) -> None:
    model = write_dynamic_model(tmp_path / "model")
    turn = sounds.silence(300) + sounds.speech("سلام") + sounds.silence(300)
    (free,) = recognise(model, turn)
    assert free["text"] == WORD
    write_grammar_model(model, [OTHER_WORD], tmp_path / "closed")
    (closed,) = recognise(tmp_path / "closed", turn)
    assert closed["text"] == OTHER_WORD


def test_the_folder_holds_the_models_files_and_its_own_settings(tmp_path: Path) -> None:
    model = write_dynamic_model(tmp_path / "model")
    write_grammar_model(model, [WORD, OTHER_WORD], tmp_path / "closed", "--endpoint.rule2.min-trailing-silence=9\n")
    assert (tmp_path / "closed/am/final.mdl").resolve() == (model / "am/final.mdl").resolve()
    settings = (tmp_path / "closed/conf/model.conf").read_text()
    assert settings.startswith((model / "conf/model.conf").read_text().rstrip())
    assert settings.endswith("min-trailing-silence=9\n")
    told = read_grammar(tmp_path / "closed")
    assert told is not None and json.loads(told) == [WORD, OTHER_WORD]
    assert "\\u" not in told  # vosk does not read escapes
    assert read_grammar(model) is None


def test_words_that_the_model_does_not_know_are_named(tmp_path: Path) -> None:
    model = write_dynamic_model(tmp_path / "model")
    assert unknown_words(model, [WORD, "سلام", OTHER_WORD, "hello"]) == {"سلام", "hello"}


@pytest.mark.parametrize(
    ("damaged", "told"), [("am/final.mdl", "vosk cannot read it"), ("conf/model.conf", "is missing or empty")]
)
def test_a_model_that_does_not_load_is_told(tmp_path: Path, damaged: str, told: str) -> None:
    model = write_dynamic_model(tmp_path / "model")
    (model / damaged).write_text("" if "conf" in damaged else "no model")
    with pytest.raises(ModelBroken, match=told) as caught:
        unknown_words(model, [WORD])
    assert caught.value.path == str(model)


def test_a_grammar_of_nothing_else_is_no_model(tmp_path: Path) -> None:
    (tmp_path / "graph").mkdir()
    (tmp_path / GRAMMAR).write_text("[]")
    with pytest.raises(ModelBroken, match=r"am/final\.mdl is missing"):
        unknown_words(tmp_path, [WORD])
