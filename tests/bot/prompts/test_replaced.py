"""Prompts of the old files keep their words in the new ones."""

import shutil
from pathlib import Path

import pytest
import yaml

from bot.errors import StartError
from bot.prompts.load import SHIPPED, load_prompts
from bot.prompts.replaced import convert, replaced
from nlu.errors import DataProblem
from nlu.text.languages import CODES

SHIPPED_PROMPTS = {
    code: yaml.safe_load((SHIPPED / "prompts" / f"{code}.yml").read_text(encoding="utf-8")) for code in CODES
}


def old_files(data: Path, **edits: str) -> Path:
    """Prompts as they lay before, with edits of the Persian call's sentences."""
    folder = data / "prompts"
    folder.mkdir(parents=True)
    for name, section in (("call.yml", "call"), ("actions.yml", "skills")):
        table = {code: dict(own[section]) for code, own in SHIPPED_PROMPTS.items()}
        if section == "call":
            table["fa"] |= edits
        text = yaml.safe_dump(table, allow_unicode=True, sort_keys=False)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_nothing_is_said_where_there_is_no_old_file(tmp_path: Path) -> None:
    assert replaced(tmp_path) is None


def test_an_old_file_alone_stops_everything_and_beside_new_ones_is_told(tmp_path: Path) -> None:
    folder = old_files(tmp_path)
    alone = replaced(folder)
    assert alone is not None and alone.stops
    shutil.copy(SHIPPED / "prompts" / "fa.yml", folder)
    beside = replaced(folder)
    assert beside is not None and not beside.stops
    assert str(beside) == (
        f"{folder}/call.yml: this file was replaced by fa.yml and ar.yml, one for each language, and is not read. "
        "Delete it once the new ones say what you want."
    )


def test_a_designers_words_are_kept_and_all_else_is_as_shipped(tmp_path: Path) -> None:
    folder = old_files(tmp_path, moment='الان "زود" می‌گویم.', confirm={"ask_hours": "ساعت؟"})  # type: ignore[arg-type]
    text = (folder / "call.yml").read_text(encoding="utf-8")
    arabic = SHIPPED_PROMPTS["ar"]["call"]["confirm"]
    table = yaml.safe_load(text)
    table["ar"]["confirm"] = {"ask_hours": arabic["ask_hours"]}
    (folder / "call.yml").write_text(yaml.safe_dump(table, allow_unicode=True), encoding="utf-8")
    assert convert(tmp_path) == (folder / "fa.yml", folder / "ar.yml")
    ours, shipped = load_prompts(tmp_path), load_prompts()
    assert ours["fa"].call.moment == 'الان "زود" می‌گویم.'
    assert dict(ours["fa"].call.confirm) == {"ask_hours": "ساعت؟"}
    assert ours["fa"].call.go_on == shipped["fa"].call.go_on
    for code in CODES:
        assert ours[code].skills == shipped[code].skills
        assert (ours[code].handoff, ours[code].agent) == (shipped[code].handoff, shipped[code].agent)
    assert sorted(path.name for path in folder.iterdir()) == ["actions.yml.old", "ar.yml", "call.yml.old", "fa.yml"]
    assert "# What the bot answers." in (folder / "fa.yml").read_text(encoding="utf-8")


def test_untouched_files_become_the_shipped_ones(tmp_path: Path) -> None:
    folder = old_files(tmp_path)
    convert(tmp_path)
    assert load_prompts(tmp_path) == load_prompts()
    assert replaced(folder) is None


def test_one_file_alone_is_converted_too(tmp_path: Path) -> None:
    folder = old_files(tmp_path, moment="الان می‌گویم.")
    (folder / "actions.yml").unlink()
    convert(tmp_path)
    assert load_prompts(tmp_path)["fa"].call.moment == "الان می‌گویم."


def test_a_sentence_that_the_old_file_lacks_is_the_shipped_one(tmp_path: Path) -> None:
    folder = old_files(tmp_path)
    table = yaml.safe_load((folder / "actions.yml").read_text(encoding="utf-8"))
    del table["fa"]["goodbye"]
    (folder / "actions.yml").write_text(yaml.safe_dump(table, allow_unicode=True), encoding="utf-8")
    convert(tmp_path)
    assert load_prompts(tmp_path)["fa"].skills.goodbye == load_prompts()["fa"].skills.goodbye


def test_nothing_is_overwritten_and_nothing_is_made_of_nothing(tmp_path: Path) -> None:
    with pytest.raises(StartError, match="there is no call.yml and no actions.yml in .*: nothing to convert"):
        convert(tmp_path)
    folder = old_files(tmp_path)
    (folder / "ar.yml").write_text("call: {}\n", encoding="utf-8")
    with pytest.raises(StartError, match="holds ar.yml already; move it away, or delete call.yml and actions.yml"):
        convert(tmp_path)
    assert (folder / "ar.yml").read_text(encoding="utf-8") == "call: {}\n"


def test_an_old_file_that_is_broken_is_told_and_left(tmp_path: Path) -> None:
    folder = old_files(tmp_path)
    (folder / "call.yml").write_text("fa: [\n", encoding="utf-8")
    with pytest.raises(DataProblem, match=r"call\.yml:1: a bracket is opened and not closed"):
        convert(tmp_path)
    assert sorted(path.name for path in folder.iterdir()) == ["actions.yml", "call.yml"]
