"""What the records say for the human who takes over: who calls, and the answer that the caller did not get."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.errors import CrmError
from bot.skills.runtime.answer import Answer
from bot.skills.runtime.caller import identified
from bot.skills.runtime.registry import Action, Tools
from bot.skills.runtime.skill import answers
from bot.skills.runtime.tracker import Tracker

log = logging.getLogger(__name__)


async def suggested(
    intents: Sequence[str], slots: Mapping[str, Any], actions: Mapping[str, Action], tools: Tools
) -> dict[str, str]:
    """`customer_id` and `caller_name` of who calls, `intent` and `text` of the first intent that the records settle.

    Each only where it is known. A records system that is away costs what was not asked yet.
    """
    found: dict[str, str] = {}
    try:
        tracker, _ = await identified(Tracker(slots, "", (), (), ""), tools)
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
