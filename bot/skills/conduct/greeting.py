"""The first words of a call: by name where the CRM knows the number."""

import logging

from bot.errors import CrmError
from bot.skills.company.company import notice
from bot.skills.runtime import display as wording
from bot.skills.runtime.answer import Answer
from bot.skills.runtime.registry import Tools, action, pick
from bot.skills.runtime.tracker import Tracker

log = logging.getLogger(__name__)


@action("action_greet_caller")
async def greet_caller(tracker: Tracker, tools: Tools) -> Answer:
    """Find the caller by number; sets `caller_name` and `customer_id`. A CRM that is down costs only the name:
    an action that needs the caller asks it again (`bot.skills.runtime.caller`). Behind it the company's message of a
    special day (data/holidays.csv)."""
    greeted, message = await _greeted(tracker, tools), notice(tracker.language, tools)
    return greeted.say(message) if message else greeted


async def _greeted(tracker: Tracker, tools: Tools) -> Answer:
    texts = tools.say(tracker.language)
    company = pick(tools.company.name, tracker.language)
    try:
        customer = await tools.crm.customer_by_number(tracker.text_slot("caller_number"))
    except CrmError as error:
        log.warning("a caller is greeted without having been looked up: %s", error)
        return Answer().say(texts.greet_without_records.format(company=company))
    if customer is None:
        return Answer().say(texts.greet.format(company=company))
    name = wording.address(customer, tracker.language)
    greeting = texts.greet_by_name.format(name=name, company=company) if name else texts.greet.format(company=company)
    return (
        Answer()
        .say(greeting)
        .set_slot("caller_name", customer.titled_name)
        .set_slot("customer_id", customer.customer_id)
        .set_slot("language", customer.language or tracker.language)
    )
