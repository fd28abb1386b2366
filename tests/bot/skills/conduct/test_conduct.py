"""Saying it again, saying goodbye, and asking for a human with the right reason."""

from dataclasses import replace
from typing import Any

import httpx
import pytest

from bot.settings.recording_options import Which
from bot.skills.runtime.server import ActionOptions, create_app
from tests.bot.skills.conftest import Ask
from tests.bot.skills.replies import HUMAN_LISTENS, custom, texts

ASKED = {"event": "bot", "text": "لطفاً شمارهٔ سفارش را بگویید.", "data": {"custom": {"expect": "digits"}}}
SAID = {"event": "bot", "text": "سلام.", "data": {"custom": None}}
USER = {"event": "user", "text": "…"}


async def test_the_last_turn_is_said_again_with_what_it_expects(ask: Ask) -> None:
    reply = await ask("action_repeat", events=[USER, SAID, ASKED, USER])
    assert texts(reply) == ["سلام.", "لطفاً شمارهٔ سفارش را بگویید."]
    assert custom(reply) == {"expect": "digits"}


async def test_a_human_who_was_offered_is_offered_again(ask: Ask) -> None:
    offer = {
        "event": "bot",
        "text": "وصل کنم؟",
        "data": {"custom": {"expect": "yesno", "offer": "human", "wait_s": 30}},
    }
    assert custom(await ask("action_repeat", events=[USER, offer, USER])) == {"expect": "yesno", "offer": "human"}


@pytest.mark.parametrize("events", [[], [USER], [SAID, USER, USER]])
async def test_nothing_to_repeat(ask: Ask, events: list[dict[str, Any]]) -> None:
    assert texts(await ask("action_repeat", events=events)) == ["بفرمایید، چه کمکی از من برمی‌آید؟"]


@pytest.mark.parametrize(
    ("recorded", "says"),
    [("none", "ضبط نمی‌شود"), ("handoffs", "اگر به همکارم وصل شوید، ضبط می‌شود"), ("all", "بله، تماس‌ها")],
)
async def test_whether_the_call_is_recorded_is_told_as_the_settings_have_it(
    options: ActionOptions, recorded: Which, says: str
) -> None:
    transport = httpx.ASGITransport(app=create_app(replace(options, recorded=recorded)))
    async with httpx.AsyncClient(transport=transport, base_url="http://actions") as client:
        asked = {"next_action": "action_tell_recorded", "sender_id": "c", "tracker": {"slots": {"language": "fa"}}}
        reply = (await client.post("/webhook", json={**asked, "version": "3.6.21", "domain": {}})).json()
    assert says in texts(reply)[0]


async def test_goodbye_ends_the_call(ask: Ask) -> None:
    reply = await ask("action_goodbye")
    assert "خدانگهدار" in texts(reply)[0]
    assert custom(reply) == {"hangup": True}
    assert HUMAN_LISTENS in reply["events"]


@pytest.mark.parametrize(
    ("intent", "reason", "skill", "words"),
    [
        ("talk_to_human", "asked_for_human", "", "بسیار خوب"),
        ("complaint", "complaint", "complaints", "متأسفم"),
        ("dont_know", "no_number", "", "بسیار خوب"),
        ("out_of_scope", "no_match", "", "متوجه نشدم"),
        ("nlu_fallback", "no_match", "", "متوجه نشدم"),
        ("account_trouble", "account_trouble", "", "بسیار خوب"),
        ("emergency", "emergency", "", "بسیار خوب"),
        ("insult", "complaint", "complaints", "متأسفم"),
        ("directory", "asked_for_human", "", "بسیار خوب"),
        ("call_me_back", "call_wanted", "", "بسیار خوب"),
    ],
)
async def test_the_reason_follows_from_what_was_said(
    ask: Ask, intent: str, reason: str, skill: str, words: str
) -> None:
    reply = await ask("action_hand_off", latest_message={"intent": {"name": intent}}, events=[SAID, USER])
    assert words in texts(reply)[0]
    assert custom(reply) == {"handoff": {"reason": reason, "skill": skill}}
    assert HUMAN_LISTENS in reply["events"]


async def test_a_rule_that_has_spoken_is_not_repeated(ask: Ask) -> None:
    reply = await ask("action_hand_off", latest_message={"intent": {"name": "dont_know"}}, events=[USER, SAID])
    assert texts(reply) == []
    assert custom(reply)["handoff"]["reason"] == "no_number"
