"""Every skill says of itself what others need to know."""

from pathlib import Path

import yaml

import bot.skills
from bot.skills.runtime.registry import discover
from bot.skills.runtime.skill import answers, own_slots, skills
from nlu.training.flows import STATE_SLOT

DOMAIN = yaml.safe_load(Path("data/domain/domain.yml").read_text(encoding="utf-8"))


def test_every_folder_of_a_skill_has_one() -> None:
    folders = {path.parent.name for path in Path(bot.skills.__path__[0]).glob("*/__init__.py")} - {"runtime"}
    assert {one.name for one in skills()} == folders


def test_what_answers_is_an_action_and_what_is_answered_an_intent() -> None:
    assert set(answers().values()) <= set(discover())
    assert set(answers()) <= set(DOMAIN["intents"])


def test_own_slots_are_slots_of_the_domain() -> None:
    assert own_slots() <= set(DOMAIN["slots"]) | {STATE_SLOT}
    assert "order_number" not in own_slots()
