"""What reaches a call from outside: none lost, none given twice, none of an old turn."""

import asyncio
import re
from collections.abc import Iterable
from contextlib import aclosing
from pathlib import Path

import pytest

from bot.call.prompt_player import Spoken
from bot.call.signals import CallSignals, Signal
from bot.errors import CallerGone
from bot.tasks import call_off
from tests.bot.deeds import merges
from tests.bot.desk import ticks
from tests.bot.virtual_time import now_s, run
from voice.events import (
    BargeInConfirmed,
    BargeInSuspected,
    BargeInWithdrawn,
    HoldChanged,
    KeyPressed,
    LegEnded,
    LegEvent,
    ListenerLost,
    ListenEvent,
    NoInput,
    Partial,
    SpeechStarted,
    TransferUpdate,
    Utterance,
)

BYE = LegEnded("far", 200, "BYE", 9.0)
LOST = ListenerLost("worker 0 died", 3.0)
TRYING = TransferUpdate(100, "Trying", False)


def key(digit: str) -> KeyPressed:
    return KeyPressed(digit, 1.0)


def words(text: str, turn: int = 0) -> Utterance:
    return Utterance(text, (), 0.9, "fa", 1.0, 2.0, 2.5, turn=turn)


class Outside:
    """The two sides of one call's signals."""

    def __init__(self, most_waiting: int = 256) -> None:
        self.legs: asyncio.Queue[LegEvent] = asyncio.Queue()
        self.signals = CallSignals(self.legs, most_waiting=most_waiting)

    def put(self, events: Iterable[LegEvent | ListenEvent]) -> None:
        for event in events:
            if isinstance(event, LegEvent):
                self.legs.put_nowait(event)
            else:
                self.signals.hear(event)

    async def all(self) -> list[Signal | str]:
        """Everything that `next` gives now."""
        given: list[Signal | str] = []
        try:
            while (signal := await self.signals.next(0)) is not None:
                given.append(signal)
        except CallerGone:
            given.append("gone")
        return given


def given(events: Iterable[LegEvent | ListenEvent], most_waiting: int = 256) -> tuple[list[Signal | str], int]:
    """What a call takes that comes late to these signals, and how many were dropped."""

    async def main() -> tuple[list[Signal | str], int]:
        outside = Outside(most_waiting)
        async with aclosing(outside.signals):
            outside.put(events)
            await ticks()
            return await outside.all(), outside.signals.dropped

    return run(main())


HELD, BACK = HoldChanged(True, 1.0), HoldChanged(False, 2.0)
NOW_HELD = HoldChanged(True, 1000.0)


@pytest.mark.parametrize(
    ("events", "taken"),
    [
        ([SpeechStarted(1.0), key("1"), words("a"), key("2")], [key("1"), key("2"), SpeechStarted(1.0), words("a")]),
        ([key("1"), BYE], [key("1"), "gone"]),
        ([words("a"), key("1"), TRYING, BYE], [key("1"), TRYING, "gone"]),
        ([LOST, words("a")], [words("a"), LOST]),
        ([LOST, BYE], ["gone"]),
        ([key("1"), HELD, words("a"), LOST, key("2")], [NOW_HELD, key("1"), key("2")]),
        ([HELD, key("1"), BACK, words("a")], [key("1"), words("a")]),
        ([HELD, BYE], [NOW_HELD, "gone"]),
        ([words("late", turn=-1), words("a")], [words("a")]),
        ([BargeInSuspected(1.0), BargeInWithdrawn(2.0), BargeInSuspected(3.0), BargeInConfirmed(3.0)],) * 2,
    ],
)
def test_what_waits_is_given_in_order_the_line_first(
    events: list[LegEvent | ListenEvent], taken: list[Signal | str]
) -> None:
    assert given(events) == (taken, 0)


@pytest.mark.parametrize(
    ("events", "taken", "dropped"),
    [
        ([key(digit) for digit in "12345"], [key("1"), key("2"), key("3")], 2),
        ([*(key(digit) for digit in "12345"), BYE], [key("1"), key("2"), key("3"), "gone"], 2),
        ([*(key(digit) for digit in "1234"), TRYING], [key("2"), key("3"), TRYING], 2),
        ([*(key(digit) for digit in "1234"), HELD], [NOW_HELD, key("1"), key("2"), key("3")], 1),
        (
            [Partial(text, 1.0) for text in "abcd"] + [words("end")],
            [Partial("c", 1.0), Partial("d", 1.0), words("end")],
            2,
        ),
        ([LOST, *(Partial(text, 1.0) for text in "abcd")], [*(Partial(text, 1.0) for text in "bcd"), LOST], 1),
    ],
)
def test_where_too_much_waits_the_end_the_hold_and_the_last_words_are_kept(
    events: list[LegEvent | ListenEvent], taken: list[Signal | str], dropped: int
) -> None:
    assert given(events, most_waiting=3) == (taken, dropped)


LINE: tuple[LegEvent, ...] = (key("1"), TRYING, key("2"))
VOICE: tuple[ListenEvent, ...] = (SpeechStarted(1.0), Partial("a", 1.5), words("a"))


def test_a_call_that_listens_gets_everything_as_it_comes_and_nothing_twice() -> None:
    async def main(events: list[LegEvent | ListenEvent]) -> list[Signal | str]:
        outside = Outside()
        async with aclosing(outside.signals):
            taken: list[Signal | str] = []
            for event in (*events, BYE):
                taking = asyncio.create_task(outside.signals.next(5))
                await ticks()
                outside.put([event])
                try:
                    signal = await taking
                except CallerGone as gone:
                    signal = BYE if gone.args else None
                assert signal is not None
                taken.append(signal)
            return taken

    for events in merges(LINE, VOICE):
        assert run(main(events)) == [*events, BYE]


async def test_the_end_of_the_saying_goes_before_what_is_heard_and_its_error_is_raised() -> None:
    async def speak(spoken: Spoken) -> Spoken:
        return spoken

    async def fail() -> Spoken:
        raise ValueError("x")

    outside = Outside()
    outside.put([words("a"), key("1")])
    await ticks()
    saying: asyncio.Future[Spoken] = asyncio.ensure_future(speak(Spoken(True)))
    assert await outside.signals.next(1, saying) == key("1")
    assert await outside.signals.next(1, saying) == Spoken(True)
    assert await outside.signals.next(1) == words("a")
    with pytest.raises(ValueError, match="x"):
        await outside.signals.next(1, asyncio.ensure_future(fail()))


def test_it_waits_as_long_as_it_is_told() -> None:
    async def main() -> float:
        outside = Outside()
        async with aclosing(outside.signals):
            began_s = now_s()
            assert await outside.signals.next(2.5) is None
            return now_s() - began_s

    assert run(main()) == pytest.approx(2.5)


def test_who_waits_for_the_end_and_gives_up_ends_nothing() -> None:
    async def main() -> LegEnded:
        outside = Outside()
        async with aclosing(outside.signals):
            waiting = asyncio.create_task(asyncio.wait({outside.signals.ended}))
            await ticks()
            await call_off(waiting)
            outside.put([BYE])
            await ticks()
            with pytest.raises(CallerGone, match="BYE"):
                outside.signals.check()
            return outside.signals.ended.result()

    assert run(main()) == BYE


def test_the_next_turn_drops_what_was_heard_before_it_and_what_comes_too_late() -> None:
    async def main() -> list[Signal | str]:
        outside = Outside()
        async with aclosing(outside.signals):
            first = outside.signals.arm()
            outside.put([words("waits", first), key("1")])
            second = outside.signals.arm()
            outside.put([NoInput(5000, 1.0, first), words("now", second), words("late", first)])
            await ticks()
            assert (first, second) == (1, 2)
            return await outside.all()

    assert run(main()) == [key("1"), words("now", 2)]


def test_nobody_else_reads_what_a_leg_tells() -> None:
    room = Path(__file__).resolve().parents[3] / "bot" / "call"
    for path in sorted(room.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        uses, given_on = re.findall(r"\.events\b", text), re.findall(r"CallSignals\([\w.]*\.events\)", text)
        assert len(uses) - len(given_on) == len(re.findall(r"voice\.events\b", text)), path


async def test_a_claimed_key_is_no_turns() -> None:
    outside, claimed = Outside(), list[str]()
    async with aclosing(outside.signals) as signals:
        signals.claim("9", lambda: claimed.append("9"))
        outside.put([key("1"), key("9"), key("2"), key("9")])
        assert [await signals.next(1.0) for _ in range(2)] == [key("1"), key("2")]
        assert claimed == ["9", "9"]
        signals.claim("9", None)
        signals.claim("9", None)  # harmless
        outside.put([key("9")])
        assert await signals.next(1.0) == key("9")
        assert claimed == ["9", "9"]
