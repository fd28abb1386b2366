"""The connector's JSON as a reply, and every way Rasa can fail a turn."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest

from bot.dialogue.caller_turn import CallerTurn
from bot.dialogue.client import (
    Caller,
    HandoffWish,
    Link,
    RasaDialogue,
    Understood,
    parse_reply,
    parse_understood,
)
from bot.errors import DialogueBadAnswer, DialogueUnavailable

CALLER = Caller("call-1", "09121234567", "100", "fa")


def answering(status: int, body: object) -> httpx.MockTransport:
    return httpx.MockTransport(lambda request: httpx.Response(status, json=body))


@pytest.fixture
async def rasa() -> AsyncIterator[RasaDialogue]:
    dialogue = RasaDialogue("http://127.0.0.1:1", timeout_s=0.5)
    yield dialogue
    await dialogue.close()


def test_texts_custom_and_intent_are_read() -> None:
    reply = parse_reply(
        {
            "messages": [{"text": "الف"}, {"custom": {"expect": "digits"}}, {"text": "ب"}],
            "intent": {"name": "ask_order_status", "confidence": 0.8},
            "slots": {"order_number": "12345"},
        }
    )
    assert reply.texts == ("الف", "ب")
    assert (reply.expect, reply.intent, reply.intent_confidence) == ("digits", "ask_order_status", 0.8)
    assert reply.slots == {"order_number": "12345"}


@pytest.mark.parametrize(
    ("expect", "kind", "length"),
    [
        ("digits", "digits", 0),
        ({"kind": "digits", "length": 10}, "digits", 10),
        ({"kind": "yesno"}, "yesno", 0),
        ({"kind": "date", "length": 0}, "date", 0),
        ("free", "free", 0),
        ("a dance", "general", 0),
        (None, "general", 0),
    ],
)
def test_what_is_expected_has_a_kind_and_a_length(expect: object, kind: str, length: int) -> None:
    reply = parse_reply({"messages": [{"text": "؟"}, {"custom": {"expect": expect}}]})
    assert (reply.expect, reply.length) == (kind, length)


def test_what_the_caller_was_told_about_is_linked() -> None:
    links = [{"custom": {"link": {"kind": "order", "key": key}}} for key in ("12345", "54321")]
    assert parse_reply({"messages": links}).links == (Link("order", "12345"), Link("order", "54321"))
    with pytest.raises(DialogueBadAnswer, match="link"):
        parse_reply({"messages": [{"custom": {"link": {"kind": "order"}}}]})


def test_a_wish_for_a_human_is_read() -> None:
    reply = parse_reply({"messages": [{"custom": {"handoff": {"reason": "complaint", "skill": "complaints"}}}]})
    assert reply.handoff == HandoffWish("complaint", "complaints")
    assert not reply.is_empty


def test_nothing_to_say_is_an_empty_reply() -> None:
    assert parse_reply({"messages": []}).is_empty


@pytest.mark.parametrize("body", [None, [], {}, {"messages": 3}, {"messages": ["text"]}])
def test_a_wrong_shape_is_refused(body: object) -> None:
    with pytest.raises(DialogueBadAnswer):
        parse_reply(body)


async def test_what_a_turn_would_be_taken_for_is_asked_apart() -> None:
    seen: list[str] = []

    def take(request: httpx.Request) -> httpx.Response:
        seen.append(request.url.path)
        return httpx.Response(
            200, json={"ranking": [{"name": "greet", "confidence": 0.7}, {"name": None, "confidence": 0}]}
        )

    dialogue = RasaDialogue("http://rasa", timeout_s=0.5, transport=httpx.MockTransport(take))
    found = await dialogue.understand(CALLER, CallerTurn("speech", "سلام"))
    assert seen == ["/webhooks/hatef/understand"]
    assert (found.intent, found.confidence, found.ranking) == ("greet", 0.7, (("greet", 0.7), ("", 0.0)))
    await dialogue.close()


@pytest.mark.parametrize(
    "body", [None, {}, {"ranking": {}}, {"ranking": ["greet"]}, {"ranking": [{"name": "greet", "confidence": "much"}]}]
)
def test_a_ranking_of_a_wrong_shape_is_refused(body: object) -> None:
    with pytest.raises(DialogueBadAnswer, match="ranking"):
        parse_understood(body)


def test_nothing_understood() -> None:
    assert (Understood().intent, Understood().confidence) == ("", 0.0)


async def test_nobody_listening_is_unavailable(rasa: RasaDialogue) -> None:
    with pytest.raises(DialogueUnavailable, match="does not answer"):
        await rasa.turn(CALLER, CallerTurn("speech", "سلام"))


@pytest.mark.parametrize("status", [401, 404, 500])
async def test_an_error_status_is_a_bad_answer(status: int) -> None:
    dialogue = RasaDialogue("http://rasa", timeout_s=0.5, transport=answering(status, {}))
    with pytest.raises(DialogueBadAnswer, match=str(status)):
        await dialogue.start(CALLER)
    await dialogue.close()


async def test_a_turn_carries_language_number_keys_and_token() -> None:
    seen: list[httpx.Request] = []

    def take(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json={"messages": [{"text": "بله"}]})

    dialogue = RasaDialogue("http://rasa", timeout_s=0.5, token="secret", transport=httpx.MockTransport(take))
    await dialogue.turn(CALLER, CallerTurn("keys", keys="12345"))
    await dialogue.close()
    assert seen[0].headers["Authorization"] == "Bearer secret"
    body = seen[0].read().decode()
    assert '"keys":"12345"' in body
    assert '"language":"fa"' in body
    assert '"caller":"09121234567"' in body


@pytest.mark.parametrize(("lives", "answered"), [(True, True), (False, False)])
async def test_a_server_that_is_only_busy_is_waited_for(lives: bool, answered: bool) -> None:
    async def late(_request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(0.3)
        return httpx.Response(200, json={"messages": [{"text": "بله"}]})

    dialogue = RasaDialogue("http://rasa", timeout_s=0.1, transport=httpx.MockTransport(late), lives=lambda: lives)
    try:
        if answered:
            assert (await dialogue.turn(CALLER, CallerTurn("speech", "سلام"))).texts == ("بله",)
        else:
            with pytest.raises(DialogueUnavailable):
                await dialogue.turn(CALLER, CallerTurn("speech", "سلام"))
    finally:
        await dialogue.close()


async def test_nobody_is_waited_for_without_end() -> None:
    async def never(_request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(60)
        raise AssertionError

    dialogue = RasaDialogue("http://rasa", timeout_s=0.02, transport=httpx.MockTransport(never), lives=lambda: True)
    with pytest.raises(DialogueUnavailable):
        await dialogue.start(CALLER)
    await dialogue.close()
