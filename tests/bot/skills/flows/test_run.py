"""`action_flow` over whole turns: what the caller hears, and what is kept in Rasa's slots from turn to turn."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bot.crm.sql import SqliteCrm
from bot.skills.flows.in_use import FlowsInUse
from bot.skills.flows.run import take_turn
from bot.skills.runtime.answer import Answer
from bot.skills.runtime.registry import Tools, action
from bot.skills.runtime.tracker import Tracker, parse_tracker
from handoff.reasons import Reason
from tests.bot.skills.replies import custom
from tests.nlu.flows.talking import book
from tests.shipped import PROMPTS

FLOWS = """
slots:
  order_number: {kind: digits(5), confirm: never}
  mobile: {kind: mobile, confirm: always}
flows:
  order_status:
    nlu_trigger:
      - intent: ask_order_status
      - intent: {name: inform, entities: [order_number]}
    steps:
      - collect: order_number
        check: validate_order_number
      - action: action_tell_order_status
      - action: utter_told
  call_back:
    nlu_trigger: [{intent: {name: call_me, confidence_threshold: 0.6}}]
    steps: [{collect: mobile}, {action: action_hand_off}, {action: action_never}]
  offers:
    nlu_trigger: [{intent: want_offer}]
    steps: [{action: utter_offer}, {action: utter_told}]
"""
NUMBER = "یک دو سه چهار پنج"
MOBILE = "صفر نه یک دو یک دو سه چهار پنج شش هفت"


@action("validate_order_number")
async def validate(tracker: Tracker, tools: Tools) -> Answer:
    known = "12345" if "12345" in tracker.slots["candidates"] else None
    return Answer().set_slot("order_number", known)


@action("action_tell_order_status")
async def tell(tracker: Tracker, tools: Tools) -> Answer:
    """Sees the slot of this very turn, and what was said in it."""
    said = len(tracker.said_this_turn())
    return Answer().say(f"{tracker.text_slot('order_number')} {said}").set_slot("told_order", "12345")


@action("action_hand_off")
async def hand_off(tracker: Tracker, tools: Tools) -> Answer:
    return Answer().hand_off(Reason.ASKED_FOR_HUMAN)


class Call:
    """A call whose slots go through JSON from turn to turn, as Rasa keeps them."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self.slots: dict[str, Any] = {"language": "fa", "flow": None}

    async def says(
        self, text: str, intent: str = "inform", events: tuple[dict[str, Any], ...] = (), **more: Any
    ) -> Any:
        """What the caller hears: names of responses and texts."""
        message: dict[str, Any] = {"text": text, "intent": {"name": intent, "confidence": more.get("sure", 1.0)}}
        message["entities"] = [{"entity": name, "value": "1"} for name in more.get("entities", ())]
        user = {"event": "user", "metadata": {"keys": more.get("keys", "")}}
        raw = {"slots": self.slots, "latest_message": message, "events": [user, *events]}
        reply = (await take_turn.run(parse_tracker(raw), self._tools)).as_json()
        self.reply = json.loads(json.dumps(reply))
        self.slots |= {one["name"]: one["value"] for one in self.reply["events"] if one["event"] == "slot"}
        return [str(one.get("text") or one.get("response")) for one in reply["responses"] if "custom" not in one]

    def filled(self, response: str) -> dict[str, Any]:
        """The values that a response was said with."""
        return next(one for one in self.reply["responses"] if one.get("response") == response)


@pytest.fixture
def call(tmp_path: Path) -> Iterator[Call]:
    crm = SqliteCrm(f"sqlite:///{tmp_path}/none.db")
    flows = FlowsInUse(book(FLOWS), frozenset({"utter_wrong_order_number"}), frozenset({"utter_offer"}))
    actions = {one.name: one for one in (validate, tell, hand_off)}
    texts = {code: own.skills for code, own in PROMPTS.items()}
    yield Call(Tools(crm, texts, flows=flows, actions=actions, now=lambda: datetime(2026, 11, 30, 10)))
    crm.close()


async def test_a_request_a_question_and_the_answer(call: Call) -> None:
    assert await call.says("سفارشم کجاست", "ask_order_status") == ["utter_ask_order_number"]
    assert custom(call.reply) == {"expect": {"kind": "digits", "length": 5}}
    assert await call.says(NUMBER) == ["12345 0", "utter_told", "utter_anything_else"]
    assert call.slots["flow"] is None
    assert (call.slots["order_number"], call.slots["told_order"]) == ("12345", "12345")


async def test_what_is_asked_for_travels_to_the_recogniser(call: Call) -> None:
    await call.says("سفارشم کجاست", "ask_order_status")
    assert call.slots["flow"]["asked"] == {"slot": "order_number", "kind": "digits(5)"}
    await call.says("شماره‌ام رو بگیر", "call_me")
    assert call.slots["flow"]["asked"] == {"slot": "mobile", "kind": "mobile"}


async def test_a_value_that_is_read_back_is_not_asked_for(call: Call) -> None:
    await call.says("زنگ بزنید", "call_me")
    assert await call.says(MOBILE) == ["utter_confirm_value"]
    assert custom(call.reply) == {"expect": "yesno"}
    assert "asked" not in call.slots["flow"]
    assert call.slots["flow"]["question"]["proposed"] == ["09121234567"]


async def test_a_human_ends_everything_that_was_under_way(call: Call) -> None:
    await call.says("زنگ بزنید", "call_me")
    await call.says(MOBILE)
    assert await call.says("بله", "affirm") == []
    assert custom(call.reply)["handoff"]["reason"] == "asked_for_human"
    assert call.slots["flow"] is None


async def test_refused_to_the_last_a_human_comes_with_the_reason(call: Call) -> None:
    await call.says("سفارشم کجاست", "ask_order_status")
    wrong = "نه نه نه نه نه"
    assert (await call.says(wrong))[0] == "utter_wrong_order_number"  # the designer has one
    await call.says(wrong)
    assert await call.says(wrong) == ["utter_given_up"]
    assert custom(call.reply)["handoff"]["reason"] == "bad_number"
    assert call.slots["flow"] is None


async def test_what_was_no_number_is_only_not_understood(call: Call) -> None:
    await call.says("سفارشم کجاست", "ask_order_status")
    assert (await call.says("چی", "nlu_fallback"))[0] == "utter_not_understood"


async def test_keys_answer(call: Call) -> None:
    await call.says("سفارشم کجاست", "ask_order_status")
    assert (await call.says("/inform", keys="12345#"))[0] == "12345 0"


@pytest.mark.parametrize(
    ("intent", "sure", "entities", "begins"),
    [
        ("call_me", 0.6, (), True),
        ("call_me", 0.5, (), False),
        ("inform", 1.0, ("order_number",), True),
        ("inform", 1.0, (), False),
    ],
)
async def test_confidence_and_entities_decide(
    call: Call, intent: str, sure: float, entities: tuple[str, ...], begins: bool
) -> None:
    await call.says("…", intent, sure=sure, entities=entities)
    assert (call.slots["flow"] is not None) is begins


async def test_behind_a_rule_the_question_is_put_again(call: Call) -> None:
    await call.says("سفارشم کجاست", "ask_order_status")
    ruled = ({"event": "action", "name": "utter_hours"},)
    assert await call.says("ساعت کار؟", "ask_hours", ruled) == ["utter_ask_order_number"]
    assert call.slots["flow"]["question"]["tries"] == 0


async def test_the_question_is_not_put_again_where_none_is_open(call: Call) -> None:
    ruled = ({"event": "action", "name": "utter_hours"},)
    assert await call.says("ساعت کار؟", "ask_hours", ruled) == []


async def test_responses_are_filled_with_the_slots_of_the_flows(call: Call) -> None:
    await call.says("سفارشم کجاست", "ask_order_status")
    await call.says(NUMBER)
    assert call.filled("utter_told") == {"response": "utter_told", "order_number": "۱۲ ۳۴۵"}
    assert call.filled("utter_anything_else")["order_number"] == "۱۲ ۳۴۵"


async def test_in_arabic_in_its_own_digits(call: Call) -> None:
    call.slots["language"] = "ar"
    await call.says("وين طلبي", "ask_order_status")
    await call.says("واحد اثنين ثلاثة أربعة خمسة")
    assert call.filled("utter_told")["order_number"] == "١٢ ٣٤٥"


async def test_behind_an_offer_nothing_is_said(call: Call) -> None:
    assert await call.says("پیشنهاد", "want_offer") == ["utter_offer"]


@pytest.mark.parametrize(("lost", "said"), [(None, ["utter_not_understood", "utter_ask_again"]), ("x", [])])
async def test_lost_twice_is_known_from_the_turn_before(call: Call, lost: str | None, said: list[str]) -> None:
    await call.says("سفارشم کجاست", "ask_order_status")
    call.slots["was_lost"] = lost
    assert (await call.says("هوا چطوره", "out_of_scope"))[:2] == said


async def test_only_what_changed_is_written(call: Call) -> None:
    await call.says("سفارشم کجاست", "ask_order_status")
    assert [one["name"] for one in call.reply["events"]] == ["flow"]
