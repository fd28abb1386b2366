"""What steps do outside of their flow: responses, actions, and checks of readings against the records."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.crm.sql import SqliteCrm
from bot.skills.flows.doing import checked, done
from bot.skills.flows.in_use import FlowsInUse
from bot.skills.runtime.answer import Answer
from bot.skills.runtime.registry import Tools, action
from bot.skills.runtime.tracker import Tracker, parse_tracker
from handoff.reasons import Reason
from nlu.flows.effects import Check, Checked, Do, Done
from tests.nlu.flows.talking import book
from tests.shipped import PROMPTS

BOOK = book("slots: {n: digits(5)}")
KNOWN = "12345"


@action("action_learn")
async def learn(tracker: Tracker, tools: Tools) -> Answer:
    return Answer().say(f"زبان {tracker.language}").set_slot("city", "تهران").set_slot("old", None).then("action_more")


@action("action_offer")
async def offer(tracker: Tracker, tools: Tools) -> Answer:
    return Answer().say("وصل کنم؟").offer_human()


@action("action_hand_off")
async def hand_off(tracker: Tracker, tools: Tools) -> Answer:
    return Answer().say("وصل می‌کنم").hand_off(Reason.COMPLAINT)


@action("action_goodbye")
async def goodbye(tracker: Tracker, tools: Tools) -> Answer:
    return Answer().say("خداحافظ").hang_up()


@action("action_who", needs_caller=True)
async def who(tracker: Tracker, tools: Tools) -> Answer:
    return Answer().say(tracker.text_slot("customer_id"))


@action("check_n")
async def check_n(tracker: Tracker, tools: Tools) -> Answer:
    """Takes the reading that is known; a stranger's brings a human, of the rest it says why."""
    readings = tracker.slots["candidates"]
    if KNOWN in readings:
        return Answer().say("پیدا شد").set_slot("n", KNOWN).set_slot("state", "shipped")
    if "99999" in readings:
        return Answer().hand_off(Reason.NOT_OWNER)
    return Answer().set_slot("failures", 1) if "00000" in readings else Answer().say("پیدا نشد").set_slot("n", None)


ACTIONS = {one.name: one for one in (learn, offer, hand_off, goodbye, who, check_n)}


@pytest.fixture
def tools(tmp_path: Path) -> Iterator[Tools]:
    """Over a CRM that is away."""
    crm = SqliteCrm(f"sqlite:///{tmp_path}/none.db")
    flows = FlowsInUse(BOOK, frozenset({"utter_x", "utter_offer"}), frozenset({"utter_offer"}))
    yield Tools(crm, {code: own.skills for code, own in PROMPTS.items()}, flows=flows, actions=ACTIONS)
    crm.close()


def tracker(**slots: Any) -> Tracker:
    return parse_tracker({"slots": {"language": "ar", **slots}})


@pytest.mark.parametrize(("name", "asks"), [("utter_x", False), ("utter_offer", True)])
async def test_a_response_is_said_with_the_slots(tools: Tools, name: str, asks: bool) -> None:
    what, answer = await done(Do(name), tracker(), tools, {"n": "۱۲ ۳۴۵"})
    assert what == Done(asked=asks)
    assert answer.responses == ({"response": name, "n": "۱۲ ۳۴۵"},)


async def test_what_an_action_learns_goes_to_the_flow_and_not_to_rasa(tools: Tools) -> None:
    what, answer = await done(Do("action_learn"), tracker(), tools, {})
    assert what == Done({"city": "تهران", "old": None})
    assert answer.responses == ({"text": "زبان ar"},)
    assert answer.events == ()


@pytest.mark.parametrize(
    ("name", "ended", "asked"),
    [
        ("action_learn", False, False),
        ("action_offer", False, True),
        ("action_hand_off", True, False),
        ("action_goodbye", True, False),
    ],
)
async def test_an_action_may_end_the_flows_or_ask(tools: Tools, name: str, ended: bool, asked: bool) -> None:
    what, _ = await done(Do(name), tracker(), tools, {})
    assert (what.ended, what.asked) == (ended, asked)


async def test_records_that_are_away_bring_a_human(tools: Tools) -> None:
    what, answer = await done(Do("action_who"), tracker(caller_number="09121234567"), tools, {})
    assert what.ended
    assert answer.texts == (tools.say("ar").crm_down,)
    assert answer.responses[-1]["custom"]["handoff"]["reason"] == "crm_unavailable"


async def test_a_caller_who_is_known_is_not_looked_up(tools: Tools) -> None:
    what, answer = await done(Do("action_who"), tracker(customer_id="c-1"), tools, {})
    assert (what, answer.texts) == (Done(), ("c-1",))


@pytest.mark.parametrize(
    ("readings", "result"),
    [
        (("12305", KNOWN), Checked(KNOWN, {"state": "shipped"}, said=True)),
        (("11111",), Checked(None, said=True)),
        (("00000",), Checked(None, {"failures": 1})),
        (("99999",), Checked(None, ended=True)),
    ],
)
async def test_a_check_picks_a_reading_or_says_why(tools: Tools, readings: tuple[str, ...], result: Checked) -> None:
    what, answer = await checked(Check("check_n", BOOK.slots["n"], readings), tracker(), tools)
    assert what == result
    assert answer.events == ()


async def test_what_a_check_says_is_said(tools: Tools) -> None:
    _, answer = await checked(Check("check_n", BOOK.slots["n"], (KNOWN,)), tracker(), tools)
    assert answer.texts == ("پیدا شد",)
