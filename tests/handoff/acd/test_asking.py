"""A caller is told something and may press a key."""

import asyncio

import pytest

from handoff.acd.asking import told
from handoff.errors import CallerGone
from tests.handoff.doubles import OneCaller


async def test_all_is_said_in_its_order() -> None:
    caller = OneCaller()
    assert await told(caller, ["one", "", "two"], "1", 0.01) == ""
    assert caller.finished == ["one", "two"]


async def test_a_key_cuts_the_sentence() -> None:
    caller = OneCaller(say_s=60)
    asking = asyncio.create_task(told(caller, ["one", "two"], "1", 60))
    await asyncio.sleep(0.01)
    caller.keys.put_nowait("1")
    assert await asking == "1"
    assert caller.log == ["say one"]
    assert caller.finished == []


async def test_a_key_behind_the_last_sentence_counts() -> None:
    caller = OneCaller()
    asking = asyncio.create_task(told(caller, ["one"], "12", 60))
    await asyncio.sleep(0.01)
    caller.keys.put_nowait("2")
    assert await asking == "2"


async def test_other_keys_are_passed_over() -> None:
    caller = OneCaller(say_s=0.02)
    for key in "95#*":
        caller.keys.put_nowait(key)
    assert await told(caller, ["one"], "1", 0.01) == ""
    assert caller.finished == ["one"]


async def test_without_keys_it_is_only_said() -> None:
    caller = OneCaller(say_s=0.01)
    caller.keys.put_nowait("1")
    assert await told(caller, ["one"]) == ""
    assert caller.finished == ["one"]


async def test_a_caller_who_leaves_is_gone() -> None:
    with pytest.raises(CallerGone):
        await told(OneCaller(gone_after=1), ["one", "two"], "1", 60)


class Leaves(OneCaller):
    async def key(self) -> str:
        raise CallerGone("the line broke")


async def test_a_caller_who_leaves_while_the_key_is_waited_for_is_gone() -> None:
    caller = Leaves(say_s=60)
    with pytest.raises(CallerGone):
        await told(caller, ["one"], "1", 60)
