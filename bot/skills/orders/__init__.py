"""The caller's orders."""

from bot.skills.runtime.skill import Skill

SKILL = Skill(
    "orders",
    own_slots=frozenset({"failures", "order_told", "told_order", "number_parts", "number_refused"}),
    answers={"ask_order_status": "action_tell_order_status"},
)
