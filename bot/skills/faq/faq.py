"""Answers of data/faq.csv: the row that asks what the caller asked, as the table is now."""

from bot.skills.runtime.answer import Answer
from bot.skills.runtime.registry import Tools, action
from bot.skills.runtime.tracker import Tracker
from handoff.reasons import Reason


@action("action_tell_faq")
async def tell_faq(tracker: Tracker, tools: Tools) -> Answer:
    """The answer to the question that was understood; where the table has none any more, a human is offered."""
    book, today = tools.faq, tools.today()
    told = book.asked(tracker.question, tracker.language, today)
    told = told or book.nearest(tracker.text, tracker.language, today)
    if told is None:
        return Answer().say(tools.say(tracker.language).faq_unknown).unsettled().offer_human(Reason.NO_MATCH)
    return Answer().say(told.answer).fact("faq", told.question, about=told.topic)
