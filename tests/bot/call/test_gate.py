"""Who is let in, in which order, and when the door is shut."""

import asyncio
from contextlib import ExitStack

from bot.call.gate import Gate, always_open
from bot.tasks import call_off


class Recognisers:
    """Room for so many."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.calls = 0

    def has_room(self) -> bool:
        return self.calls < self.most


async def test_while_there_is_room_nobody_waits() -> None:
    gate = always_open()
    with gate.place() as one, gate.place() as other:
        assert one.is_set() and other.is_set()
        assert not gate.full()


async def test_the_line_moves_in_order_as_room_comes() -> None:
    ears = Recognisers(0)
    gate = Gate(ears.has_room, 5)
    running = asyncio.create_task(gate.run())
    with ExitStack() as line:
        turns = [line.enter_context(gate.place()) for _ in range(3)]
        assert gate.waiting == 3
        for count, turn in enumerate(turns):
            assert not turn.is_set()
            ears.most += 1
            async with asyncio.timeout(5):
                await turn.wait()
            ears.calls += 1
            assert [one.is_set() for one in turns] == [True] * (count + 1) + [False] * (2 - count)
    assert gate.waiting == 0
    await call_off(running)


async def test_nobody_passes_those_in_line() -> None:
    ears = Recognisers(0)
    gate = Gate(ears.has_room, 5)
    with gate.place() as first:
        ears.most = 9
        with gate.place() as second:
            assert not first.is_set() and not second.is_set()


async def test_who_leaves_gives_up_his_place() -> None:
    ears = Recognisers(0)
    gate = Gate(ears.has_room, 2)
    with gate.place():
        with gate.place():
            assert gate.full()
        assert not gate.full()
        assert gate.waiting == 1


async def test_without_a_line_the_door_shuts_at_the_capacity() -> None:
    ears = Recognisers(1)
    gate = Gate(ears.has_room, 0)
    assert not gate.full()
    ears.calls = 1
    assert gate.full()
