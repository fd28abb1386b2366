"""What everybody may know: opening hours and address, from the settings."""

from bot.skills.runtime.answer import Answer
from bot.skills.runtime.registry import Tools, action, pick
from bot.skills.runtime.tracker import Tracker


@action("action_tell_hours")
async def tell_hours(tracker: Tracker, tools: Tools) -> Answer:
    """The opening hours."""
    hours = pick(tools.company.hours, tracker.language)
    return Answer().say(tools.say(tracker.language).hours.format(hours=hours))


@action("action_tell_address")
async def tell_address(tracker: Tracker, tools: Tools) -> Answer:
    """The address."""
    address = pick(tools.company.address, tracker.language)
    return Answer().say(tools.say(tracker.language).address.format(address=address))
