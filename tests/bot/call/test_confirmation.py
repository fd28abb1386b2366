"""Asking before answering what was understood with doubt."""

import asyncio
from dataclasses import replace

import pytest

from bot.call.call import Call
from bot.call.confirmation import Confirmation
from bot.dialogue.caller_turn import CallerTurn
from bot.dialogue.client import Reply
from tests.bot.conftest import Stage, StageMaker, utterance
from voice.events import KeyPressed, ListenEvent, NoInput, Partial

GREETING = Reply(("سلام",))
DOUBTFUL = Reply(("موجودی ۲۵۰ هزار تومان",), intent="ask_balance", intent_confidence=0.5)
BYE = Reply(("خدانگهدار",), hangup=True, intent="deny", intent_confidence=0.9)
SURE = Reply(("ساعتِ کاری",), intent="ask_hours", intent_confidence=0.95)


def answered(intent: str) -> Reply:
    """What the dialogue makes of the answer, in its conversation aside."""
    return Reply(("…",), intent=intent)


async def heard(scene: Stage) -> list[str]:
    await Call(scene.leg, scene.context).run()
    return scene.leg.heard


async def test_yes_brings_the_answer(stage: StageMaker) -> None:
    said: list[ListenEvent] = [utterance("موجودی", 0.6), utterance("بله"), utterance("نه", 0.95)]
    scene = stage([GREETING, DOUBTFUL, answered("affirm"), BYE], said)
    question = scene.context.prompts["fa"].confirm["ask_balance"]
    assert await heard(scene) == ["سلام", question, "موجودی ۲۵۰ هزار تومان", "خدانگهدار"]
    assert scene.ear.expected == ["general", "yesno", "general"]


async def test_the_dialogue_is_told_only_what_was_meant(stage: StageMaker) -> None:
    said: list[ListenEvent] = [utterance("موجودی", 0.6), utterance("نه"), utterance("ساعت"), utterance("نه", 0.95)]
    scene = stage([GREETING, DOUBTFUL, answered("deny"), SURE, BYE], said)
    await heard(scene)
    assert [one.text for one in scene.dialogue.said] == ["ساعت", "نه"]


async def test_silence_leaves_the_question_open(stage: StageMaker) -> None:
    said: list[ListenEvent] = [utterance("موجودی", 0.6), NoInput(5000, 3.0), utterance("بله"), utterance("نه", 0.95)]
    scene = stage([GREETING, DOUBTFUL, answered("affirm"), BYE], said)
    prompts = scene.context.prompts["fa"]
    question = prompts.confirm["ask_balance"]
    assert await heard(scene) == ["سلام", question, prompts.silence, "موجودی ۲۵۰ هزار تومان", "خدانگهدار"]
    assert scene.ear.expected == ["general", "yesno", "yesno", "general"]


LIKELIEST = (("ask_hours", 0.4), ("goodbye", 0.3), ("ask_address", 0.2), ("ask_balance", 0.15))
UNKNOWN = Reply(("…",), intent="nlu_fallback", intent_confidence=0.4)


def offered(scene: Stage) -> list[str]:
    prompts = scene.context.prompts["fa"]
    hours, address = prompts.confirm["ask_hours"], prompts.confirm["ask_address"]
    return [prompts.offer, hours, prompts.or_else, address, prompts.first_or_second]


@pytest.mark.parametrize("word", ["دومی", "آدرس، دومی لطفاً", "دو"])
async def test_who_was_not_understood_chooses_of_the_two_likeliest(stage: StageMaker, word: str) -> None:
    said: list[ListenEvent] = [utterance("کجایید کی"), utterance(word), utterance("نه", 0.95)]
    scene = stage([GREETING, UNKNOWN, answered("nlu_fallback"), SURE, BYE], said)
    scene.dialogue.likeliest = LIKELIEST
    assert await heard(scene) == ["سلام", "".join(offered(scene)), "ساعتِ کاری", "خدانگهدار"]
    assert [one.text for one in scene.dialogue.said] == ["/ask_address", "نه"]


@pytest.mark.parametrize(("word", "intent"), [("بله", "affirm"), ("اولی یا دومی", "nlu_fallback")])
async def test_an_answer_that_chooses_none_of_two(stage: StageMaker, word: str, intent: str) -> None:
    """«Yes» to two things is asked again; what names both was not understood."""
    said: list[ListenEvent] = [utterance("کجایید کی"), utterance(word), utterance("اولی"), utterance("نه", 0.95)]
    scene = stage([GREETING, UNKNOWN, answered(intent), answered("nlu_fallback"), SURE, BYE], said)
    scene.dialogue.likeliest = LIKELIEST[:3]
    texts = await heard(scene)
    prompts = scene.context.prompts["fa"]
    assert texts[1] == "".join(offered(scene))
    assert texts[2] == (prompts.first_or_second if word == "بله" else prompts.keypad)
    assert ("/ask_hours" in [one.text for one in scene.dialogue.said]) == (word == "بله")


@pytest.mark.parametrize("answer", ["هر دو", "هردوش، اولی و دومی"])
async def test_both_is_no_choice(stage: StageMaker, answer: str) -> None:
    said: list[ListenEvent] = [utterance("کجایید کی"), utterance(answer), utterance("نه", 0.95)]
    scene = stage([GREETING, UNKNOWN, answered("nlu_fallback"), BYE], said)
    scene.dialogue.likeliest = LIKELIEST
    await heard(scene)
    assert not [one.text for one in scene.dialogue.said if one.text.startswith("/")]


async def test_say_it_again_repeats_what_was_asked(stage: StageMaker) -> None:
    said: list[ListenEvent] = [
        utterance("موجودی", 0.6),
        utterance("دوباره بگو"),
        utterance("بله"),
        utterance("نه", 0.95),
    ]
    scene = stage([GREETING, DOUBTFUL, answered("repeat"), answered("affirm"), BYE], said)
    question = scene.context.prompts["fa"].confirm["ask_balance"]
    assert await heard(scene) == ["سلام", question, question, "موجودی ۲۵۰ هزار تومان", "خدانگهدار"]


def test_a_key_that_chooses_nothing_leaves_the_offer_open(stage: StageMaker) -> None:
    prompts = stage([], []).context.prompts["fa"]
    confirmation = Confirmation()
    two = ("ask_balance", "ask_hours")
    confirmation.ask(two, CallerTurn("speech", "…"), UNKNOWN, prompts)
    for keys in ("3", "#", "12"):
        again = confirmation.settle(CallerTurn("keys", keys=keys), "", "fa", prompts)
        assert isinstance(again, Reply) and again.texts == (prompts.first_or_second,)
    assert confirmation.settle(CallerTurn("keys", keys="2"), "", "fa", prompts) == CallerTurn("speech", "/ask_hours")
    assert not confirmation.offers


async def test_a_key_chooses_of_two_at_once(stage: StageMaker) -> None:
    scene = stage([GREETING, UNKNOWN, SURE, BYE], [utterance("کجایید کی"), Partial("", 3.0), utterance("نه", 0.95)])
    scene.dialogue.likeliest = LIKELIEST
    call = asyncio.create_task(Call(scene.leg, scene.context).run())
    while "".join(offered(scene)) not in scene.leg.heard:
        await asyncio.sleep(0)
    scene.leg.events.put_nowait(KeyPressed("1", 1.0))
    await call
    assert scene.dialogue.said[0].text == "/ask_hours"


async def test_a_yes_that_was_hardly_said_brings_the_question_again(stage: StageMaker) -> None:
    said: list[ListenEvent] = [utterance("موجودی", 0.6), replace(utterance("بله"), likely=0.1)]
    scene = stage(
        [GREETING, DOUBTFUL, answered("affirm"), answered("affirm"), BYE],
        [*said, replace(utterance("بله"), likely=0.8), utterance("نه", 0.95)],
    )
    question = scene.context.prompts["fa"].confirm["ask_balance"]
    assert await heard(scene) == ["سلام", question, question, "موجودی ۲۵۰ هزار تومان", "خدانگهدار"]


async def test_a_yes_that_is_hardly_said_again_and_again_brings_a_human(stage: StageMaker) -> None:
    said: list[ListenEvent] = [utterance("موجودی", 0.6), *(replace(utterance("بله"), likely=0.1) for _ in range(5))]
    scene = stage([GREETING, DOUBTFUL, *(answered("affirm") for _ in range(5))], said)
    question = scene.context.prompts["fa"].confirm["ask_balance"]
    assert (await heard(scene)).count(question) == 2
    assert scene.desk.packets[0].reason == "no_progress"


async def test_who_said_yes_twice_is_not_brought_to_a_human(stage: StageMaker) -> None:
    words = ["موجودی", "بله"] * 3 + ["نه"]
    said: list[ListenEvent] = [utterance(word, 0.95 if word == "نه" else 0.6) for word in words]
    answers = [replace(DOUBTFUL, texts=(f"پاسخ {n}",)) for n in range(3)]
    scene = stage([GREETING, *(one for n in range(3) for one in (answers[n], answered("affirm"))), BYE], said)
    question = scene.context.prompts["fa"].confirm["ask_balance"]
    heard_texts = await heard(scene)
    assert heard_texts[:5] == ["سلام", question, "پاسخ 0", question, "پاسخ 1"]


async def test_no_asks_again_and_says_nothing_of_it(stage: StageMaker) -> None:
    said: list[ListenEvent] = [utterance("موجودی", 0.6), utterance("نه"), utterance("نه", 0.95)]
    scene = stage([GREETING, DOUBTFUL, answered("deny"), BYE], said)
    prompts = scene.context.prompts["fa"]
    assert await heard(scene) == ["سلام", prompts.confirm["ask_balance"], prompts.go_ahead, "خدانگهدار"]


async def test_no_leaves_the_number_asked_for_that_was_asked_for_before(stage: StageMaker) -> None:
    asks_number = Reply(("شمارهٔ سفارش؟",), "digits", 5, intent="ask_order_status", intent_confidence=0.9)
    said: list[ListenEvent] = [
        *(utterance("سفارشم", 0.95), utterance("کجایید کی"), utterance("نه"), utterance("نه", 0.95)),
    ]
    scene = stage([GREETING, asks_number, UNKNOWN, answered("deny"), BYE], said)
    scene.dialogue.likeliest = LIKELIEST
    texts = await heard(scene)
    assert texts[1:] == ["شمارهٔ سفارش؟", "".join(offered(scene)), scene.context.prompts["fa"].keys_number, "خدانگهدار"]
    assert scene.ear.expected == ["general", "digits", "general", "digits"]


async def test_another_request_is_answered_as_such(stage: StageMaker) -> None:
    said: list[ListenEvent] = [utterance("موجودی", 0.6), utterance("نه ساعت کاری"), utterance("نه", 0.95)]
    scene = stage([GREETING, DOUBTFUL, SURE, BYE], said)
    assert (await heard(scene))[2] == "ساعتِ کاری"


async def test_nobody_is_hung_up_on_in_doubt(stage: StageMaker) -> None:
    said: list[ListenEvent] = [utterance("نه", 0.6), utterance("نه"), utterance("نه", 0.95)]
    scene = stage([GREETING, BYE, answered("deny"), BYE], said)
    prompts = scene.context.prompts["fa"]
    assert await heard(scene) == ["سلام", prompts.confirm["deny"], prompts.go_ahead, "خدانگهدار"]


async def test_star_repeats_the_question_and_not_what_is_asked_about(stage: StageMaker) -> None:
    said: list[ListenEvent] = [utterance("موجودی", 0.6), Partial("", 3.0), utterance("بله"), utterance("نه", 0.95)]
    scene = stage([GREETING, DOUBTFUL, answered("affirm"), BYE], said)
    call = asyncio.create_task(Call(scene.leg, scene.context).run())
    question = scene.context.prompts["fa"].confirm["ask_balance"]
    while question not in scene.leg.heard:
        await asyncio.sleep(0)
    scene.leg.events.put_nowait(KeyPressed("*", 1.0))
    await call
    assert scene.leg.heard == ["سلام", question, question, "موجودی ۲۵۰ هزار تومان", "خدانگهدار"]


async def test_keys_are_no_answer_to_a_question_of_one_and_leave_it_open(stage: StageMaker) -> None:
    prompts = stage([], []).context.prompts["fa"]
    confirmation = Confirmation()
    confirmation.ask(("ask_balance",), CallerTurn("speech", "موجودی"), DOUBTFUL, prompts)
    assert confirmation.settle(CallerTurn("keys", keys="1"), "", "fa", prompts) is None
    assert confirmation.settle(CallerTurn("speech", "بله"), "affirm", "fa", prompts) == CallerTurn("speech", "موجودی")


async def test_the_same_sentence_a_third_time_brings_help_and_then_a_human(stage: StageMaker) -> None:
    same = Reply(("بفرمایید",), intent="affirm")
    scene = stage([GREETING, same, same, same, same], [utterance("بله") for _ in range(4)])
    await heard(scene)
    help_text = scene.context.prompts["fa"].help
    assert scene.leg.heard == ["سلام", "بفرمایید", "بفرمایید", help_text, "to a human"]
    assert scene.desk.packets[0].reason == "no_progress"
