"""The usual words of a language."""

from pathlib import Path

import pytest

from nlu.errors import DataProblem
from nlu.training import background
from nlu.training.background import Background
from tests.lexicons import LEXICONS
from voice.lexicon.pronounce import Lexicon

DATA = Path(__file__).resolve().parents[3] / "data"


def written(tmp_path: Path, text: str) -> Path:
    folder = tmp_path / "background"
    folder.mkdir()
    (folder / "fa.txt").write_text(text, encoding="utf-8")
    return tmp_path


def test_words_and_counts(tmp_path: Path) -> None:
    found = background.load(written(tmp_path, "# comment\n\nکه 30\nهوا 2.5 # weather\n"), "fa")
    assert found == Background({"که": 30, "هوا": 2.5})


def test_no_file_no_words(tmp_path: Path) -> None:
    assert background.load(tmp_path, "fa") == Background()


def test_sentences_and_the_lists_that_they_name(tmp_path: Path) -> None:
    folder = written(tmp_path, "") / "background"
    (folder / "fa_text.txt").write_text("# told\nمن {name} هستم\nاز  {city} به {city}\n", encoding="utf-8")
    (folder / "fa_names.txt").write_text("مینا # a name\nروح‌الله\nمینا\n", encoding="utf-8")
    (folder / "fa_cities.txt").write_text("قم\nبندر لنگه\n", encoding="utf-8")
    (folder / "fa_surnames.txt").write_text("رضایی\n", encoding="utf-8")
    assert background.load(tmp_path, "fa") == Background(
        lines=("من {name} هستم", "از {city} به {city}"),
        classes={"{name}": ("مینا", "روح‌الله"), "{city}": ("قم", "بندر لنگه")},
    )


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("اسم من {naem} است", "'{naem}' stands for nothing. Known are {name}, {surname}, {city}"),
        ("من {name}م", "'{name}م' stands for nothing"),
        ("من {name} هستم", "{name} stands for a list that is empty or missing"),
    ],
)
def test_a_class_that_stands_for_nothing_is_told_with_its_line(tmp_path: Path, line: str, why: str) -> None:
    folder = written(tmp_path, "") / "background"
    (folder / "fa_text.txt").write_text(f"سلام\n{line}\n", encoding="utf-8")
    with pytest.raises(DataProblem) as caught:
        background.load(tmp_path, "fa")
    assert why in str(caught.value) and (caught.value.path, caught.value.line) == (folder / "fa_text.txt", 2)


@pytest.mark.parametrize("line", ["که", "که 0", "که -1", "که یک", "که 1 2", "که nan", "که inf"])
def test_a_bad_line_is_told_with_its_number(tmp_path: Path, line: str) -> None:
    with pytest.raises(DataProblem, match="is not `word count`") as caught:
        background.load(written(tmp_path, f"هوا 1\n{line}\n"), "fa")
    assert "fa.txt" in str(caught.value)
    assert "2" in str(caught.value)


@pytest.mark.parametrize("language", ["fa", "ar"])
def test_the_shipped_words(language: str) -> None:
    found = background.load(DATA, language)
    assert 5_000 < len(found.words) <= 10_000
    assert not any("[" in word for word in found.words)
    assert 400 < len(found.lines) <= 2_000
    assert all(200 < len(members) <= 1_000 for members in found.classes.values()) and len(found.classes) == 3


@pytest.mark.parametrize("language", ["fa", "ar"])
def test_the_shipped_names_and_places_have_sounds_that_are_known(language: str) -> None:
    lexicon = Lexicon.load(language, LEXICONS)
    members = {
        word for texts in background.load(DATA, language).classes.values() for text in texts for word in text.split()
    }
    assert lexicon.missing(sorted(members)) == []


def test_other_letters_than_utf8_are_told(tmp_path: Path) -> None:
    path = written(tmp_path, "") / "background" / "fa.txt"
    path.write_bytes("هوا 1".encode("cp1256"))
    with pytest.raises(DataProblem, match=r"fa\.txt: this is no text in UTF-8\. Save"):
        background.load(tmp_path, "fa")
