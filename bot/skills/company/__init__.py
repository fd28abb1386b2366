"""What callers ask about the company."""

from bot.skills.runtime.skill import Skill

SKILL = Skill("company", answers={"ask_hours": "action_tell_hours", "ask_address": "action_tell_address"})
