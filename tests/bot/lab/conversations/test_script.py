"""The file of conversations."""

from pathlib import Path

import pytest

from bot.errors import DataFileError
from bot.lab.conversations.script import read

GOOD = """
conversations:
  - name: all forms
    language: ar
    number: "0912"
    turns:
      - say: مرحبا
        expect: {intent: greet, says: "أهلا|مرحبا", never: x, ended: false}
      - key: "12#"
      - silence: true
    end: human
"""


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "c.yml"
    path.write_text(text, encoding="utf-8")
    return path


def test_every_form_is_read(tmp_path: Path) -> None:
    (script,) = read(written(tmp_path, GOOD))
    assert (script.language, script.number, script.called, script.end) == ("ar", "0912", "100", "human")
    assert [turn.said for turn in script.turns] == ["مرحبا", "12#", "(silence)"]
    assert script.turns[0].expect.ended is False
    assert script.turns[1].expect.says is None


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("    end: human", "    end: bye", "line 11"),
        ("say: مرحبا", "say: مرحبا\n        key: '1'", "exactly one"),
        ("silence: true", "silence: false", "exactly one"),
        ('key: "12#"', 'key: "1x"', "line 9"),
        ("أهلا|مرحبا", "(", "regular expression"),
        ("    turns:", "    turn:", "turn"),
        ("conversations:", "talks:", "conversations:"),
    ],
)
def test_mistakes_are_told(tmp_path: Path, old: str, new: str, told: str) -> None:
    with pytest.raises(DataFileError) as caught:
        read(written(tmp_path, GOOD.replace(old, new)))
    assert told in str(caught.value)


@pytest.mark.parametrize("text", ["", "- a\n", "a: [\n"])
def test_what_is_no_file_of_conversations(tmp_path: Path, text: str) -> None:
    with pytest.raises(DataFileError):
        read(written(tmp_path, text))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="none.yml"):
        read(tmp_path / "none.yml")
