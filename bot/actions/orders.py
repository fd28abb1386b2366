"""Orders: the number is checked while it is asked for, then the state is told, to whom it concerns."""

import re

from bot.actions import wording
from bot.actions.answer import Answer
from bot.actions.order_number import Parts, Taken, take
from bot.actions.registry import Tools, action
from bot.actions.tracker import Tracker
from bot.crm.model import Order, OrderState
from handoff.rules import Reason
from nlu import number_correction
from nlu.fold import match_key
from nlu.slots import ORDER_NUMBER

FORM = "order_form"
SLOT = "order_number"
FAILURES_SLOT = "failures"
STATE_SLOT = "order_state"
PARTS_SLOT = "number_parts"
REFUSED_SLOT = "number_refused"
TOLD_SLOT = "told_order"
WAS_TOLD_SLOT = "order_told"
ENTITIES = ("order_number", "number")
READINGS_MOST = 8
FAILURES_MOST = 2
"""The second bad number in a row brings a human."""
OVER = frozenset({OrderState.CANCELLED, OrderState.RETURNED})
LATE = "late"
"""What `order_state` holds for the human where the planned day has passed."""

NOT_ARRIVED = {
    "fa": re.compile(r"\b(?:ن(?:رسید|یامد|یومد|گرفت|فرستاد|دادن?د?)|تحویل ن(?:داد|شد|گرفت)|(?:به )?دستم ن)"),
    "ar": re.compile(r"\b(?:ما|لم|لسه|بعد|مش|مو) (?:وصل|یصل|جان|جت|اجا|اجت|استلم|تسلم|سلم|جاب|لقیت|شفت)|ماوصل|ماجان"),
}
"""On the matching key (`nlu.fold`): words that say an order has not come."""


@action("action_ask_order_number")
async def ask_order_number(tracker: Tracker, tools: Tools) -> Answer:
    """The form's question: at first in full, then digit by digit; only for the rest where a part was said."""
    texts = tools.say(tracker.language)
    digits: dict[str, object] = {"expect": "digits"}
    if tracker.intent == "wait":
        return Answer().custom(digits)  # «I wait» was said
    if parts := Parts.from_slot(tracker.slots.get(PARTS_SLOT)):
        spoken = wording.digits(" ".join(parts.readings[0]), tracker.language)
        return Answer().say(texts.ask_order_number_rest.format(number=spoken)).custom(digits)
    again = _failed_before(tracker) > 0
    return Answer().say(texts.ask_order_number_again if again else texts.ask_order_number).custom(digits)


@action("validate_order_form")
async def validate_order_form(tracker: Tracker, tools: Tools) -> Answer:
    """Accept the reading that the CRM knows, keep a part of a number, say what is wrong with any other."""
    if tracker.candidates().get(SLOT) is None:
        return Answer()
    starting = tracker.active_form != FORM
    readings = tracker.readings(*ENTITIES)
    if not readings and starting:
        # The number of an order that was settled earlier in this call: ask again instead.
        return _failures(Answer().set_slot(SLOT, None).set_slot(PARTS_SLOT, None), 0, tracker)
    before = None if starting else Parts.from_slot(tracker.slots.get(PARTS_SLOT))
    taken = take(readings, before) if starting else _corrected(tracker) or take(readings, before)
    known = await _first_known(list(taken.whole), tracker, tools)
    if known is not None:
        return _failures(Answer().set_slot(SLOT, known.number).set_slot(PARTS_SLOT, None), 0, tracker)
    failures = 0 if starting else _failed_before(tracker)
    if taken.part is not None and (taken.further or failures + 1 < FAILURES_MOST):
        kept = Answer().set_slot(SLOT, None).set_slot(PARTS_SLOT, taken.part.as_slot())
        return _failures(kept, failures + (not taken.further), tracker)
    return _refuse(taken, failures + 1, tracker, tools)


@action("action_tell_order_status", needs_caller=True)
async def tell_order_status(tracker: Tracker, tools: Tools) -> Answer:
    """Read the number back in groups and tell where the order is; offer a human where it is late."""
    texts = tools.say(tracker.language)
    number = tracker.text_slot(SLOT)
    order = await tools.crm.order(number) if number else None
    if order is None:
        spoken = wording.order_number(number, tracker.language)
        return Answer().say(texts.order_not_found.format(number=spoken) if number else texts.order_not_five_digits)
    if not tracker.text_slot("customer_id") and not tools.strangers_hear_orders:
        return Answer().say(texts.order_stranger).offer_human()
    if not _may_hear(order, tracker, tools):
        return Answer().say(texts.order_not_yours)
    late = _is_late(order, tools)
    answer = _noted(Answer(), STATE_SLOT, LATE if late else order.state.value, tracker)
    for slot, value in ((TOLD_SLOT, order.number), (WAS_TOLD_SLOT, True)):
        answer = _noted(answer, slot, value, tracker)
    answer = answer.say(_told(order, tracker, tools))
    return answer.offer_human() if late else answer


@action("action_order_again")
async def order_again(tracker: Tracker, tools: Tools) -> Answer:
    """Orders once more in this call: the one just told has not come, or another one is meant."""
    order = await tools.crm.order(tracker.text_slot(TOLD_SLOT)) if _contradicts(tracker) else None
    return Answer().then(FORM) if order is None else _not_arrived(order, tracker, tools)


def _contradicts(tracker: Tracker) -> bool:
    """The caller says of the order that was just told, without another number, that it has not come."""
    said = match_key(tracker.text, tracker.language)
    pattern = NOT_ARRIVED.get(tracker.language, NOT_ARRIVED["fa"])
    return bool(tracker.text_slot(TOLD_SLOT)) and not tracker.readings(*ENTITIES) and bool(pattern.search(said))


def _not_arrived(order: Order, tracker: Tracker, tools: Tools) -> Answer:
    """An order that is in time is on its way; any other that has not come is for a human."""
    texts = tools.say(tracker.language)
    if order.state is OrderState.SHIPPED and not _is_late(order, tools):
        return Answer().say(texts.not_arrived_yet).offer_human()
    return Answer().say(texts.not_arrived_sorry).hand_off(Reason.NOT_ARRIVED)


def _corrected(tracker: Tracker) -> Taken | None:
    """The number that was refused, put right: «آخرش پنج بود»; None where nothing is."""
    said = f"{tracker.text_slot(REFUSED_SLOT)} {tracker.text}"
    number = number_correction.corrected(said, ORDER_NUMBER, tracker.language)
    return Taken((number,)) if number is not None else None


async def _first_known(numbers: list[str], tracker: Tracker, tools: Tools) -> Order | None:
    """Of several readings the caller's own order wins, then any that exists."""
    customer_id = tracker.text_slot("customer_id")
    known: Order | None = None
    for number in numbers[:READINGS_MOST]:
        order = await tools.crm.order(number)
        if order is not None and order.customer_id == customer_id:
            return order
        known = known or order
    return known


def _refuse(taken: Taken, failures: int, tracker: Tracker, tools: Tools) -> Answer:
    """Say what is wrong with the number; from the second time on a human takes over and the form ends."""
    texts = tools.say(tracker.language)
    answer = _failures(Answer().set_slot(SLOT, None).set_slot(PARTS_SLOT, None), failures, tracker)
    if failures >= FAILURES_MOST:
        return answer.set_slot("requested_slot", None).say(texts.order_given_up).hand_off(Reason.BAD_NUMBER)
    if not taken.whole:
        return answer.say(texts.order_not_five_digits)
    answer = _noted(answer, REFUSED_SLOT, taken.whole[0], tracker)
    return answer.say(texts.order_not_found.format(number=wording.order_number(taken.whole[0], tracker.language)))


def _failures(answer: Answer, count: int, tracker: Tracker) -> Answer:
    return _noted(answer, FAILURES_SLOT, count, tracker)


def _noted(answer: Answer, slot: str, value: object, tracker: Tracker) -> Answer:
    # Rasa logs an error for a slot that a designer's domain does not have.
    return answer.set_slot(slot, value) if slot in tracker.slots else answer


def _failed_before(tracker: Tracker) -> int:
    failures = tracker.slots.get(FAILURES_SLOT)
    return int(failures) if isinstance(failures, int | float) else 0


def _may_hear(order: Order, tracker: Tracker, tools: Tools) -> bool:
    customer_id = tracker.text_slot("customer_id")
    return tools.strangers_hear_orders if not customer_id else order.customer_id == customer_id


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
