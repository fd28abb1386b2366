"""Orders: the number is checked while it is asked for, then the state is told, to whom it concerns."""

from bot.actions import wording
from bot.actions.answer import Answer
from bot.actions.registry import Tools, action
from bot.actions.tracker import Tracker
from bot.crm.model import Order, OrderState
from handoff.rules import Reason

FORM = "order_form"
SLOT = "order_number"
FAILURES_SLOT = "failures"
STATE_SLOT = "order_state"
ENTITIES = ("order_number", "number")
NUMBER_DIGITS = 5
READINGS_MOST = 8
FAILURES_MOST = 2
"""The second bad number in a row brings a human."""
OVER = frozenset({OrderState.CANCELLED, OrderState.RETURNED})


@action("validate_order_form")
async def validate_order_form(tracker: Tracker, tools: Tools) -> Answer:
    """Accept the reading of the spoken number that the CRM knows; say what is wrong with any other."""
    candidates = tracker.candidates()
    if candidates.get(SLOT) is None:
        return Answer()
    starting = tracker.active_form != FORM
    readings = tracker.readings(*ENTITIES)
    if not readings and starting:
        # The number of an order that was settled earlier in this call: ask again instead.
        return _failures(Answer().set_slot(SLOT, None), 0, tracker)
    known = await _first_known([one for one in readings if len(one) == NUMBER_DIGITS], tracker, tools)
    if known is not None:
        return _failures(Answer().set_slot(SLOT, known.number), 0, tracker)
    return _refuse(readings, 1 if starting else _failed_before(tracker) + 1, tracker, tools)


@action("action_tell_order_status", needs_caller=True)
async def tell_order_status(tracker: Tracker, tools: Tools) -> Answer:
    """Read the number back in groups and tell where the order is."""
    texts = tools.say(tracker.language)
    number = tracker.text_slot(SLOT)
    order = await tools.crm.order(number) if number else None
    if order is None:
        spoken = wording.order_number(number, tracker.language)
        return Answer().say(texts.order_not_found.format(number=spoken) if number else texts.order_not_five_digits)
    if not _may_hear(order, tracker, tools):
        return Answer().say(texts.order_not_yours)
    answer = Answer().say(_told(order, tracker, tools))
    return answer.set_slot(STATE_SLOT, order.state.value) if STATE_SLOT in tracker.slots else answer


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


def _refuse(readings: list[str], failures: int, tracker: Tracker, tools: Tools) -> Answer:
    """Say what is wrong with the number; from the second time on a human takes over and the form ends."""
    texts = tools.say(tracker.language)
    answer = _failures(Answer().set_slot(SLOT, None), failures, tracker)
    if failures >= FAILURES_MOST:
        return answer.set_slot("requested_slot", None).say(texts.order_given_up).hand_off(Reason.BAD_NUMBER)
    five = next((one for one in readings if len(one) == NUMBER_DIGITS), None)
    if five is None:
        return answer.say(texts.order_not_five_digits)
    return answer.say(texts.order_not_found.format(number=wording.order_number(five, tracker.language)))


def _failures(answer: Answer, count: int, tracker: Tracker) -> Answer:
    # Rasa logs an error for a slot that a designer's domain does not have.
    return answer.set_slot(FAILURES_SLOT, count) if FAILURES_SLOT in tracker.slots else answer


def _failed_before(tracker: Tracker) -> int:
    failures = tracker.slots.get(FAILURES_SLOT)
    return int(failures) if isinstance(failures, int | float) else 0


def _may_hear(order: Order, tracker: Tracker, tools: Tools) -> bool:
    customer_id = tracker.text_slot("customer_id")
    return tools.strangers_hear_orders if not customer_id else order.customer_id == customer_id


def _told(order: Order, tracker: Tracker, tools: Tools) -> str:
    texts = tools.say(tracker.language)
    sentence: str = getattr(texts, f"order_{order.state.value}")
    told = sentence.format(number=wording.order_number(order.number, tracker.language))
    if order.delivery_date is None or order.state in OVER:
        return told
    when = wording.day(order.delivery_date, tools.today(), tracker.language)
    delivery = texts.delivery_done if order.state is OrderState.DELIVERED else texts.delivery_planned
    return f"{told} {delivery.format(date=when)}"
