"""The shape follows the classes: what a section holds, which of it is a table, what is filled in."""

from dataclasses import fields

import pytest

from bot.prompts.load import Prompts
from bot.prompts.shape import JOINTS, PLACES, SECTIONS, names, tables
from handoff.reasons import Reason


def test_sections_are_the_fields_of_prompts() -> None:
    assert {field.name: field.type for field in fields(Prompts)} == dict(SECTIONS)


@pytest.mark.parametrize("section", SECTIONS)
def test_tables_are_the_fields_that_are_no_texts(section: str) -> None:
    found = {f"{section}.{field.name}" for field in fields(SECTIONS[section]) if field.type is not str}
    assert found == {path for path in tables(None) if path.startswith(f"{section}.")}


def test_places_and_joints_name_sentences() -> None:
    every = {f"{section}.{name}" for section in SECTIONS for name in names(section)}
    assert set(PLACES) | JOINTS <= every - set(tables(None))


def test_what_may_stand_in_a_table() -> None:
    known = tables(("greet",))
    assert known["call.confirm"].keys == known["agent.topics"].keys == ("greet",)
    assert known["agent.reasons"].keys == tuple(Reason) and known["agent.reasons"].whole
    assert tables(None)["call.confirm"].keys is None
