"""`action_flow`: a turn of the caller's taken through the flows; what they want done is done here, in one action."""

from collections.abc import Mapping
from typing import Any

from bot.skills.flows.asking import asked, confirmed, given_up
from bot.skills.flows.doing import checked, done
from bot.skills.runtime.answer import Answer
from bot.skills.runtime.registry import Tools, action
from bot.skills.runtime.tracker import Tracker
from nlu.flows.effects import Ask, Check, Confirm, Do, Effect, HandOff, Result, Say
from nlu.flows.heard import Heard
from nlu.flows.state import State
from nlu.flows.turn import Turn

SLOT = "flow"


@action("action_flow")
async def take_turn(tracker: Tracker, tools: Tools) -> Answer:
    """From the caller's words to the next question, or to the end of what was under way."""
    state = State.unpack(tracker.slots.get(SLOT))
    turn = Turn(tools.flows.book, state, tracker.slots, _heard(tracker, tools))
    steps = turn.resume(offered=_offered(tracker)) if tracker.acted_this_turn() else turn.take()
    answer, result = Answer(), None
    while (effect := _next(steps, result)) is not None:
        here = tracker.further(turn.slots, answer.texts)
        result, more = await _carried_out(effect, here, tools)
        answer = answer.and_then(more)
    for name, value in turn.changed.items():
        answer = answer.set_slot(name, value)
    return answer.set_slot(SLOT, _packed(turn))


def _offered(tracker: Tracker) -> bool:
    """A rule has offered something in this turn: the caller answers that now."""
    return any(((one.get("data") or {}).get("custom") or {}).get("offer") for one in tracker.said_this_turn())


def _next(steps: Any, result: Result) -> Effect | None:
    try:
        effect: Effect = steps.send(result)
    except StopIteration:
        return None
    return effect


def _packed(turn: Turn) -> Mapping[str, Any] | None:
    """The state, with what is asked for in words that Rasa's process reads (`nlu.rasa.answer_intent`)."""
    state = turn.state
    packed = state.pack()
    if packed is None or state.question is None or state.question.proposed:
        return packed
    slot = turn.slot(state.question.slot)
    return {**packed, "asked": {"slot": slot.name, "kind": slot.declared}}


def _heard(tracker: Tracker, tools: Tools) -> Heard:
    return Heard(
        text=tracker.text,
        intent=tracker.intent,
        confidence=tracker.confidence,
        language=tracker.language,
        now=tools.now(),
        keys=tracker.keys,
        entities=frozenset(str(one.get("entity")) for one in tracker.entities),
        lost_before=bool(tracker.slots.get("was_lost")),
    )


async def _carried_out(effect: Effect, tracker: Tracker, tools: Tools) -> tuple[Result, Answer]:
    """What came of an effect, for the flow and for the caller."""
    match effect:
        case Say():
            return None, Answer().response(_worded(effect, tools), **_values(tracker, tools), **effect.values)
        case Do():
            return await done(effect, tracker, tools, _values(tracker, tools))
        case Check():
            return await checked(effect, tracker, tools)
        case Ask():
            return None, await asked(effect, tracker, tools, _values(tracker, tools))
        case Confirm():
            return None, confirmed(effect, tracker, tools)
        case HandOff():
            return None, given_up(effect, tools)
    return None, Answer()


def _worded(effect: Say, tools: Tools) -> str:
    return effect.rather if effect.rather in tools.flows.responses else effect.response


def _values(tracker: Tracker, tools: Tools) -> dict[str, str]:
    """Every slot of the flows as it is said, for the placeholders of responses."""
    return tools.flows.spoken(tracker.slots, tracker.language, tools.now())
