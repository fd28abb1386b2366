"""The caller's account."""

from bot.skills.runtime.skill import Skill

SKILL = Skill("account", answers={"ask_balance": "action_tell_balance"})
