"""Which of the numbers that a caller may have said is his order's."""

from collections.abc import Sequence

from bot.crm.model import Order
from bot.skills.runtime import display as wording
from bot.skills.runtime.answer import Answer
from bot.skills.runtime.registry import Tools, action
from bot.skills.runtime.tracker import Tracker

SLOT = "order_number"
READINGS_MOST = 8


@action("validate_order_number")
async def validate_order_number(tracker: Tracker, tools: Tools) -> Answer:
    """Take the reading that the records know; say that there is none of the likeliest."""
    readings = [str(one) for one in tracker.slots.get("candidates") or ()]
    known = await _first_known(readings[:READINGS_MOST], tracker, tools)
    if known is not None:
        return Answer().set_slot(SLOT, known.number)
    spoken = wording.order_number(readings[0], tracker.language) if readings else ""
    return Answer().say(tools.say(tracker.language).order_not_found.format(number=spoken))


async def _first_known(numbers: Sequence[str], tracker: Tracker, tools: Tools) -> Order | None:
    """Of several readings the caller's own order wins, then any that exists."""
    customer_id = tracker.text_slot("customer_id")
    known: Order | None = None
    for number in numbers:
        order = await tools.crm.order(number)
        if order is not None and order.customer_id == customer_id:
            return order
        known = known or order
    return known
