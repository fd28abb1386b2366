"""What both passes heard is kept and read back; what cannot be read back is heard again."""

from pathlib import Path

import pytest

from bot.lab.evaluation.confidence_hearing import Kept, Pass
from bot.lab.evaluation.utterances import Sample
from tests.bot.lab.evaluation.confidence_double import case
from voice.listen.recogniser import Kind, RecognisedText


@pytest.fixture
def clip(tmp_path: Path) -> Sample:
    (tmp_path / "a.wav").write_bytes(b"sound")
    return Sample(tmp_path / "a.wav", "fa", "سلام")


def make(kept: Path, heard: list[str], mark: str = "graph") -> Pass:
    def hear(samples: object, conditions: object) -> list[RecognisedText]:
        heard.append("again")
        return [case(True, 0.9).heard.second]

    return Pass("a pass", Kept(kept), {"fa": {"general": mark}}, lambda some, names: iter(hear(some, names)))


def test_a_text_there_and_back(tmp_path: Path) -> None:
    heard = case(True, 0.9).heard
    kept = Kept(tmp_path / "new" / "kept.jsonl")
    kept.add("one", heard.second)
    kept.add("two", heard.first)
    again = Kept(tmp_path / "new" / "kept.jsonl")
    assert again.get("one") == heard.second and again.get("two") == heard.first and again.get("three") is None


def test_a_line_that_was_cut_off_is_passed_over(tmp_path: Path) -> None:
    Kept(tmp_path / "kept.jsonl").add("one", case(True, 0.9).heard.first)
    with (tmp_path / "kept.jsonl").open("a", encoding="utf-8") as file:
        file.write('["two", {"text": "سل')
    kept = Kept(tmp_path / "kept.jsonl")
    assert kept.get("one") is not None and kept.get("two") is None


def test_what_is_known_is_not_heard_again_but_by_another_head(tmp_path: Path, clip: Sample) -> None:
    heard: list[str] = []
    for mark in ("graph", "graph", "graph and a new head"):
        make(tmp_path / "kept.jsonl", heard, mark).complete([(clip, "clean")])
    assert len(heard) == 2


@pytest.mark.parametrize(("kind", "condition"), [("digits", "clean"), ("general", "noise15")])
def test_another_question_or_condition_is_another_key(tmp_path: Path, clip: Sample, kind: Kind, condition: str) -> None:
    one = make(tmp_path / "kept.jsonl", [])
    other = Sample(clip.path, "fa", clip.text, kind=kind)
    marks = {"fa": {"general": "graph", "digits": "another"}}
    two = Pass(one.name, one.kept, marks, one.hear)
    assert one.key((clip, "clean")) == two.key((clip, "clean")) != two.key((other, condition))
