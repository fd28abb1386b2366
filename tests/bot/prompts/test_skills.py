"""What the actions say: places name sentences, and what is rendered ahead has none."""

from dataclasses import fields
from string import Formatter

import pytest

from bot.prompts.skills import PLACES, SkillPrompts
from nlu.text.languages import CODES
from tests.shipped import PROMPTS


def test_places_name_sentences() -> None:
    assert set(PLACES) <= {field.name for field in fields(SkillPrompts)}


@pytest.mark.parametrize("language", CODES)
def test_fixed_sentences_have_nothing_to_fill(language: str) -> None:
    own = PROMPTS[language].skills
    assert len(own.fixed()) == len(fields(SkillPrompts)) - len(PLACES)
    assert not any("{" in text for text in own.fixed())


@pytest.mark.parametrize("language", CODES)
@pytest.mark.parametrize("name", PLACES)
def test_every_place_can_be_filled(language: str, name: str) -> None:
    text = getattr(PROMPTS[language].skills, name)
    assert {place for _, place, _, _ in Formatter().parse(text) if place} == PLACES[name]
    assert "12" in text.format(**dict.fromkeys(PLACES[name], "12"))
