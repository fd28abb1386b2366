"""A caller whom the recognisers cannot serve yet: words, tone and keys instead of silence, then a call as any other."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.call.call import Call
from bot.call.gate import Gate
from bot.call.in_line import TONE
from bot.call.live import CallDoing, LiveEvent
from bot.dialogue.client import Reply
from bot.tasks import call_off
from tests.bot.conftest import Stage, StageMaker, utterance
from voice.events import HoldChanged, KeyPressed, ListenEvent

GREETING = Reply(("سلام",))
BYE = Reply(("خدانگهدار",), hangup=True, intent="goodbye")
ORDER = Reply(("سفارش ارسال شد",), intent="ask_order_status")


class Busy:
    """A call that finds the recognisers full."""

    def __init__(self, scene: Stage) -> None:
        self.room = False
        self.gate = Gate(lambda: self.room, 5)
        self.told: list[LiveEvent] = []
        self.scene = replace(scene, context=replace(scene.context, gate=self.gate, on_live=self.told.append))
        self.prompts = scene.context.prompts["fa"]
        self.call = asyncio.create_task(Call(scene.leg, self.scene.context).run())
        self.letting_in = asyncio.create_task(self.gate.run())

    async def heard(self, text: str) -> None:
        """Wait until the caller has heard it."""
        async with asyncio.timeout(5):
            while not any(text in one for one in self.scene.leg.heard):
                await asyncio.sleep(0.01)

    async def over(self) -> str:
        """Wait for the end; its reason."""
        async with asyncio.timeout(10):
            await self.call
        await call_off(self.letting_in)
        self.scene.journal.flush()
        call = self.scene.reader.call("leg1")
        assert call is not None and call.end_reason is not None
        return call.end_reason


BusyMaker = Callable[[list[Reply | Exception], list[ListenEvent]], Busy]


@pytest.fixture
def busy(stage: StageMaker, monkeypatch: pytest.MonkeyPatch) -> BusyMaker:
    monkeypatch.setattr("bot.call.in_line.waiting_sound", lambda _length_s: TONE.encode())
    return lambda replies, heard: Busy(stage(replies, heard))


async def test_the_caller_is_told_kept_company_and_then_greeted(busy: BusyMaker) -> None:
    scene = busy([GREETING, BYE], [utterance("نه ممنون")])
    await scene.heard(scene.prompts.busy + TONE)
    await scene.heard(scene.prompts.busy_again + TONE)
    assert scene.scene.ear.expected == []  # no recogniser was asked
    scene.room = True
    assert await scene.over() == "goodbye"
    assert scene.scene.leg.heard[-2:] == ["سلام", "خدانگهدار"]
    assert scene.gate.waiting == 0
    doings = [event.doing for event in scene.told if isinstance(event, CallDoing)]
    assert doings[0] == "in line" and "greeting" in doings[1:]


async def test_whoever_holds_when_his_turn_comes_is_greeted_when_he_is_back(busy: BusyMaker) -> None:
    scene = busy([GREETING, BYE], [utterance("نه ممنون")])
    await scene.heard(scene.prompts.busy)
    scene.scene.leg.events.put_nowait(HoldChanged(True, 1.0))
    scene.room = True
    while scene.gate.waiting:
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.1)
    assert "سلام" not in scene.scene.leg.heard
    scene.scene.leg.events.put_nowait(HoldChanged(False, 2.0))
    assert await scene.over() == "goodbye"
    assert scene.scene.leg.heard[-2:] == ["سلام", "خدانگهدار"]


async def test_zero_brings_a_human_at_once(busy: BusyMaker) -> None:
    scene = busy([], [])
    await scene.heard(scene.prompts.busy)
    scene.scene.leg.events.put_nowait(KeyPressed("0", 1.0))
    assert await scene.over() == "handoff_bridged"
    assert scene.scene.desk.packets[0].reason == "key_zero"
    assert scene.gate.waiting == 0


async def test_a_number_is_answered_and_the_caller_keeps_his_place(busy: BusyMaker) -> None:
    scene = busy([ORDER, GREETING, BYE], [utterance("نه ممنون")])
    await scene.heard(scene.prompts.busy)
    now_s = asyncio.get_running_loop().time()
    for key in "12345#":
        scene.scene.leg.events.put_nowait(KeyPressed(key, now_s))
    await scene.heard("سفارش ارسال شد")
    assert scene.scene.dialogue.said[0].keys == "12345"
    scene.room = True
    assert await scene.over() == "goodbye"
    call = scene.scene.reader.call("leg1")
    assert call is not None
    texts = [turn.text for turn in call.turns]
    assert "12345" in texts
    assert not any(TONE in text for text in texts)


async def test_who_hangs_up_leaves_the_line(busy: BusyMaker) -> None:
    scene = busy([], [])
    await scene.heard(scene.prompts.busy)
    scene.scene.leg.end()
    assert await scene.over() == "caller_hung_up"
    assert scene.gate.waiting == 0


async def test_a_goodbye_by_key_ends_the_call_in_line(busy: BusyMaker) -> None:
    scene = busy([BYE], [])
    await scene.heard(scene.prompts.busy)
    now_s = asyncio.get_running_loop().time()
    for key in "12345#":
        scene.scene.leg.events.put_nowait(KeyPressed(key, now_s))
    assert await scene.over() == "goodbye"
    assert scene.scene.leg.heard[-1] == "خدانگهدار"
