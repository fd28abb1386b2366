"""What the caller's account holds."""

from bot.skills.runtime import display as wording
from bot.skills.runtime.answer import Answer
from bot.skills.runtime.registry import Tools, action
from bot.skills.runtime.tracker import Tracker


@action("action_tell_balance", needs_caller=True)
async def tell_balance(tracker: Tracker, tools: Tools) -> Answer:
    """Only a recognised caller hears a balance, and always with its unit."""
    texts = tools.say(tracker.language)
    customer_id = tracker.text_slot("customer_id")
    if not customer_id:
        return Answer().say(texts.balance_stranger).unsettled()
    amount = await tools.crm.balance(customer_id)
    if amount is None:
        return Answer().say(texts.balance_no_account).unsettled()
    said = wording.money(amount, tracker.language)
    return Answer().say(texts.balance.format(amount=said)).fact("balance", f"{amount.rial} IRR", customer_id)
