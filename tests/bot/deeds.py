"""Orders of events: one question while the caller and the recogniser do what they do, and what must come of it."""

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from contextlib import aclosing
from itertools import combinations
from typing import Any, Literal

from bot.dialogue.caller_turn import CallerTurn
from bot.errors import CallerGone, RecogniserDown
from tests.bot.desk import Desk
from tests.bot.virtual_time import now_s
from voice.events import LegEnded, ListenerLost, SpeechStarted, Utterance

BYE = LegEnded("far", 200, "BYE", 9.0)
LOST = ListenerLost("worker 0 died", 3.0)
Deed = Literal["speech", "words", "late words", "key", "hold", "resume", "lost", "end"]
DEEDS: tuple[Deed, ...] = ("speech", "words", "late words", "key", "hold", "resume", "lost", "end")
Came = Literal["speech", "keys", "gone", "deaf"]


def came_of(deeds: Iterable[Deed]) -> Came:
    """What decides: the first of words, 0, the recogniser's death and the end. On hold nobody listens to sound."""
    held = lost = False
    for deed in deeds:
        match deed:
            case "hold" | "resume":
                held = deed == "hold"
            case "end":
                return "gone"
            case "key":
                return "keys"
            case "lost":
                lost = True
            case "words" if not held:
                return "speech"
        if lost and not held:
            return "deaf"
    raise AssertionError("nothing was decided")


def late(turn: int) -> Utterance:
    return Utterance("late", (), 0.9, "fa", 1.0, 2.0, 2.5, turn=turn)


def do(desk: Desk, deed: Deed) -> None:
    deeds: dict[Deed, Callable[[], None]] = {
        "speech": lambda: desk.ear.hear(SpeechStarted(now_s())),
        "words": lambda: desk.say("now"),
        "late words": lambda: desk.ear.on_event(late(desk.ear.turn - 1)),
        "key": lambda: desk.press("0"),
        "hold": lambda: desk.hold(True),
        "resume": lambda: desk.hold(False),
        "lost": lambda: desk.ear.hear(LOST),
        "end": lambda: desk.legs.put_nowait(BYE),
    }
    deeds[deed]()


async def answered(asking: Coroutine[Any, Any, CallerTurn]) -> Came | Literal["silence"]:
    try:
        heard = await asking
    except CallerGone:
        return "gone"
    except RecogniserDown:
        return "deaf"
    assert heard.content in ("now", "0")
    return heard.kind


async def asked(order: tuple[Deed, ...], texts: list[str]) -> tuple[Came | Literal["silence"], bool]:
    """What came of the question while all this happened, and whether something is still being said."""
    desk = Desk(short=False)
    async with aclosing(desk.signals):
        asking = asyncio.create_task(answered(desk.line.exchange(texts, "general")))
        for deed in (*order, "resume", "words"):
            await asyncio.sleep(0.01)
            if asking.done():
                break
            do(desk, deed)
        return await asking, desk.player.speaking


def merges(first: tuple[Any, ...], second: tuple[Any, ...]) -> Iterable[list[Any]]:
    """Every way in which two rows, each in its own order, can come as one."""
    count = len(first) + len(second)
    for places in combinations(range(count), len(first)):
        rows = iter(first), iter(second)
        yield [next(rows[0] if place in places else rows[1]) for place in range(count)]
