"""The usual words of a language."""

from pathlib import Path

import pytest

from nlu import background
from nlu.errors import DataProblem

DATA = Path(__file__).resolve().parents[2] / "data"


def written(tmp_path: Path, text: str) -> Path:
    folder = tmp_path / "background"
    folder.mkdir()
    (folder / "fa.txt").write_text(text, encoding="utf-8")
    return tmp_path


def test_words_and_counts(tmp_path: Path) -> None:
    assert background.load(written(tmp_path, "# comment\n\nکه 30\nهوا 2.5 # weather\n"), "fa") == {"که": 30, "هوا": 2.5}


def test_no_file_no_words(tmp_path: Path) -> None:
    assert background.load(tmp_path, "fa") == {}


@pytest.mark.parametrize("line", ["که", "که 0", "که -1", "که یک", "که 1 2", "که nan", "که inf"])
def test_a_bad_line_is_told_with_its_number(tmp_path: Path, line: str) -> None:
    with pytest.raises(DataProblem, match="is not `word count`") as caught:
        background.load(written(tmp_path, f"هوا 1\n{line}\n"), "fa")
    assert "fa.txt" in str(caught.value)
    assert "2" in str(caught.value)


@pytest.mark.parametrize("language", ["fa", "ar"])
def test_the_shipped_words(language: str) -> None:
    words = background.load(DATA, language)
    assert 1_000 < len(words) <= 4_000
    assert not any("[" in word for word in words)


def test_other_letters_than_utf8_are_told(tmp_path: Path) -> None:
    path = written(tmp_path, "") / "background" / "fa.txt"
    path.write_bytes("هوا 1".encode("cp1256"))
    with pytest.raises(DataProblem, match=r"fa\.txt: this is no text in UTF-8\. Save"):
        background.load(tmp_path, "fa")
