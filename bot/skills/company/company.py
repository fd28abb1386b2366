"""What everybody may know: opening hours and address, from the settings."""

from bot.skills.company.hours import HoursAnswer
from bot.skills.company.question import HoursQuestion, parse_question
from bot.skills.runtime.answer import Answer
from bot.skills.runtime.registry import Tools, action, pick
from bot.skills.runtime.tracker import Tracker
from handoff.timetable import Timetable


@action("action_tell_hours")
async def tell_hours(tracker: Tracker, tools: Tools) -> Answer:
    """What was asked of the opening hours; the company's own text for the week, and where there is only that."""
    question = parse_question(tracker.text, tracker.language, tools.now().date())
    own = pick(tools.company.hours, tracker.language)
    hours = hours_answer(tracker.language, tools)
    if hours is None or (own and question == HoursQuestion()):
        return Answer().say(tools.say(tracker.language).hours.format(hours=own))
    return Answer().say(hours.to(question))


@action("action_tell_address")
async def tell_address(tracker: Tracker, tools: Tools) -> Answer:
    """The address."""
    address = pick(tools.company.address, tracker.language)
    return Answer().say(tools.say(tracker.language).address.format(address=address))


def hours_answer(language: str, tools: Tools) -> HoursAnswer | None:
    """What can be said of the hours now; None where only a text tells them."""
    week = tools.company.week
    if week is None:
        return None
    return HoursAnswer(Timetable(week, tools.days), tools.say(language), language, tools.now())


def notice(language: str, tools: Tools) -> str:
    """The company's message of today, which every caller hears at the greeting; "" where there is none."""
    special = tools.days.of(tools.now().date())
    return special.messages.get(language, "") if special is not None else ""
