"""The pages' words: the same names in every language, and nothing of the program without one."""

import dataclasses
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.console.words import SECTIONS, SHIPPED, Words, load_words, plain
from bot.errors import DataFileError
from bot.prompts.load import SHIPPED as DATA
from bot.prompts.load import handoff_sentences, load_prompts
from handoff import packet as packets
from handoff.events import EventKind
from handoff.packet import ContextPacket
from handoff.reasons import Reason
from handoff.states import State
from nlu.text.languages import CODES

SENTENCES = handoff_sentences(load_prompts())


def names(tree: Any, path: str = "") -> set[str]:
    """Every name of a file, with those around it."""
    if not isinstance(tree, dict):
        return set()
    return {f"{path}.{name}" for name in tree} | {one for name in tree for one in names(tree[name], f"{path}.{name}")}


def test_every_language_has_the_same_names() -> None:
    trees = [yaml.safe_load((SHIPPED / f"{code}.yml").read_text(encoding="utf-8")) for code in CODES]
    assert [sorted(names(one) ^ names(trees[0])) for one in trees] == [[] for _ in CODES]
    assert set(trees[0]) == set(SECTIONS)


@pytest.mark.parametrize("code", CODES)
def test_what_the_program_names_has_words(code: str) -> None:
    words = load_words(DATA, SENTENCES)[code]
    kinds = (("state", State), ("event", EventKind), ("reason", Reason))
    assert [one for kind, members in kinds for one in members if not words.known(one, kind)] == []
    shown = [ContextPacket, *(one for one in vars(packets).values() if dataclasses.is_dataclass(one))]
    fields = {one.name for kind in shown for one in dataclasses.fields(kind)} - {"last_turns", "speaker"}
    assert sorted(fields - set(words.labels)) == []


def test_what_has_no_word_is_shown_as_it_is_called() -> None:
    words = load_words(DATA, SENTENCES)["fa"]
    assert (words.label("brand_new"), words.value("x", "state"), words.known("x", "state")) == ("brand new", "x", "")
    assert [plain(one) for one in ("call_started_at", "at_ms", "louder_db")] == ["call started at", "at", "louder"]


@pytest.mark.parametrize(("code", "shown"), [("fa", "۹۱٪"), ("ar", "٩١٪"), ("", "91%")])
def test_digits_are_the_languages_own(code: str, shown: str) -> None:
    assert Words(code).digits("91%") == shown


def own(tmp_path: Path, text: str) -> Path:
    (tmp_path / "pages").mkdir()
    for code in CODES:
        (tmp_path / "pages" / f"{code}.yml").write_text(text, encoding="utf-8")
    return tmp_path


def test_a_companys_own_words_win_and_the_others_stay(tmp_path: Path) -> None:
    data = own(tmp_path, "page: {title: Mine}\nlabels: {}\nvalues: {}\nfaults: {}\n")
    words = load_words(data, SENTENCES)["fa"]
    assert words.page["title"] == "Mine"
    assert words.page["accept"] == load_words(DATA, SENTENCES)["fa"].page["accept"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("page: [", "cannot be read"),
        ("page: {}\n", "it has the sections"),
        ("[]", "it has the sections"),
        ("page: {accepted: '{whom} has it'}\nlabels: {}\nvalues: {}\nfaults: {}\n", "accepted: only {who}"),
        ("page: {accepted: '{'}\nlabels: {}\nvalues: {}\nfaults: {}\n", "a brace has its partner"),
        ("page: {}\nlabels: {}\nvalues: {event: {note: '{0}'}}\nfaults: {}\n", "note: only {who}"),
    ],
)
def test_a_file_that_cannot_be_used_is_named(tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(DataFileError, match=r"pages/fa\.yml") as told:
        load_words(own(tmp_path, text), SENTENCES)
    assert problem in str(told.value)
