"""What people ask again and again: answered from the company's table, data/faq.csv."""

from bot.skills.runtime.skill import Skill

SKILL = Skill("faq")
