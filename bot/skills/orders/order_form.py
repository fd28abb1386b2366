"""The order number: asked for, taken in any reading or in parts, put right, refused; then a human."""

from bot.crm.model import Order
from bot.skills.orders.order_number import Parts, Taken, take
from bot.skills.runtime import display as wording
from bot.skills.runtime.answer import Answer
from bot.skills.runtime.registry import Tools, action
from bot.skills.runtime.tracker import Tracker
from handoff.reasons import Reason
from nlu.numbers import correction as number_correction
from nlu.numbers.slots import ORDER_NUMBER
from nlu.text.languages import own_digits

FORM = "order_form"
SLOT = "order_number"
FAILURES_SLOT = "failures"
PARTS_SLOT = "number_parts"
REFUSED_SLOT = "number_refused"
LENGTH = ORDER_NUMBER.lengths[0]
ENTITIES = ("order_number", "number")
READINGS_MOST = 8
FAILURES_MOST = 2
"""The second bad number in a row brings a human."""


@action("action_ask_order_number")
async def ask_order_number(tracker: Tracker, tools: Tools) -> Answer:
    """The form's question: at first in full, then digit by digit; only for the rest where a part was said."""
    texts = tools.say(tracker.language)
    if tracker.intent == "wait":
        return Answer().ask_digits(LENGTH)  # «I wait» was said
    if parts := Parts.from_slot(tracker.slots.get(PARTS_SLOT)):
        spoken = own_digits(" ".join(parts.readings[0]), tracker.language)
        return Answer().say(texts.ask_order_number_rest.format(number=spoken)).ask_digits(LENGTH)
    again = _failed_before(tracker) > 0
    return Answer().say(texts.ask_order_number_again if again else texts.ask_order_number).ask_digits(LENGTH)


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
    answer = noted(answer, REFUSED_SLOT, taken.whole[0], tracker)
    return answer.say(texts.order_not_found.format(number=wording.order_number(taken.whole[0], tracker.language)))


def _failures(answer: Answer, count: int, tracker: Tracker) -> Answer:
    return noted(answer, FAILURES_SLOT, count, tracker)


def _failed_before(tracker: Tracker) -> int:
    failures = tracker.slots.get(FAILURES_SLOT)
    return int(failures) if isinstance(failures, int | float) else 0


def noted(answer: Answer, slot: str, value: object, tracker: Tracker) -> Answer:
    """The slot set, where the designer's domain has it; Rasa logs an error for any other."""
    return answer.set_slot(slot, value) if slot in tracker.slots else answer
