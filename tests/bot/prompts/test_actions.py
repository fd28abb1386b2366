"""The texts of the project are whole in every language; a designer's slip is named with its place."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.errors import DataFileError
from bot.prompts.actions import PLACES, TEXTS_FILE, load_texts


@pytest.fixture
def table() -> dict[str, dict[str, Any]]:
    loaded: dict[str, dict[str, Any]] = yaml.safe_load(TEXTS_FILE.read_text(encoding="utf-8"))
    return loaded


def write(folder: Path, table: object) -> Path:
    path = folder / "actions.yml"
    path.write_text(yaml.safe_dump(table, allow_unicode=True), encoding="utf-8")
    return path


def test_both_languages_are_there() -> None:
    assert set(load_texts()) == {"fa", "ar"}


def test_places_name_sentences(table: dict[str, dict[str, Any]]) -> None:
    assert set(PLACES) <= set(table["fa"])


@pytest.mark.parametrize("language", ["fa", "ar"])
def test_fixed_sentences_have_nothing_to_fill(language: str) -> None:
    fixed = load_texts()[language].fixed()
    assert len(fixed) > 5
    assert not any("{" in text for text in fixed)


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("balance", "موجودی شما زیاد است", "fa.balance: must have {amount}"),
        ("goodbye", "خداحافظ {name}", "fa.goodbye: must have nothing in braces"),
        ("greet", "سلام {company", "fa.greet: a brace is not closed"),
        ("greet", "", "fa.greet: must be a sentence"),
        ("greet", None, "fa.greet: must be a sentence"),
        ("welcome", "بفرمایید", "fa: missing or unknown sentences: welcome"),
    ],
)
def test_a_slip_is_named(
    tmp_path: Path, table: dict[str, dict[str, Any]], name: str, text: str | None, problem: str
) -> None:
    table["fa"][name] = text
    with pytest.raises(DataFileError) as caught:
        load_texts(write(tmp_path, table))
    assert problem in str(caught.value)


def test_a_missing_sentence_is_named(tmp_path: Path, table: dict[str, dict[str, Any]]) -> None:
    del table["ar"]["hours"]
    with pytest.raises(DataFileError, match="ar: missing or unknown sentences: hours"):
        load_texts(write(tmp_path, table))


@pytest.mark.parametrize("table", [[], {"ar": {}}, {"fa": []}, None])
def test_another_shape_is_refused(tmp_path: Path, table: object) -> None:
    with pytest.raises(DataFileError, match="must be a mapping"):
        load_texts(write(tmp_path, table))


def test_no_file_and_no_yaml(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="cannot be read"):
        load_texts(tmp_path / "none.yml")
    (tmp_path / "bad.yml").write_text("fa: [")
    with pytest.raises(DataFileError, match="YAML"):
        load_texts(tmp_path / "bad.yml")
