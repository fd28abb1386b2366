"""How the bot behaves: greeting, asking back, bringing a human."""

from bot.skills.runtime.skill import Skill

SKILL = Skill("conduct")
