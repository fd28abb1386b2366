"""What the records say for the human who takes over: who calls, and the answer that the caller did not get."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from pydantic import BaseModel

from bot.errors import CrmError
from bot.skills.runtime.answer import Answer
from bot.skills.runtime.caller import identified
from bot.skills.runtime.registry import Action, Tools
from bot.skills.runtime.skill import answers
from bot.skills.runtime.tracker import Tracker
from nlu.tables.faq import FAQ

log = logging.getLogger(__name__)

SURELY = 0.5
"""A question of the table as similar as this to what was said is what was asked, whatever intent was found."""


class Unanswered(BaseModel):
    """What a caller wanted and was not told, the likeliest first, the slots of his conversation, and his words."""

    intents: list[str]
    slots: dict[str, Any]
    texts: list[str] = []


async def suggested(asked: Unanswered, actions: Mapping[str, Action], tools: Tools) -> dict[str, str]:
    """`customer_id` and `caller_name` of who calls, `intent` and `text` of the first answer that settles something.

    A question of the table (data/faq.csv) that is surely what was said comes before what the intents want, one that may
    be it behind them. Each only where it is known. A records system that is away costs what was not asked yet.
    """
    told = tools.faq.nearest_of(asked.texts, Tracker(asked.slots, "", (), (), "").language, tools.today())
    answer = {"intent": FAQ, "text": told.answer} if told else {}
    if told is not None and told.similarity >= SURELY:
        return answer | await _known(asked, (), actions, tools)
    return answer | await _known(asked, asked.intents, actions, tools)


async def _known(
    asked: Unanswered, intents: Sequence[str], actions: Mapping[str, Action], tools: Tools
) -> dict[str, str]:
    """Who calls, and what the records answer."""
    found: dict[str, str] = {}
    try:
        tracker, _ = await identified(Tracker(asked.slots, "", (), (), ""), tools)
        known = {name: tracker.text_slot(name) for name in ("customer_id", "caller_name")}
        found |= {name: value for name, value in known.items() if value}
        found |= await _answer(intents, tracker, actions, tools)
    except CrmError as error:
        log.warning("not all can be suggested to the agent: %s", error)
    return found


async def _answer(
    intents: Sequence[str], tracker: Tracker, actions: Mapping[str, Action], tools: Tools
) -> dict[str, str]:
    by_intent = answers()
    for intent in intents:
        wanted = actions.get(by_intent.get(intent, ""))
        if wanted is not None and (text := _settling(await wanted.run(replace(tracker, intent=intent), tools))):
            return {"intent": intent, "text": text}
    return {}


def _settling(answer: Answer) -> str:
    """What an answer says; "" where it only says why it cannot."""
    payloads = [one["custom"] for one in answer.responses if "custom" in one]
    if any(one.get("settled") is False or "handoff" in one for one in payloads):
        return ""
    return " ".join(str(one["text"]) for one in answer.responses if one.get("text"))
