"""The answer that a caller did not get: what the records say to what was wanted, for the human who takes over."""

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from bot.errors import CrmError
from bot.skills.runtime.answer import Answer
from bot.skills.runtime.registry import Action, Tools
from bot.skills.runtime.skill import answers
from bot.skills.runtime.tracker import Tracker

log = logging.getLogger(__name__)


async def suggested(
    intents: Sequence[str], slots: Mapping[str, Any], actions: Mapping[str, Action], tools: Tools
) -> dict[str, str]:
    """`intent` and `text` of the first of the intents that the records settle; empty where they settle none."""
    known = answers()
    for intent in intents:
        wanted = actions.get(known.get(intent, ""))
        if wanted is None:
            continue
        try:
            answer = await wanted.run(Tracker(slots, intent, (), (), ""), tools)
        except CrmError as error:
            log.warning("no answer can be suggested: %s", error)
            return {}
        if text := _settling(answer):
            return {"intent": intent, "text": text}
    return {}


def _settling(answer: Answer) -> str:
    """What an answer says; "" where it only says why it cannot."""
    payloads = [one["custom"] for one in answer.responses if "custom" in one]
    if any(one.get("settled") is False or "handoff" in one for one in payloads):
        return ""
    return " ".join(str(one["text"]) for one in answer.responses if one.get("text"))
