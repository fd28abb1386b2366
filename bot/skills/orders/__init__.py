"""The caller's orders."""

from bot.skills.runtime.skill import Skill

SKILL = Skill(
    "orders",
    own_slots=frozenset({"order_told", "told_order", "order_answered"}),
    answers={"ask_order_status": "action_tell_order_status"},
)
