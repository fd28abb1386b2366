"""`action: lookup_NAME` in a flow: a question of data/services/, asked with the slots and answered into slots.

outcome      that of the service (found, none, several, its own); and besides
stranger     it needs a customer, and nobody knows who calls
closed       what it would tell needs a surer caller (the slot `verified`: none, number, identity, pin); unless the
             step's `next` looks for it, he is told so and offered a human
late,        no answer in time, or one that cannot be used: a human, with an apology, unless the step's `next` looks for
refused      them
"""

from collections.abc import Mapping, Set
from dataclasses import replace
from typing import Any

from bot.crm.services.model import LATE, LEVELS, REFUSED, Result, Service
from bot.skills.flows.in_use import in_words
from bot.skills.runtime.answer import Answer
from bot.skills.runtime.caller import identified
from bot.skills.runtime.registry import Tools
from bot.skills.runtime.tracker import Tracker
from handoff.reasons import Reason
from nlu.flows.effects import Done
from nlu.flows.model import LOOKUP, OUTCOME, ROWS, Step

STRANGER, CLOSED = "stranger", "closed"
CUSTOMER, NUMBER, VERIFIED = "customer_id", "caller_number", "verified"
ROWS_MOST = 4
"""Nobody keeps a longer list in mind."""


async def looked_up(step: Step, tracker: Tracker, tools: Tools) -> tuple[Done, Answer]:
    """What the service answers, as slots; what it told as facts for the human who may take over."""
    service = tools.services.services[step.name.removeprefix(LOOKUP)]
    learned = Answer()
    if CUSTOMER in service.inputs:
        tracker, learned = await identified(tracker, tools)
        if not tracker.text_slot(CUSTOMER):
            return Done({OUTCOME: STRANGER}), learned
    given = {name: _input(name, step, tracker) for name in service.inputs}
    result = await tools.services.call(service.name, given, _key(step, tracker), tracker.call_id)
    if result.outcome in (LATE, REFUSED) and not _expects(step, result.outcome):
        sorry = Answer().say(tools.say(tracker.language).crm_down).hand_off(Reason.CRM_UNAVAILABLE)
        return Done({OUTCOME: result.outcome}, ended=True), learned.and_then(sorry.without_events())
    done, answer = _answered(service, result, step, tracker, tools, learned)
    if done.slots[OUTCOME] == CLOSED and not _expects(step, CLOSED):
        return replace(done, asked=True), Answer().response("utter_needs_identity")
    return done, answer


def _key(step: Step, tracker: Tracker) -> str:
    """Of this wish: what Rasa asks for twice in one turn is written once; "" where it does not say which turn it is."""
    return f"{tracker.call_id}:{tracker.turn}:{step.id}" if tracker.turn else ""


def _answered(
    service: Service, result: Result, step: Step, tracker: Tracker, tools: Tools, learned: Answer
) -> tuple[Done, Answer]:
    level = _level(tracker)
    open_now = {name for name in result.outputs if LEVELS.index(result.opens_at.get(name, "none")) <= level}
    told = {name: value for name, value in result.outputs.items() if name in open_now}
    withheld = any(value is not None for name, value in result.outputs.items() if name not in open_now)
    slots: dict[str, Any] = {step.outputs.get(name, name): told.get(name) for name in service.outputs}
    slots[ROWS] = [_row(row, open_now, tracker, tools) for row in result.rows[:ROWS_MOST]]
    slots[OUTCOME] = CLOSED if withheld else result.outcome
    answer = learned
    for name, value in told.items():
        if value is not None and not service.many:
            answer = answer.fact(name, _plain(value), service.name)
    return Done(slots | learned.slots), answer.without_events()


def _row(row: Mapping[str, Any], open_now: Set[str], tracker: Tracker, tools: Tools) -> dict[str, Any]:
    """A row that may be told, and under `said` how its columns are said (`nlu.flows.model.SlotKind.among`)."""
    told = {name: value for name, value in row.items() if name in open_now}
    kinds = tools.flows.given
    said = {
        name: in_words(kinds[name], value, tracker.language, tools.now())
        for name, value in told.items()
        if value is not None and name in kinds
    }
    return {**told, "said": said}


def _input(name: str, step: Step, tracker: Tracker) -> Any:
    slot = step.inputs.get(name, NUMBER if name == "number" else name)
    return tracker.slots.get(slot)


def _level(tracker: Tracker) -> int:
    """How surely the caller is known: his number at least, where the records have it."""
    verified = tracker.text_slot(VERIFIED)
    if verified in LEVELS:
        return LEVELS.index(verified)
    return LEVELS.index("number" if tracker.text_slot(CUSTOMER) else "none")


def _expects(step: Step, outcome: str) -> bool:
    """Whether the step's ways look for an outcome."""
    texts = (way.condition.text for way in step.ways if way.condition and OUTCOME in way.condition.slots)
    return any(outcome in text for text in texts)


def _plain(value: Any) -> str:
    if isinstance(value, Mapping) and "value" in value:
        return f"{value['value']} {value.get('currency', '')}".strip()
    return str(value)
