"""One call top to bottom: every way it can go, with the other rooms scripted."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.call.call import Call
from bot.call.live import CallTurn, LiveEvent
from bot.call.record import KEYS_BY_TONE
from bot.dialogue.client import HandoffWish, Reply
from bot.errors import DialogueUnavailable
from bot.service.board import Board
from handoff.acd.port import CallerLeg
from handoff.desk import Handed
from handoff.packet import ContextPacket
from tests.bot.conftest import StageMaker, utterance
from tests.bot.held import hold
from voice.errors import CommandRefused, GatewayStopped
from voice.events import EndCause, ListenerLost, NoInput

GREETING = Reply(("سلام",))
BYE = Reply(("خدانگهدار",), hangup=True, intent="goodbye")
BALANCE = Reply(("موجودی ۲۵۰ هزار تومان",), intent="ask_balance", intent_confidence=0.9, slots={"customer_id": "C1"})
LOST = Reply(("متوجه نشدم",), intent="nlu_fallback")
ASK = Reply(("شماره؟",), expect="digits", intent="ask_order_status")
SILENCE = NoInput(5000, 3.0)


async def test_ask_answer_goodbye(stage: StageMaker) -> None:
    scene = stage([GREETING, BALANCE, BYE], [utterance("موجودی"), utterance("نه ممنون")])
    assert await hold(scene) == "goodbye"
    assert scene.leg.heard == ["سلام", "موجودی ۲۵۰ هزار تومان", "خدانگهدار"]
    assert [said.text for said in scene.dialogue.said] == ["موجودی", "نه ممنون"]
    assert scene.ear.closed


async def test_the_journal_has_both_sides_in_order(stage: StageMaker) -> None:
    scene = stage([GREETING, BALANCE, BYE], [utterance("موجودی"), utterance("نه ممنون")])
    await hold(scene)
    call = scene.reader.call("leg1")
    assert call is not None
    assert [turn.speaker for turn in call.turns] == ["bot", "caller", "bot", "caller", "bot"]
    asked = call.turns[1]
    assert (asked.text, asked.intent, asked.confidence) == ("موجودی", "ask_balance", 0.9)
    assert (asked.end_of_speech_ms, asked.final_text_ms, asked.first_sample_ms) == (2000, 2300, 1000)


def states(events: list[LiveEvent]) -> list[str]:
    """What the call did, one after the other."""
    board, seen = Board(), list[str]()
    for event in events:
        board.tell(event)
        seen += [call.state for call in board.calls if seen[-1:] != [call.state]]
    assert board.calls == ()
    return seen


async def test_who_watches_is_told_what_it_does(stage: StageMaker) -> None:
    scene, events = stage([GREETING, BALANCE, BYE], [utterance("موجودی"), utterance("نه ممنون")]), list[LiveEvent]()
    await hold(replace(scene, context=replace(scene.context, on_live=events.append)))
    rounds = ["listening", "answering", "speaking"] * 2
    assert states(events) == ["ringing", "greeting", *rounds, "listening"]
    turns = [event.turn for event in events if isinstance(event, CallTurn)]
    assert [turn.speaker for turn in turns] == ["bot", "caller", "bot", "caller", "bot"]
    assert (turns[1].text, turns[1].intent) == ("موجودی", "ask_balance")


async def test_the_journal_tells_whose_keys_come_as_tones(stage: StageMaker) -> None:
    scene = stage([GREETING, BYE], [utterance("نه ممنون")])
    scene.leg.keys_by_tone = True
    await hold(scene)
    call = scene.reader.call("leg1")
    assert call is not None
    assert (call.turns[0].kind, call.turns[0].text) == ("system", KEYS_BY_TONE)


async def test_the_dialogue_asks_for_a_human(stage: StageMaker) -> None:
    wish = Reply(("وصل می‌کنم",), handoff=HandoffWish("complaint", "complaints"), intent="complaint")
    scene = stage([GREETING, BALANCE, wish], [utterance("موجودی"), utterance("شکایت دارم")])
    assert await hold(scene) == "handoff_bridged"
    packet = scene.desk.packets[0]
    assert (packet.reason, packet.skill) == ("complaint", "complaints")
    assert [intent.name for intent in packet.intents] == ["ask_balance", "complaint"]
    assert packet.caller.customer_id == "C1"
    assert [turn.text for turn in packet.last_turns if turn.speaker == "caller"] == ["موجودی", "شکایت دارم"]
    # The dialogue has said it: the desk does not say it again.
    assert scene.leg.heard[-1] == "وصل می‌کنم"


async def test_three_failures_in_a_row_bring_a_human(stage: StageMaker) -> None:
    """The designers answer the first, the keypad is offered at the second; the dialogue does not hear of that one."""
    scene = stage([GREETING, LOST, LOST, LOST], [utterance("بلبل"), utterance("سنبل"), utterance("صندل")])
    assert await hold(scene) == "handoff_bridged"
    assert scene.leg.heard[1:] == ["متوجه نشدم", scene.context.prompts["fa"].keypad, "to a human"]
    assert [said.text for said in scene.dialogue.said] == ["بلبل"]
    assert scene.desk.packets[0].reason == "no_match"


async def test_a_success_between_failures_starts_the_count_again(stage: StageMaker) -> None:
    scene = stage([GREETING, LOST, BALANCE, LOST, BYE], [utterance(t) for t in ("الف", "موجودی", "ب", "خداحافظ")])
    assert await hold(scene) == "goodbye"


async def test_silence_is_remarked_on_then_keys_then_a_human(stage: StageMaker) -> None:
    scene = stage([GREETING], [SILENCE, SILENCE, SILENCE])
    assert await hold(scene) == "handoff_bridged"
    prompts = scene.context.prompts["fa"]
    assert scene.leg.heard[1:] == [prompts.silence, prompts.silence_again, "to a human"]
    assert scene.desk.packets[0].reason == "no_input"


@pytest.mark.parametrize("heard", [utterance(""), utterance("موجودی", confidence=0.1)])
async def test_speech_without_sense_does_not_reach_the_dialogue(stage: StageMaker, heard: object) -> None:
    scene = stage([GREETING, BALANCE, BYE], [heard, utterance("موجودی"), utterance("نه")])  # type: ignore[list-item]
    assert await hold(scene) == "goodbye"
    assert scene.leg.heard[1] == scene.context.prompts["fa"].unclear
    assert len(scene.dialogue.said) == 2


async def test_a_reprompt_still_waits_for_the_same_kind_of_answer(stage: StageMaker) -> None:
    ask = Reply(("شماره؟",), expect="digits", intent="ask_order_status")
    scene = stage([GREETING, ask, BYE], [utterance("سفارش"), SILENCE, utterance("یک دو سه")])
    await hold(scene)
    assert scene.ear.expected == ["general", "digits", "digits"]


@pytest.mark.parametrize("fault", [DialogueUnavailable("ReadTimeout"), RuntimeError("a bug")])
async def test_a_broken_dialogue_ends_at_a_human(stage: StageMaker, fault: Exception) -> None:
    scene = stage([GREETING, fault], [utterance("موجودی")])
    assert await hold(scene) == "handoff_bridged"
    assert scene.desk.packets[0].reason == "component_failed"


async def test_the_human_is_told_what_nobody_could_answer(stage: StageMaker) -> None:
    scene = stage(
        [GREETING, BALANCE, DialogueUnavailable("ReadTimeout")], [utterance("موجودی"), utterance("سفارشم کو")]
    )
    await hold(scene)
    assert [turn.text for turn in scene.desk.packets[0].last_turns if turn.speaker == "caller"][-1] == "سفارشم کو"
    call = scene.reader.call("leg1")
    assert call is not None
    assert [turn.text for turn in call.turns if turn.speaker == "caller"] == ["موجودی", "سفارشم کو"]


async def test_a_dialogue_with_nothing_to_say_ends_at_a_human(stage: StageMaker) -> None:
    scene = stage([GREETING, Reply(intent="ask_balance")], [utterance("موجودی")])
    assert await hold(scene) == "handoff_bridged"


async def test_a_dead_recogniser_ends_at_a_human(stage: StageMaker) -> None:
    scene = stage([GREETING], [ListenerLost("worker 1", 1.0)])
    assert await hold(scene) == "handoff_bridged"


async def test_no_dialogue_at_the_start_ends_at_a_human(stage: StageMaker) -> None:
    scene = stage([DialogueUnavailable("ConnectError")], [])
    assert await hold(scene) == "handoff_bridged"


async def test_a_greeting_without_words_ends_at_a_human(stage: StageMaker) -> None:
    scene = stage([Reply(intent="call_started")], [])
    assert await hold(scene) == "handoff_bridged"
    assert scene.desk.packets[0].reason == "component_failed"


class NoDesk:
    """A way to a human that is broken itself."""

    def __init__(self, fault: Exception, before: Callable[[], None] = lambda: None) -> None:
        self._fault = fault
        self._before = before

    async def hand_off(self, packet: ContextPacket, caller: CallerLeg, *, opening: str | None = None) -> Handed:
        self._before()
        raise self._fault


@pytest.mark.parametrize("fault", [OSError("disk full"), RuntimeError("a bug"), KeyError("x")])
async def test_where_nothing_works_the_apology_is_the_last_word(stage: StageMaker, fault: Exception) -> None:
    scene = stage([DialogueUnavailable("ConnectError")], [])
    scene.context = replace(scene.context, desk=NoDesk(fault))
    assert await hold(scene) == "failed"
    assert scene.leg.heard == ["sorry"]


async def test_a_caller_who_leaves_before_the_last_apology_has_hung_up(stage: StageMaker) -> None:
    scene = stage([DialogueUnavailable("ConnectError")], [])
    scene.context = replace(scene.context, desk=NoDesk(OSError("disk full"), before=scene.leg.end))
    assert await hold(scene) == "caller_hung_up"


async def test_the_caller_hangs_up(stage: StageMaker) -> None:
    scene = stage([GREETING], [])
    scene.leg.end()
    assert await hold(scene) == "caller_hung_up"
    assert scene.desk.packets == []


@pytest.mark.parametrize("fault", [CommandRefused("answer", "no common codec"), GatewayStopped("answer")])
async def test_a_call_that_cannot_be_answered_is_no_handoff(stage: StageMaker, fault: Exception) -> None:
    scene = stage([GREETING], [])

    async def answer() -> None:
        raise fault

    scene.leg.answer = answer  # type: ignore[method-assign]
    assert await hold(scene) == "not_answered"
    assert scene.desk.packets == []
    assert scene.leg.heard == []


@pytest.mark.parametrize(
    ("cause", "reason"),
    [("lost", "line_lost"), ("held_too_long", "held_too_long"), ("drained", "service_stopped")],
)
async def test_the_journal_tells_who_ended_the_call(stage: StageMaker, cause: EndCause, reason: str) -> None:
    scene = stage([GREETING], [])
    scene.leg.end(cause)
    assert await hold(scene) == reason


async def test_a_bridge_that_was_cut_is_told_as_cut(stage: StageMaker) -> None:
    wish = Reply(("وصل می‌کنم",), handoff=HandoffWish("complaint", "complaints"))
    scene = stage([wish], [])
    scene.desk.meanwhile = lambda: scene.leg.end("drained")
    assert await hold(scene) == "service_stopped"


async def test_a_caller_who_leaves_during_the_last_apology(stage: StageMaker) -> None:
    """The dialogue is away, the desk too, and the caller hangs up: still nothing is raised."""
    scene = stage([DialogueUnavailable("ConnectError")], [])

    def desk_breaks() -> None:
        scene.leg.end()
        raise OSError("no desk")

    scene.desk.meanwhile = desk_breaks
    assert await hold(scene) == "caller_hung_up"


async def test_the_leg_carries_the_farewell_of_the_calls_language(stage: StageMaker) -> None:
    scene = stage([BYE], [])
    context = replace(scene.context, farewells={"fa": b"fa", "ar": b"ar"})
    assert scene.leg.farewell == b""
    Call(scene.leg, context)
    assert scene.leg.farewell == context.options.language.encode()


async def test_who_is_with_a_human_takes_no_recogniser(stage: StageMaker) -> None:
    class Watching:
        """A desk that looks whether anybody still listens."""

        async def hand_off(self, packet: ContextPacket, caller: CallerLeg, *, opening: str | None = None) -> Handed:
            assert scene.ear.closed
            assert scene.leg.sink is None
            return await scene.desk.hand_off(packet, caller, opening=opening)

    wish = Reply(("وصل می‌کنم",), handoff=HandoffWish("complaint", "complaints"), intent="complaint")
    scene = stage([GREETING, wish], [utterance("شکایت دارم")])
    assert await hold(replace(scene, context=replace(scene.context, desk=Watching()))) == "handoff_bridged"
