"""The sentences in data/prompts/ are checked by file and line."""

import shutil
from pathlib import Path

import pytest

from bot.prompts.check import check_prompts
from nlu.training.data_check import read_domain
from tests.shortened import DATA

INTENTS = read_domain(DATA).intents


@pytest.fixture
def data(tmp_path: Path) -> Path:
    shutil.copytree(DATA / "prompts", tmp_path / "prompts")
    return tmp_path


def told(data: Path) -> list[str]:
    return [str(problem).removeprefix(f"{data}/prompts/") for problem in check_prompts(data, INTENTS)]


def test_the_shipped_sentences_are_right() -> None:
    assert check_prompts(DATA, INTENTS) == []


def test_a_language_that_is_missing_is_told(data: Path) -> None:
    path = data / "prompts" / "call.yml"
    path.write_text(path.read_text(encoding="utf-8").partition("ar:\n")[0], encoding="utf-8")
    assert told(data)[0].startswith("call.yml: the Arabic sentences ('ar:') are missing.")


def test_a_question_in_one_language_only_is_told(data: Path) -> None:
    path = data / "prompts" / "call.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("    complaint:", "    # complaint:", 1), encoding="utf-8")
    assert ["the Persian question 'confirm.complaint' is missing" in line for line in told(data)] == [True]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("call.yml", "- a\n", "call.yml: the file must be a mapping"),
        ("call.yml", "fa: x\n", "call.yml:1: what stands at 'fa' must be a mapping"),
        ("actions.yml", "fa: {greet: [\n", "actions.yml:"),
        ("actions.yml", "fa: {greet: 5}\n", "actions.yml:1: 'greet' must be a sentence"),
        ("actions.yml", "de: {greet: hallo}\n", "actions.yml:1: 'de' is no language of this bot"),
        ("call.yml", "fa: {confirm: yes}\n", "call.yml:1: 'confirm' holds no questions"),
        ("call.yml", "fa: {confirm: {greet: 3}}\n", "call.yml:1: 'confirm.greet' must be a sentence"),
    ],
)
def test_what_is_no_sentence_is_told(data: Path, name: str, content: str, said: str) -> None:
    (data / "prompts" / name).write_text(content, encoding="utf-8")
    assert any(line.startswith(said) for line in told(data))


def test_a_file_that_is_missing_is_told(data: Path) -> None:
    (data / "prompts" / "actions.yml").unlink()
    assert told(data) == ["actions.yml: the file cannot be read (No such file or directory). Restore it."]
