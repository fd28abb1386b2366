"""Several things waited for at once, none lost."""

import asyncio

from bot.call.prompt_player import Spoken
from bot.call.signals import Inbox
from bot.tasks import call_off
from voice.events import KeyPressed, LegEvent, ListenEvent, SpeechStarted


async def test_the_leg_goes_before_the_listener_and_nothing_is_lost() -> None:
    legs: asyncio.Queue[LegEvent] = asyncio.Queue()
    listens: asyncio.Queue[ListenEvent] = asyncio.Queue()
    listens.put_nowait(SpeechStarted(1.0))
    legs.put_nowait(KeyPressed("1", 1.0))
    inbox = Inbox(legs, listens, None)
    assert await inbox.next(1) == KeyPressed("1", 1.0)
    assert await inbox.next(1) == SpeechStarted(1.0)
    assert await inbox.next(0.01) is None
    await inbox.close()


async def test_the_end_of_the_saying_comes_once() -> None:
    async def speak() -> Spoken:
        return Spoken(True)

    inbox = Inbox(asyncio.Queue(), asyncio.Queue(), asyncio.ensure_future(speak()))
    assert await inbox.next(1) == Spoken(True)
    assert await inbox.next(0.01) is None
    await inbox.close()


async def test_what_came_while_closing_stays_in_its_queue() -> None:
    legs: asyncio.Queue[LegEvent] = asyncio.Queue()
    inbox = Inbox(legs, asyncio.Queue(), None)
    await asyncio.sleep(0)
    legs.put_nowait(KeyPressed("7", 1.0))
    await inbox.close()
    assert legs.get_nowait() == KeyPressed("7", 1.0)


async def test_calling_off_swallows_the_tasks_own_error() -> None:
    async def broken() -> None:
        raise ValueError("x")

    task = asyncio.ensure_future(broken())
    await asyncio.sleep(0)
    await call_off(task)
    assert task.done()
