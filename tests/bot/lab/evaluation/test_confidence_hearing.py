"""What both passes heard is kept and read back; what cannot be read back is heard again."""

import ast
from pathlib import Path

import pytest

from bot.lab.evaluation.confidence_hearing import FIRST, SECOND, Kept, Pass, with_code
from bot.lab.evaluation.utterances import Sample
from tests.bot.lab.evaluation.confidence_double import case
from voice.listen.recogniser import Kind, RecognisedText
from voice.processes import CODE


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


def _copied(names: tuple[str, ...], folder: Path) -> Path:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes((CODE / name).read_bytes())
    return folder


@pytest.mark.parametrize(("names", "name"), [*((FIRST, one) for one in FIRST), *((SECOND, one) for one in SECOND)])
def test_a_change_of_what_a_pass_runs_is_another_key(names: tuple[str, ...], name: str, tmp_path: Path) -> None:
    code = _copied(names, tmp_path)
    before = with_code({"general": "graph", "digits": "other"}, names, "head", code)
    assert before == with_code({"general": "graph", "digits": "other"}, names, "head")
    (code / name).write_bytes((code / name).read_bytes() + b"MORE = 1\n")
    after = with_code({"general": "graph", "digits": "other"}, names, "head", code)
    assert all(before[kind] != after[kind] for kind in before)


def test_another_graph_or_head_is_another_key() -> None:
    keys = [with_code({"general": graph}, SECOND, head) for graph in "ab" for head in ("", "one", "two")]
    assert len({key["general"] for key in keys}) == len(keys)


def _imported(name: str, room: str) -> set[str]:
    """Modules of `room` that the file `name` imports."""
    tree = ast.parse((CODE / name).read_text(encoding="utf-8"))
    modules = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    some = {
        f"{node.module}.{each.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for each in node.names
    }
    files = {f"{module.replace('.', '/')}.py" for module in modules | some}
    return {file for file in files if file.startswith(room) and (CODE / file).is_file()}


def test_all_that_the_second_pass_reads_with_is_part_of_the_key() -> None:
    room = "voice/listen/second_pass/"
    wanted, todo = set[str](), [room + "reader.py"]
    while todo:
        name = todo.pop()
        if name not in wanted:
            wanted.add(name)
            todo += _imported(name, room)
    assert room + "denoise.py" in wanted
    assert wanted <= set(SECOND)
