"""Prompts are read into frozen sections; what is wrong is told at once, all of it."""

import shutil
from dataclasses import FrozenInstanceError
from pathlib import Path
from typing import Any, cast

import pytest

from bot.errors import PromptsBroken
from bot.prompts.load import SHIPPED, handoff_sentences, load_prompts
from handoff.reasons import Reason
from nlu.text.languages import CODES


@pytest.fixture
def data(tmp_path: Path) -> Path:
    shutil.copytree(SHIPPED / "prompts", tmp_path / "prompts")
    return tmp_path


def test_every_language_is_there_with_every_section() -> None:
    prompts = load_prompts()
    assert tuple(prompts) == CODES
    for own in prompts.values():
        assert all(sentence.strip() for sentence in own.call.all())
        assert len(own.skills.fixed()) > 5
        assert set(own.agent.reasons) == set(Reason)
        assert own.handoff.transferring != own.handoff.sorry_transferring
        assert own.skills.hand_off in handoff_sentences(load_prompts()).plain


def test_blanks_at_the_ends_stay() -> None:
    assert (load_prompts()["fa"].agent.both, load_prompts()["ar"].agent.both) == (" و ", " و")


def test_nobody_changes_them() -> None:
    own = load_prompts()["fa"]
    with pytest.raises(FrozenInstanceError):
        own.call.moment = "x"  # type: ignore[misc]
    with pytest.raises(TypeError):
        cast(dict[str, str], own.call.confirm)["greet"] = "x"


def test_what_a_designer_writes_is_said(data: Path) -> None:
    path = data / "prompts" / "fa.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("یک لحظه، لطفاً.", "الان می‌گویم."), encoding="utf-8")
    assert load_prompts(data)["fa"].call.moment == "الان می‌گویم."
    assert load_prompts(data)["ar"] == load_prompts()["ar"]


def test_a_handoff_gets_its_sentences() -> None:
    prompts = load_prompts()
    sentences = handoff_sentences(prompts)
    assert sentences.to_caller("ar") == prompts["ar"].handoff
    assert sentences.to_agent("fa") == prompts["fa"].agent


def test_all_mistakes_are_told_at_once(data: Path) -> None:
    for name, old, new in (("fa.yml", "  moment:", "  momnet:"), ("ar.yml", "{amount}", "{amonut}")):
        path = data / "prompts" / name
        path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(PromptsBroken) as caught:
        load_prompts(data)
    lines = str(caught.value).splitlines()
    arabic = (data / "prompts" / "ar.yml").read_text(encoding="utf-8").splitlines()
    spoilt = next(number for number, line in enumerate(arabic, 1) if "{amonut}" in line)
    assert [line.partition("/prompts/")[2][:9] for line in lines] == ["fa.yml:19", f"ar.yml:{spoilt}"]
    assert caught.value.problems == tuple(lines)


def test_style_is_no_mistake(data: Path) -> None:
    path = data / "prompts" / "ar.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("لَحْظَةً مِنْ فَضْلِك.", "لحظة من فضلك.", 1), encoding="utf-8")
    assert load_prompts(data)["ar"].call.moment == "لحظة من فضلك."


def test_no_file_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(PromptsBroken, match=r"fa\.yml: the file cannot be read"):
        load_prompts(tmp_path)


def test_the_old_files_are_one_line(data: Path) -> None:
    for code in CODES:
        (data / "prompts" / f"{code}.yml").unlink()
    (data / "prompts" / "call.yml").write_text("fa: {}\n", encoding="utf-8")
    with pytest.raises(PromptsBroken) as caught:
        load_prompts(data)
    assert str(caught.value) == (
        f"{data}/prompts/call.yml: this file was replaced by fa.yml and ar.yml, one for each language, and is not "
        "read. Run: hatef data convert-prompts (it keeps your words)."
    )


def test_the_wrong_kind_of_table_is_refused(data: Path) -> None:
    table: Any = "call: {confirm: yes}\n"
    (data / "prompts" / "fa.yml").write_text(table, encoding="utf-8")
    with pytest.raises(PromptsBroken, match="'call.confirm' must hold a sentence for each intent"):
        load_prompts(data)
