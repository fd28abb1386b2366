"""What a skill's folder says of itself, in its `__init__`: `SKILL = Skill(...)`. Found by walking the folders.

A skill is a folder of `bot/skills`: its actions, the slots it keeps to itself, and which action answers what is asked.
The words that it says, and those that a whisper tells of its facts, are the designers': `data/prompts/`.
"""

import importlib
import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass, field

import bot.skills


@dataclass(frozen=True, slots=True)
class Skill:
    """One skill.

    `own_slots`: slots that it keeps for its own rules; no human needs them.
    `answers`: by intent, the action that answers it from the records without a question.
    """

    name: str
    own_slots: frozenset[str] = frozenset()
    answers: Mapping[str, str] = field(default_factory=dict)


def skills() -> tuple[Skill, ...]:
    """Every skill, by name."""
    folders = (module.name for module in pkgutil.iter_modules(bot.skills.__path__, "bot.skills.") if module.ispkg)
    found = (vars(importlib.import_module(folder)).get("SKILL") for folder in folders)
    return tuple(sorted((one for one in found if isinstance(one, Skill)), key=lambda one: one.name))


def own_slots() -> frozenset[str]:
    """What all skills keep for their own rules."""
    return frozenset(slot for one in skills() for slot in one.own_slots)


def answers() -> dict[str, str]:
    """By intent, the action that answers it."""
    return {intent: action for one in skills() for intent, action in one.answers.items()}
