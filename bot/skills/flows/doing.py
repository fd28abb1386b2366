"""What a step does outside of its flow: a response, an action, a check of readings against the records."""

from collections.abc import Mapping

from bot.skills.flows.lookup import looked_up
from bot.skills.runtime.answer import Answer
from bot.skills.runtime.perform import perform
from bot.skills.runtime.registry import Tools
from bot.skills.runtime.tracker import Tracker
from nlu.flows.effects import Check, Checked, Do, Done
from nlu.flows.model import LOOKUP

CANDIDATES = "candidates"
"""The slot in which an action finds the readings that it checks."""


async def done(effect: Do, tracker: Tracker, tools: Tools, values: Mapping[str, str]) -> tuple[Done, Answer]:
    """A response, a look-up or an action."""
    name = effect.action
    if name.startswith(LOOKUP) and effect.step is not None:
        return await looked_up(effect.step, tracker, tools)
    if name.startswith("utter_"):
        return Done(asked=name in tools.flows.questions), Answer().response(name, **values)
    answer = await perform(tools.actions[name], tracker, tools)
    return Done(answer.slots, ended=answer.ends, asked=answer.asks), answer.without_events()


async def checked(effect: Check, tracker: Tracker, tools: Tools) -> tuple[Checked, Answer]:
    """The reading that the action takes, which it says by setting the slot; where it takes none it says why."""
    slots = {**tracker.slots, CANDIDATES: list(effect.readings)}
    answer = await perform(tools.actions[effect.action], tracker.further(slots, ()), tools)
    found = answer.slots
    value = found.pop(effect.slot.name, None)
    return Checked(value, found, said=bool(answer.texts), ended=answer.ends), answer.without_events()
