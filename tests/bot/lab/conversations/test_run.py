"""Conversations through the call's own rules, with a scripted dialogue behind them."""

from collections.abc import Mapping
from dataclasses import replace

from bot.dialogue.client import HandoffWish, Reply
from bot.lab.conversations.run import as_json, run
from bot.lab.conversations.script import Script
from tests.bot.conftest import StageMaker
from tests.shipped import SENTENCES

GREETING = Reply(("سلام",))
BALANCE = Reply(("موجودیِ شما ۲۵۰ هزار تومان است",), intent="ask_balance", intent_confidence=0.9)
BYE = Reply(("خدانگهدار",), hangup=True, intent="goodbye", intent_confidence=0.8)
HUMAN = Reply(("وصل می‌کنم",), handoff=HandoffWish("complaint"), intent="complaint")


def script(*turns: Mapping[str, object], end: str | None = None) -> Script:
    return Script.model_validate({"name": "one", "number": "0912", "turns": turns, "end": end})


async def test_each_answer_stands_with_its_turn(stage: StageMaker) -> None:
    scene = stage([GREETING, BALANCE, BYE], [])
    asked = {"say": "موجودی", "expect": {"intent": "ask_balance", "says": "موجودی شما", "ended": False}}
    result = await run(script(asked, {"say": "نه", "expect": {"ended": True}}, end="goodbye"), scene.context, SENTENCES)
    assert result.faults == ()
    assert result.transcript.greeting == ["سلام"]
    assert as_json([result]) == {
        "accuracy": 1.0,
        "conversations": [
            {
                "name": "one",
                "passed": True,
                "faults": [],
                "ended": "goodbye",
                "greeting": ["سلام"],
                "turns": [
                    {
                        "said": "موجودی",
                        "intent": "ask_balance",
                        "confidence": 0.9,
                        "says": list(BALANCE.texts),
                        "ended": False,
                    },
                    {
                        "said": "نه",
                        "intent": "goodbye",
                        "confidence": 0.8,
                        "says": list(BYE.texts),
                        "ended": True,
                    },
                ],
            }
        ],
    }


async def test_what_was_not_expected_is_told(stage: StageMaker) -> None:
    scene = stage([GREETING, BALANCE, BYE], [])
    asked = {"say": "موجودی", "expect": {"intent": "ask_hours", "says": "ساعت", "never": "هزار", "ended": True}}
    result = await run(
        script(asked, {"say": "نه", "expect": {"ended": False}}, {"say": "الو"}), scene.context, SENTENCES
    )
    assert result.faults == (
        "turn 1: taken for ask_balance, expected ask_hours",
        "turn 1: does not say «ساعت»",
        "turn 1: says «هزار»",
        "turn 1: did not hang up",
        "turn 2: hung up",
        "over after turn 2 of 3 (goodbye)",
    )


async def test_a_human_is_no_end_of_the_turn(stage: StageMaker) -> None:
    scene = stage([GREETING, HUMAN], [])
    result = await run(
        script({"say": "شکایت", "expect": {"ended": False, "says": "وصل"}}, end="human"), scene.context, SENTENCES
    )
    assert result.passed


async def test_keys_and_silence_follow_the_calls_own_rules(stage: StageMaker) -> None:
    scene = stage([GREETING], [])
    silent = {"silence": True, "expect": {"says": "نشنیدم"}}
    result = await run(script(silent, {"key": "0"}, end="human"), scene.context, SENTENCES)
    assert result.faults == ()
    assert scene.dialogue.said == []


async def test_a_script_that_is_over_leaves_the_call_open(stage: StageMaker) -> None:
    result = await run(script({"say": "موجودی"}, end="goodbye"), stage([GREETING, BALANCE], []).context, SENTENCES)
    assert result.transcript.end == "open"
    assert result.faults == ("ended: open, expected goodbye",)


async def test_the_language_of_the_script_stands_above_the_callers_record(stage: StageMaker) -> None:
    known = replace(GREETING, slots={"customer_id": "7", "language": "fa"})
    scene = stage([known, BALANCE, BYE], [])
    context = replace(scene.context, vocabularies=dict.fromkeys(("fa", "ar"), frozenset[str]()))
    written = Script.model_validate({"name": "ar", "language": "ar", "turns": [{"say": "رصيدي"}, {"say": "لا"}]})
    result = await run(written, context, SENTENCES)
    assert result.transcript.greeting == ["سلام"]  # another language would greet again
    assert [turn.intent for turn in result.transcript.done] == ["ask_balance", "goodbye"]
