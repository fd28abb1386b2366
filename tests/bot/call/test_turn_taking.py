"""The line: barge-in, keys, silence and the ways it breaks, without SIP or sound."""

import asyncio
from collections.abc import Callable
from contextlib import aclosing
from itertools import combinations, permutations

import pytest

from bot.dialogue.caller_turn import CallerTurn
from bot.errors import CallerGone, RecogniserDown
from bot.tasks import call_off
from tests.bot.deeds import DEEDS, LOST, Deed, asked, came_of, late
from tests.bot.desk import Desk, ticks, until
from tests.bot.virtual_time import now_s, run
from voice.events import (
    BargeInConfirmed,
    BargeInSuspected,
    BargeInWithdrawn,
    LegEnded,
    ListenerLost,
    NoInput,
    SpeechStarted,
)


async def test_speech_after_the_question() -> None:
    desk = Desk()
    turn = asyncio.create_task(desk.line.exchange(["سلام"], "general"))
    await until(lambda: desk.ear.playings == [True, False])
    desk.say("موجودی")
    heard = await turn
    assert (heard.kind, heard.content, heard.confidence) == ("speech", "موجودی", 0.9)
    assert (heard.ended_s, heard.final_s) == (2.0, 2.5)
    assert desk.ear.armed == [("general", 5000, 600)]
    assert desk.ear.playings[0] is True
    assert desk.ear.playings[-1] is False


async def test_speech_stops_the_saying() -> None:
    desk = Desk(short=False)
    turn = asyncio.create_task(desk.line.exchange(["پیام بلند"], "general"))
    await until(lambda: desk.player.speaking)
    desk.ear.hear(SpeechStarted(1.0))
    await until(lambda: desk.playbacks[0].stopped)
    assert not turn.done()
    desk.say("نه")
    assert (await turn).barged_in


async def test_without_barge_in_only_the_finished_turn_stops_it() -> None:
    desk = Desk(short=False, barge_in=False)
    turn = asyncio.create_task(desk.line.exchange(["پیام بلند"], "general"))
    await until(lambda: desk.player.speaking)
    for event in (BargeInSuspected(1.0), BargeInConfirmed(1.0), SpeechStarted(1.0)):
        desk.ear.hear(event)
        await ticks()
    assert (desk.playbacks[0].pauses, desk.playbacks[0].stopped) == ([], False)
    desk.say("نه")
    await turn
    assert desk.playbacks[0].stopped


async def test_a_late_hash_does_not_interrupt_the_answer() -> None:
    desk = Desk(short=False)
    desk.press("1")
    await desk.line.exchange([], "general", key_count=1)
    turn = asyncio.create_task(desk.line.exchange(["پیام بلند"], "general"))
    await until(lambda: desk.player.speaking)
    desk.press("#")
    await ticks()
    assert not desk.playbacks[0].stopped
    desk.press("0")
    assert (await turn).content == "0"
    assert desk.playbacks[0].stopped


def test_hold_stops_every_clock_and_the_question_is_said_again() -> None:
    async def main() -> tuple[list[str], CallerTurn, int]:
        desk = Desk()
        turn = asyncio.create_task(desk.line.exchange(["موجودی", "کارِ دیگری هست؟"], "general"))
        await asyncio.sleep(1)
        desk.hold(True)
        for _ in range(5):
            await asyncio.sleep(12)
            desk.ear.hear(NoInput(6000, now_s()))
            desk.say("یک لحظه")
        assert not turn.done()
        desk.hold(False)
        await asyncio.sleep(1)
        desk.say("نه")
        return desk.texts, await turn, len(desk.ear.armed)

    texts, heard, armed = run(main())
    assert texts == ["موجودی", "کارِ دیگری هست؟", "کارِ دیگری هست؟"]
    assert (heard.kind, heard.content, armed) == ("speech", "نه", 2)


def test_what_hold_cut_off_is_said_from_its_beginning() -> None:
    async def main() -> list[str]:
        desk = Desk(short=False)
        turn = asyncio.create_task(desk.line.exchange(["موجودی", "کارِ دیگری هست؟"], "general"))
        await asyncio.sleep(1)
        desk.hold(True)
        await asyncio.sleep(1)
        assert desk.playbacks[0].stopped
        desk.hold(False)
        await asyncio.sleep(1)
        assert desk.player.speaking
        desk.say("نه")
        await turn
        return desk.texts

    assert run(main()) == ["موجودی", "کارِ دیگری هست؟"] * 2


def test_hold_that_began_while_the_bot_thought_delays_what_it_says() -> None:
    async def main() -> list[str]:
        desk = Desk()
        announcing = asyncio.create_task(desk.line.announce(["الف"]))
        desk.hold(True)
        await announcing
        turn = asyncio.create_task(desk.line.exchange(["ب"], "general"))
        await asyncio.sleep(30)
        said_on_hold = list(desk.texts)
        desk.hold(False)
        await asyncio.sleep(1)
        desk.say("نه")
        await turn
        assert desk.texts == ["الف", "ب"]
        return said_on_hold

    assert run(main()) == ["الف"]


def test_keys_count_on_hold_and_the_end_of_the_call_too() -> None:
    async def main() -> None:
        desk = Desk()
        desk.hold(True)
        desk.press("12#")
        await ticks()
        assert (await desk.line.exchange(["?"], "digits", key_count=5)).content == "12"
        assert desk.texts == []
        desk.legs.put_nowait(LegEnded("far", 200, "BYE", now_s()))
        await desk.line.exchange(["?"], "digits", key_count=5)

    with pytest.raises(CallerGone):
        run(main())


async def test_silence() -> None:
    desk = Desk()
    turn = asyncio.create_task(desk.line.exchange(["?"], "general"))
    await until(lambda: bool(desk.ear.armed))
    desk.ear.hear(NoInput(5000, 7.0))
    assert (await turn).kind == "silence"


async def test_the_caller_hangs_up_while_listening_and_while_saying() -> None:
    for short in (True, False):
        desk = Desk(short=short)
        desk.legs.put_nowait(LegEnded("far", 200, "BYE", 1.0))
        with pytest.raises(CallerGone):
            await desk.line.exchange(["سلام"], "general")


async def test_a_dead_recogniser_is_told() -> None:
    desk = Desk()
    desk.ear.hear(ListenerLost("worker 0 died", 1.0))
    with pytest.raises(RecogniserDown, match="worker 0"):
        await desk.line.exchange([], "general")


async def test_an_announcement_is_not_interrupted() -> None:
    desk = Desk(short=False)
    saying = asyncio.create_task(desk.line.announce(["شما را وصل می‌کنم"]))
    await until(lambda: bool(desk.playbacks))
    desk.ear.hear(SpeechStarted(1.0))
    desk.press("1")
    await ticks()
    assert not desk.playbacks[0].stopped
    desk.playbacks[0].over.set()
    assert (await saying).completed


async def test_an_announcement_ends_with_the_caller() -> None:
    desk = Desk(short=False)
    desk.legs.put_nowait(LegEnded("far", 200, "BYE", 1.0))
    with pytest.raises(CallerGone):
        await desk.line.announce(["خدانگهدار"])
    assert desk.playbacks[0].stopped


async def test_speech_into_the_bots_thinking_is_not_the_next_answer() -> None:
    desk = Desk(short=False)
    desk.say("یک")
    turn = asyncio.create_task(desk.line.exchange(["شماره؟"], "digits"))
    await until(lambda: desk.player.speaking)
    desk.say("دو")
    assert (await turn).content == "دو"


async def test_keys_pressed_ahead_are_kept() -> None:
    desk = Desk()
    desk.press("1200")
    assert (await desk.line.exchange([], "general", key_count=1)).content == "1"
    assert (await desk.line.exchange([], "general", key_count=1)).content == "2"
    assert (await desk.line.exchange([], "general")).content == "0"


async def test_the_ear_is_told_how_many_digits_are_asked_for() -> None:
    desk = Desk(short=False)
    desk.press("12345#")
    await desk.line.exchange(["شماره سفارش؟"], "digits", key_count=5)
    desk.press("0")
    await desk.line.exchange(["؟"], "general", key_count=1)
    assert desk.ear.digit_counts == [5, 0]


SETS: tuple[tuple[Deed, ...], ...] = (
    ("speech", "words", "key", "hold", "resume"),
    ("late words", "words", "lost", "key", "end"),
    ("late words", "hold", "words", "resume", "lost"),
    ("speech", "key", "end", "hold", "late words"),
)


@pytest.mark.parametrize("texts", [["a long question"], []], ids=["said into", "listened"])
@pytest.mark.parametrize("deeds", [*SETS, *combinations(DEEDS, 3)], ids=", ".join)
def test_in_every_order_the_first_that_decides_decides(deeds: tuple[Deed, ...], texts: list[str]) -> None:
    orders = list(permutations(deeds))
    came = {order: run(asked(order, texts)) for order in orders}
    assert came == {order: (came_of((*order, "resume", "words")), False) for order in orders}


@pytest.mark.parametrize("late_s", [0.0, 0.01, 5.0])
def test_words_of_the_question_before_do_not_answer_this_one(late_s: float) -> None:
    """The recogniser's end of a turn that keys ended comes at once, with the next question, or long after it."""

    async def main() -> CallerTurn:
        desk = Desk(short=False)
        async with aclosing(desk.signals):
            asking = asyncio.create_task(desk.line.exchange([], "general"))
            await asyncio.sleep(0.01)
            desk.press("0")
            await asking
            asyncio.get_running_loop().call_later(late_s, desk.ear.on_event, late(desk.ear.turn))
            asking = asyncio.create_task(desk.line.exchange(["another question"], "general"))
            await asyncio.sleep(10)
            assert desk.player.speaking and not asking.done()
            desk.say("now")
            return await asking

    assert run(main()).content == "now"


@pytest.mark.parametrize(
    ("keys", "at_once", "came"),
    [("12", True, "deaf"), ("12", False, "deaf"), ("12#", True, "12"), ("12#", False, "12")],
)
def test_keys_that_end_a_turn_go_before_the_loss_of_the_recogniser(keys: str, at_once: bool, came: str) -> None:
    async def main() -> str:
        desk = Desk()
        async with aclosing(desk.signals):
            asking = asyncio.create_task(desk.line.exchange([], "digits", key_count=5))
            await ticks()
            desk.ear.hear(SpeechStarted(now_s()))
            desk.press(keys)
            if not at_once:
                await ticks()
            desk.ear.hear(LOST)
            try:
                return (await asking).content
            except RecogniserDown:
                return "deaf"

    assert run(main()) == came


@pytest.mark.parametrize("settled", [BargeInConfirmed, BargeInWithdrawn])
def test_a_suspicion_pauses_the_saying_and_its_end_stops_it_or_lets_it_go_on(
    settled: Callable[[float], BargeInConfirmed | BargeInWithdrawn],
) -> None:
    async def main() -> tuple[list[bool], bool]:
        desk = Desk(short=False)
        async with aclosing(desk.signals):
            asking = asyncio.create_task(desk.line.exchange(["a long question"], "general"))
            await ticks()
            desk.ear.hear(BargeInSuspected(now_s()))
            await ticks()
            desk.ear.hear(settled(now_s()))
            await ticks()
            playback = desk.playbacks[0]
            came = (list(playback.pauses), playback.stopped)
            await call_off(asking)
            return came

    assert run(main()) == (([True], True) if settled is BargeInConfirmed else ([True, False], False))
