"""Orders: where one is, told to whom it concerns; and what follows where it has not come."""

import re

from bot.crm.model import Order, OrderState
from bot.skills.orders.number import SLOT
from bot.skills.runtime import display as wording
from bot.skills.runtime.answer import Answer
from bot.skills.runtime.registry import Tools, action
from bot.skills.runtime.tracker import Tracker
from handoff.reasons import Reason
from nlu.text.fold import match_key

ENTITIES = ("order_number", "number")
TOLD_SLOT = "told_order"
WAS_TOLD_SLOT = "order_told"
ANSWERED_SLOT = "order_answered"
OVER = frozenset({OrderState.CANCELLED, OrderState.RETURNED})
FACT, DELIVERY, LATE = "order", "delivery", "late"
"""What the human is told of an order: its state, the day of its delivery, and where that has passed, so."""

NOT_ARRIVED = {
    "fa": re.compile(r"\b(?:ن(?:رسید|یامد|یومد|گرفت|فرستاد|دادن?د?)|تحویل ن(?:داد|شد|گرفت)|(?:به )?دستم ن)"),
    "ar": re.compile(r"\b(?:ما|لم|لسه|بعد|مش|مو) (?:وصل|یصل|جان|جت|اجا|اجت|استلم|تسلم|سلم|جاب|لقیت|شفت)|ماوصل|ماجان"),
}
"""On the matching key (`nlu.text.fold`): words that say an order has not come."""


@action("action_tell_order_status", needs_caller=True)
async def tell_order_status(tracker: Tracker, tools: Tools) -> Answer:
    """Read the number back in groups and tell where the order is; offer a human where it is late."""
    texts = tools.say(tracker.language)
    number = tracker.text_slot(SLOT)
    order = await tools.crm.order(number) if number else None
    if order is None:
        spoken = wording.order_number(number, tracker.language)
        return Answer().say(texts.order_not_found.format(number=spoken)).unsettled()
    if not tracker.text_slot("customer_id") and not tools.rules.strangers_hear_orders:
        return Answer().say(texts.order_stranger).unsettled().offer_human()
    if not _may_hear(order, tracker, tools):
        return Answer().say(texts.order_not_yours).unsettled()
    late = _is_late(order, tools)
    answer = Answer()
    for slot, value in ((TOLD_SLOT, order.number), (WAS_TOLD_SLOT, True)):
        answer = answer.set_slot(slot, value)
    answer = answer.say(_told(order, tracker, tools)).link("order", order.number)
    answer = answer.fact(FACT, order.state.value, order.number)
    if order.delivery_date is not None and order.state not in OVER:
        answer = answer.fact("delivery_date", order.delivery_date.isoformat(), order.number)
    answer = answer.fact(DELIVERY, LATE, order.number) if late else answer
    return answer.offer_human(Reason.NOT_ARRIVED) if late else answer


@action("action_order_again")
async def order_again(tracker: Tracker, tools: Tools) -> Answer:
    """Orders once more in this call: the one just told has not come, or another one is meant."""
    order = await tools.crm.order(tracker.text_slot(TOLD_SLOT)) if _contradicts(tracker) else None
    answered = Answer().set_slot(ANSWERED_SLOT, order is not None)
    return answered if order is None else answered.and_then(_not_arrived(order, tracker, tools))


def _contradicts(tracker: Tracker) -> bool:
    """The caller says of the order that was just told, without another number, that it has not come."""
    said = match_key(tracker.text, tracker.language)
    pattern = NOT_ARRIVED.get(tracker.language, NOT_ARRIVED["fa"])
    return bool(tracker.text_slot(TOLD_SLOT)) and not tracker.readings(*ENTITIES) and bool(pattern.search(said))


def _not_arrived(order: Order, tracker: Tracker, tools: Tools) -> Answer:
    """An order that is in time is on its way; any other that has not come is for a human."""
    texts = tools.say(tracker.language)
    if order.state is OrderState.SHIPPED and not _is_late(order, tools):
        return Answer().say(texts.not_arrived_yet).offer_human(Reason.NOT_ARRIVED)
    return Answer().say(texts.not_arrived_sorry).hand_off(Reason.NOT_ARRIVED)


def _may_hear(order: Order, tracker: Tracker, tools: Tools) -> bool:
    customer_id = tracker.text_slot("customer_id")
    return tools.rules.strangers_hear_orders if not customer_id else order.customer_id == customer_id


def _is_late(order: Order, tools: Tools) -> bool:
    """The planned day has passed and the order is still to come."""
    open_still = order.state not in OVER and order.state is not OrderState.DELIVERED
    return open_still and order.delivery_date is not None and order.delivery_date < tools.today()


def _told(order: Order, tracker: Tracker, tools: Tools) -> str:
    texts = tools.say(tracker.language)
    sentence: str = getattr(texts, f"order_{order.state.value}")
    told = sentence.format(number=wording.order_number(order.number, tracker.language))
    if order.delivery_date is None or order.state in OVER:
        return told
    when = wording.day(order.delivery_date, tools.today(), tracker.language)
    if order.state is OrderState.DELIVERED:
        delivery = texts.delivery_done
    elif order.delivery_date == tools.today():
        delivery = texts.delivery_today
    else:
        delivery = texts.delivery_late if _is_late(order, tools) else texts.delivery_planned
    return f"{told} {delivery.format(date=when)}"
