"""Who calls, asked once more when it first matters: the CRM may have been away at the greeting."""

from dataclasses import replace

from bot.skills.runtime.answer import Answer
from bot.skills.runtime.registry import Tools
from bot.skills.runtime.tracker import Tracker


async def identified(tracker: Tracker, tools: Tools) -> tuple[Tracker, Answer]:
    """The conversation with its caller, if the CRM knows the number, and the slots that say so.

    Raises:
        CrmError: it cannot be told whether the CRM knows the number.
    """
    if tracker.text_slot("customer_id"):
        return tracker, Answer()
    customer = await tools.crm.customer_by_number(tracker.text_slot("caller_number"))
    if customer is None:
        return tracker, Answer()
    known = {"customer_id": customer.customer_id, "caller_name": customer.titled_name}
    learned = Answer()
    for name, value in known.items():
        learned = learned.set_slot(name, value)
    return replace(tracker, slots={**tracker.slots, **known}), learned
