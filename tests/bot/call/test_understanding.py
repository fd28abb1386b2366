"""Words and intent make up for each other's doubt, but not for everything."""

from dataclasses import replace

import pytest

from bot.call import understanding
from bot.call.call import Call
from bot.call.understanding import Intent, doubtful, evidence, gates, parse_gates, understood
from bot.dialogue.client import Reply
from bot.settings.call_options import Limits
from tests.bot.conftest import Stage, StageMaker, utterance
from voice.events import ListenEvent
from voice.logistic import LogisticModel

LIMITS = Limits()


def test_what_one_pass_alone_heard_needs_sure_words_and_a_sure_intent() -> None:
    assert understood("fa", None, 0.8, Intent("greet", 0.5)) == pytest.approx(0.4)
    assert understood("xx", 0.9, 0.8, Intent("greet", 0.5)) == pytest.approx(0.4)


def test_a_file_of_weights() -> None:
    gate = parse_gates('{"fa": {"likely": 1.0, "words": 0.0, "intent": 2.0, "bias": -1.0}}')["fa"]
    assert gate.probability((0.0, 0.9, 0.5)) == 0.5
    assert gate.probability((2.0, 0.9, 0.5)) > 0.5 > gate.probability((-2.0, 0.9, 0.5))


def test_what_is_not_even_told_to_the_dialogue() -> None:
    assert doubtful(None, 0.4, 0.5) and not doubtful(None, 0.6, 0.5)
    assert doubtful(0.01, 0.4, 0.5) and not doubtful(0.3, 0.1, 0.5)
    assert not doubtful(0.01, 0.6, 0.5)


def test_certainty_has_an_end() -> None:
    assert evidence(0.0, 0.5, 0.5)[0] == -evidence(1.0, 0.5, 0.5)[0]
    assert evidence(1.0, 0.5, 0.5)[0] > evidence(0.99, 0.5, 0.5)[0]


@pytest.mark.parametrize("language", ["fa", "ar"])
class TestShipped:
    def test_a_clear_request_is_answered(self, language: str) -> None:
        assert understood(language, 0.95, 0.98, Intent("ask_balance", 0.98)) >= LIMITS.accept_at

    def test_what_was_surely_misheard_is_not(self, language: str) -> None:
        assert understood(language, 0.02, 0.5, Intent("ask_balance", 0.6)) < LIMITS.doubt_at

    def test_who_asks_for_a_human_is_rather_believed(self, language: str) -> None:
        assert understood(language, 0.01, 0.7, Intent("talk_to_human", 0.9)) >= LIMITS.doubt_at

    def test_surer_is_never_less(self, language: str) -> None:
        assert all(weight >= 0 for weight in gates()[language].weights)


GREETING = Reply(("سلام",))
ASK = Reply(("شماره؟",), expect="digits", intent="ask_order_status")
BALANCE = Reply(("موجودی ۲۵۰ هزار تومان",), intent="ask_balance", intent_confidence=0.9)
BYE = Reply(("خدانگهدار",), hangup=True, intent="goodbye")


@pytest.fixture
def gate_as_likely(monkeypatch: pytest.MonkeyPatch) -> None:
    """A call is as sure as both passes."""
    monkeypatch.setattr(understanding, "gates", lambda: {"fa": LogisticModel((1.0, 0.0, 0.0), 0.0)})


async def hold(scene: Stage) -> str | None:
    """Run the call; the reason of its end."""
    await Call(scene.leg, scene.context).run()
    scene.journal.flush()
    call = scene.reader.call("leg1")
    return call.end_reason if call is not None else None


@pytest.mark.usefixtures("gate_as_likely")
async def test_what_both_passes_find_unlikely_is_not_acted_upon(stage: StageMaker) -> None:
    turns: list[ListenEvent] = [replace(utterance("موجودی"), likely=likely) for likely in (0.05, 0.9, 0.95)]
    scene = stage([GREETING, BALANCE, BALANCE, BYE], turns)
    assert await hold(scene) == "goodbye"
    assert scene.leg.heard[1:3] == [scene.context.prompts["fa"].unclear, *BALANCE.texts]


@pytest.mark.usefixtures("gate_as_likely")
async def test_after_what_was_refused_the_old_question_is_still_asked(stage: StageMaker) -> None:
    turns: list[ListenEvent] = [replace(utterance("سفارش"), likely=0.1), replace(utterance("موجودی"), likely=0.9)]
    scene = stage([GREETING, ASK, BALANCE, BYE], [*turns, replace(utterance("نه"), likely=0.9)])
    assert await hold(scene) == "goodbye"
    assert scene.leg.heard[1] == scene.context.prompts["fa"].unclear
    assert scene.ear.expected == ["general", "general", "general"]  # no digits


@pytest.mark.usefixtures("gate_as_likely")
async def test_an_unlikely_goodbye_is_not_even_asked_about(stage: StageMaker) -> None:
    turns: list[ListenEvent] = [replace(utterance("به کام"), likely=0.1), replace(utterance("نه"), likely=0.9)]
    scene = stage([GREETING, BYE, BYE], turns)
    assert await hold(scene) == "goodbye"
    assert scene.leg.heard == ["سلام", scene.context.prompts["fa"].unclear, "خدانگهدار"]


@pytest.mark.usefixtures("gate_as_likely")
async def test_greetings_in_doubt_are_answered_and_bring_no_human(stage: StageMaker) -> None:
    hello = Reply(("بفرمایید",), intent="greet", intent_confidence=1.0)
    turns: list[ListenEvent] = [replace(utterance(text), likely=0.5) for text in ("سلام", "الو", "سلام")]
    scene = stage(
        [GREETING, hello, replace(hello, texts=("سلام",)), replace(hello, texts=("بله",)), BYE],
        [*turns, utterance("نه")],
    )
    assert await hold(scene) == "goodbye"


@pytest.mark.usefixtures("gate_as_likely")
async def test_digits_that_were_asked_for_are_judged_by_themselves(stage: StageMaker) -> None:
    turns: list[ListenEvent] = [utterance("سفارش"), replace(utterance("یک دو سه"), likely=0.05), utterance("نه")]
    scene = stage([GREETING, ASK, BALANCE, BYE], turns)
    assert await hold(scene) == "goodbye"
    assert scene.leg.heard[2] == BALANCE.texts[0]
