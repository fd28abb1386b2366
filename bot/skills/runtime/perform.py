"""One action, done: its caller is looked up first, and records that are away end in an apology and a human."""

import logging

from bot.errors import CrmError
from bot.skills.runtime.answer import Answer
from bot.skills.runtime.caller import identified
from bot.skills.runtime.registry import Action, Tools
from bot.skills.runtime.tracker import Tracker
from handoff.reasons import Reason

log = logging.getLogger(__name__)


async def perform(wanted: Action, tracker: Tracker, tools: Tools) -> Answer:
    """What the action answers; never raises `CrmError`."""
    try:
        learned = Answer()
        if wanted.needs_caller:
            tracker, learned = await identified(tracker, tools)
        return learned.and_then(await wanted.run(tracker, tools))
    except CrmError as error:
        log.warning("%s: %s", wanted.name, error)
        return Answer().say(tools.say(tracker.language).crm_down).hand_off(Reason.CRM_UNAVAILABLE)
