"""Judging a model on held-out sentences."""

from pathlib import Path

import pytest

from nlu.errors import DataProblem, RasaMissing
from nlu.text.fold import match_key
from nlu.training import corpus
from nlu.training.evaluate import Evaluation, Judged, evaluate_all, load_set, parse_lines, shipped_set

HOME = Path(__file__).resolve().parents[3]


def judged(expected: str, got: str, top: str = "") -> Judged:
    return Judged("متن", expected, got, top or got, 0.9, 0.8)


def test_verdicts() -> None:
    assert judged("greet", "greet").verdict == "right"
    assert judged("greet", "nlu_fallback", "greet").verdict == "unsure"
    assert judged("greet", "out_of_scope").verdict == "unsure"
    assert judged("greet", "deny").verdict == "wrong"


def test_shares_and_rows() -> None:
    sentences = (
        judged("greet", "greet"),
        judged("greet", "nlu_fallback", "greet"),
        judged("deny", "greet"),
        judged("out_of_scope", "nlu_fallback"),
        judged("out_of_scope", "ask_hours"),
    )
    found = Evaluation("fa", sentences)
    assert found.accuracy == pytest.approx(2 / 3)
    assert found.share("right") == found.share("unsure") == found.share("wrong") == pytest.approx(1 / 3)
    assert found.refused == 0.5
    assert found.rows()[0] == ("greet", 2, 1, 1, 0)
    assert [one.expected for one in found.mistakes()] == ["deny", "out_of_scope"]


def test_an_empty_set_divides_by_nothing() -> None:
    assert Evaluation("fa", ()).accuracy == 0.0


@pytest.mark.parametrize("content", ["- a\n- b\n", "greet: سلام\n", "a: [\n"])
def test_a_file_that_is_no_set(tmp_path: Path, content: str) -> None:
    path = tmp_path / "set.yml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(DataProblem):
        load_set(path)


@pytest.mark.parametrize("language", ["fa", "ar"])
@pytest.mark.parametrize("name", ["nlu", "nlu_dev"])
def test_held_out_sentences_are_held_out(name: str, language: str) -> None:
    pairs = load_set(HOME / "data" / "tests" / f"{name}_{language}.yml")
    assert len(pairs) >= 40
    trained = {match_key(corpus.plain(example), language) for _, example in corpus.load(HOME / "data", language)}
    assert [text for _, text in pairs if match_key(text, language) in trained] == []


@pytest.mark.parametrize("language", ["fa", "ar"])
def test_the_two_sets_share_nothing(language: str) -> None:
    folder = HOME / "data" / "tests"
    sets = [{text for _, text in load_set(folder / f"{name}_{language}.yml")} for name in ("nlu", "nlu_dev")]
    assert not sets[0] & sets[1]


def test_no_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HATEF_RASA_PYTHON", str(tmp_path / "none"))
    with pytest.raises(RasaMissing):
        parse_lines(tmp_path / "m.tar.gz", ["سلام"], "fa")


@pytest.fixture(scope="module")
def shipped(model: Path) -> dict[str, Evaluation]:
    """The shipped model on the held-out sentences of both languages."""
    return evaluate_all(model, {language: shipped_set(HOME / "data", language) for language in ("fa", "ar")})


@pytest.mark.rasa
@pytest.mark.timeout(400)
@pytest.mark.parametrize("language", ["fa", "ar"])
def test_the_shipped_model_is_good_enough(shipped: dict[str, Evaluation], language: str) -> None:
    found = shipped[language]
    assert found.accuracy >= 0.93
    assert found.share("wrong") <= 0.05
    assert found.refused >= 0.6
