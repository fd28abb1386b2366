"""Flows of data/flows run here: one action a turn walks from the caller's words to the next question."""

from bot.skills.runtime.skill import Skill

SKILL = Skill("flows", own_slots=frozenset({"flow"}))
