"""What is answered to one turn, and what the dialogue hears of it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from bot.call.answering import OFFER_AT, Answering
from bot.call.learned import Learned
from bot.dialogue.caller_turn import CallerTurn
from bot.dialogue.client import Caller, HandoffWish, Reply
from bot.dialogue.suggestions import Found
from bot.errors import DialogueBadAnswer
from tests.bot.conftest import Stage, StageMaker, utterance
from tests.bot.held import hold
from voice.events import KeyPressed, NoInput

CALLER = Caller("leg1", "0912", "100", "fa")
ASKED = Reply(("چه کمکی؟",))
NUMBER = Reply(("شماره؟",), expect="digits", intent="ask_order_status", wait_s=30.0)
BALANCE = Reply(("موجودی",), intent="ask_balance", intent_confidence=0.9)
LOST = Reply(("متوجه نشدم",), intent="nlu_fallback", intent_confidence=0.3)
OUT = Reply(("از من برنمی‌آید",), intent="out_of_scope", intent_confidence=0.9, expect="yesno")
SILENCE = CallerTurn("silence")


async def nothing() -> None: ...


def said(text: str = "سلام", confidence: float = 0.9, likely: float | None = None) -> CallerTurn:
    return CallerTurn("speech", text, confidence, likely=likely)


def answering(scene: Stage) -> Answering:
    return Answering(scene.context, nothing)


async def test_what_is_understood_is_told_and_answered(stage: StageMaker) -> None:
    scene = stage([BALANCE], [])
    assert await answering(scene).answer(CALLER, said(), ASKED) == replace(
        BALANCE, told=True, sure=0.9 * BALANCE.intent_confidence
    )
    assert len(scene.dialogue.said) == 1


@pytest.mark.parametrize("asked", [ASKED, NUMBER])
@pytest.mark.parametrize("heard", [said(""), said(confidence=0.1), said(confidence=0.1, likely=0.01)])
async def test_what_was_hardly_heard_is_not_even_understood(stage: StageMaker, asked: Reply, heard: CallerTurn) -> None:
    scene = stage([BALANCE], [])
    reply = await answering(scene).answer(CALLER, heard, asked)
    assert (reply.texts, reply.expect, reply.wait_s) == ((scene.context.prompts["fa"].unclear,), asked.expect, 0.0)
    assert scene.dialogue.replies == [BALANCE]


async def test_a_request_in_too_much_doubt_leaves_no_trace_but_in_the_journal(stage: StageMaker) -> None:
    scene = stage([replace(BALANCE, intent_confidence=0.2)], [])
    reply = await answering(scene).answer(CALLER, said(), NUMBER)
    assert (reply.intent, reply.intent_confidence, reply.expect) == ("ask_balance", 0.2, "digits")
    assert scene.dialogue.said == []


@pytest.mark.parametrize("first", [LOST, OUT])
async def test_designers_answer_what_got_nowhere_at_first(stage: StageMaker, first: Reply) -> None:
    scene = stage([first], [])
    assert await answering(scene).answer(CALLER, said(), ASKED) == replace(
        first, told=True, sure=0.9 * first.intent_confidence
    )


async def test_designers_always_answer_what_is_out_of_scope(stage: StageMaker) -> None:
    wish = replace(OUT, handoff=HandoffWish("no_match"))
    scene = stage([LOST, wish], [])
    call = answering(scene)
    await call.answer(CALLER, said("الف"), ASKED)
    assert await call.answer(CALLER, said("ب"), ASKED) == replace(wish, told=True, sure=0.9 * wish.intent_confidence)


@pytest.mark.parametrize(("asked", "prompt"), [(ASKED, "keypad"), (NUMBER, "keys_number")])
async def test_keys_are_offered_at_last(stage: StageMaker, asked: Reply, prompt: str) -> None:
    scene = stage([LOST, LOST, LOST], [])
    call = answering(scene)
    await call.answer(CALLER, said("الف"), asked)
    offered = await call.answer(CALLER, said("ب"), asked)
    assert offered.texts == (getattr(scene.context.prompts["fa"], prompt),)
    last = await call.answer(CALLER, said("پ"), asked)
    assert (last.texts, last.handoff) == ((), HandoffWish("no_match"))
    assert [one.text for one in scene.dialogue.said] == ["الف"]


@pytest.mark.parametrize(
    ("likeliest", "offers"),
    [
        ((("ask_hours", 0.4), ("ask_address", OFFER_AT)), True),
        ((("ask_hours", 0.4), ("ask_address", OFFER_AT / 2)), False),
        ((("ask_hours", 0.4), ("goodbye", 0.3), ("affirm", 0.2), ("inform", 0.2)), False),
    ],
)
async def test_only_likely_requests_are_offered(
    stage: StageMaker, likeliest: tuple[tuple[str, float], ...], offers: bool
) -> None:
    scene = stage([LOST], [])
    scene.dialogue.likeliest = likeliest
    call = answering(scene)
    reply = await call.answer(CALLER, said(), ASKED)
    assert call.one_key == offers == (scene.context.prompts["fa"].offer in reply.texts)


async def test_a_complaint_is_told_with_the_designers_words(stage: StageMaker) -> None:
    words = Reply(("متأسفم",), handoff=HandoffWish("complaint", "complaints"), intent="complaint")
    assert await answering(stage([words], [])).answer(CALLER, said(), ASKED) == replace(
        words, told=True, sure=0.9 * words.intent_confidence
    )
    silent = stage([Reply(("؟",), intent="talk_to_human")], [])
    reply = await answering(silent).answer(CALLER, said(), ASKED)
    assert (reply.texts, reply.handoff) == ((), HandoffWish("asked_for_human"))


async def test_a_success_starts_both_counts_again(stage: StageMaker) -> None:
    scene = stage([LOST, BALANCE, LOST], [])
    call = answering(scene)
    for heard in (said("الف"), SILENCE, said("موجودی")):
        await call.answer(CALLER, heard, ASKED)
    assert (await call.answer(CALLER, said("ب"), ASKED)).texts == LOST.texts
    assert (await call.answer(CALLER, SILENCE, ASKED)).texts == (scene.context.prompts["fa"].silence,)


async def test_an_answer_without_words_is_a_fault(stage: StageMaker) -> None:
    scene = stage([Reply(intent="ask_balance"), Reply()], [])
    call = answering(scene)
    with pytest.raises(DialogueBadAnswer, match="nothing to say"):
        await call.answer(CALLER, said(), ASKED)
    with pytest.raises(DialogueBadAnswer, match="no greeting"):
        await call.greet(CALLER)


GREETING = Reply(("سلام",))
BYE = Reply(("خدانگهدار",), hangup=True, intent="goodbye")
ASK_NUMBER = Reply(("شماره؟",), expect="digits", intent="ask_order_status")
UNHEARD = NoInput(5000, 3.0)


def press(stage: Stage, digits: str) -> None:
    """Type ahead; long ago, so that no key is waited for."""
    for digit in digits:
        stage.leg.events.put_nowait(KeyPressed(digit, 1.0))


@pytest.mark.parametrize("keys", ["#", "##", "A", "7", "10"])
async def test_keys_that_do_nothing_are_answered_by_what_can_be_done(stage: StageMaker, keys: str) -> None:
    scene = stage([GREETING], [UNHEARD] * 4)  # the first is overtaken by the keys
    press(scene, keys)
    assert await hold(scene) == "handoff_bridged"
    assert scene.leg.heard[1] == scene.context.prompts["fa"].keys
    assert scene.dialogue.said == []
    assert scene.desk.packets[0].reason == "no_input"


@pytest.mark.parametrize("keys", ["123", "1234", "123456", "12A345"])
async def test_a_number_of_the_wrong_length_that_nobody_asked_for(stage: StageMaker, keys: str) -> None:
    scene = stage([GREETING], [UNHEARD] * 4)  # the first is overtaken by the keys
    press(scene, keys)
    assert await hold(scene) == "handoff_bridged"
    assert scene.leg.heard[1] == scene.context.prompts["fa"].keys_number
    assert scene.dialogue.said == []


@pytest.mark.parametrize("keys", ["#", "D", "12A345"])
async def test_keys_that_are_no_number_where_one_is_asked_for(stage: StageMaker, keys: str) -> None:
    scene = stage([ASK_NUMBER, BYE], [UNHEARD, utterance("نه")])
    press(scene, keys)
    assert await hold(scene) == "goodbye"
    assert scene.leg.heard[1] == scene.context.prompts["fa"].keys_number


@pytest.mark.parametrize("keys", ["0", "00", "0#"])
async def test_zero_alone_is_the_human_where_a_number_is_asked_for(stage: StageMaker, keys: str) -> None:
    scene = stage([ASK_NUMBER], [])
    press(scene, keys)
    assert await hold(scene) == "handoff_bridged"
    assert scene.desk.packets[0].reason == "key_zero"


@pytest.mark.parametrize(
    ("keys", "told"),
    [("12345", "12345"), ("123456", "123456"), ("12345#", "12345"), ("01234", "01234"), ("12*345", "345"), ("*", "*")],
)
async def test_the_dialogue_gets_the_number_as_it_was_keyed(stage: StageMaker, keys: str, told: str) -> None:
    scene = stage([ASK_NUMBER, BYE], [])
    press(scene, keys)
    assert await hold(scene) == "goodbye"
    assert [said.keys for said in scene.dialogue.said] == [told]


async def test_what_may_have_been_meant_is_suggested_until_something_is_understood(stage: StageMaker) -> None:
    scene = stage([LOST, BALANCE], [])
    scene.dialogue.likeliest = (("ask_hours", 0.4),)
    asked: list[tuple[str, ...]] = []

    async def suggest(intents: Sequence[str], _slots: Mapping[str, Any], _texts: Sequence[str]) -> Found:
        asked.append(tuple(intents))
        return Found()

    scene.context = replace(scene.context, suggest=suggest)
    call = answering(scene)
    await call.answer(CALLER, said("الف"), ASKED)
    await call.found(CALLER, Learned())
    await call.answer(CALLER, CallerTurn("keys", keys="12345"), NUMBER)
    await call.found(CALLER, Learned())
    assert asked == [("ask_hours",), ()]
