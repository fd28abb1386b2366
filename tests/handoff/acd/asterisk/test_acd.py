"""The queue is asked first; what the caller hears is true; only who can be served is sent there."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

import pytest

from handoff.acd.ami.connection import NOTHING
from handoff.acd.ami.errors import AmiAway, AmiError, AmiRefused
from handoff.acd.ami.wire import Message
from handoff.acd.asterisk.acd import AsteriskAcd, Pbx, waiting_words
from handoff.acd.asterisk.queue import Device, Member, QueueFacts
from handoff.acd.asterisk.watch import QueueWatch
from handoff.acd.port import Outcome
from handoff.errors import CallbackWanted, CallerGone, TransferFailed
from handoff.events import HandoffEvent
from handoff.options import AsteriskRules
from handoff.packet import ContextPacket, PacketCaller
from handoff.states import State
from tests.handoff.acd.asterisk.told import member, params
from tests.handoff.doubles import OneAcd, OneCaller, Steps
from tests.shipped import SENTENCES

SAID = SENTENCES.to_caller("fa")
TAKEN = Outcome(State.REFERRED, "refer", 200)
RULES = AsteriskRules(queues={"general": "support", "complaints": "602"})


@dataclass
class OneManager:
    """Answers with `told`, or raises it."""

    told: Sequence[Message] | AmiError
    up: bool = True
    asked: list[Mapping[str, str]] = field(default_factory=list)

    async def ask(self, action: str, fields: Mapping[str, str] = NOTHING) -> Message:
        raise NotImplementedError

    async def ask_list(self, action: str, fields: Mapping[str, str] = NOTHING) -> list[Message]:
        assert action == "QueueStatus"
        self.asked.append(fields)
        if isinstance(self.told, AmiError):
            raise self.told
        return list(self.told)


async def forgotten(_packet_id: str, _event: HandoffEvent) -> None: ...


def road(told: Sequence[Message] | AmiError, rules: AsteriskRules = RULES) -> tuple[AsteriskAcd, OneAcd, OneManager]:
    way, manager = OneAcd("refer", TAKEN, (State.REFERRING, State.REFERRED)), OneManager(told)
    watch = QueueWatch(forgotten, lambda _: None)
    return AsteriskAcd(Pbx(manager, watch, rules), way, SENTENCES), way, manager


async def test_a_free_agent_is_reached_without_a_word_more(packet: ContextPacket) -> None:
    acd, way, _ = road([params(), member(Device.FREE)])
    caller = OneCaller()
    assert await acd.transfer(packet, "abc", caller, Steps()) == TAKEN
    assert (way.tokens, caller.log) == (["abc"], [])


@pytest.mark.parametrize(
    "told",
    [
        [params()],
        [params(), member(Device.UNAVAILABLE)],
        [params(), member(Device.FREE, paused=1)],
        [params(calls=5, most=5), member(Device.FREE)],
    ],
)
async def test_nobody_is_sent_where_nobody_serves(packet: ContextPacket, told: list[Message]) -> None:
    acd, way, _ = road(told)
    steps = Steps()
    with pytest.raises(TransferFailed, match="asterisk: .*queue support"):
        await acd.transfer(packet, "abc", OneCaller(), steps)
    assert (way.tokens, steps.taken) == ([], [])


@pytest.mark.parametrize(
    "told", [[], AmiAway("QueueStatus", "closed"), AmiRefused("a list", "Permission denied"), [member(Device.FREE)]]
)
async def test_without_an_answer_the_caller_goes_as_before(
    packet: ContextPacket, told: list[Message] | AmiError, caplog: pytest.LogCaptureFixture
) -> None:
    acd, way, _ = road(told)
    assert await acd.transfer(packet, "abc", OneCaller(), Steps()) == TAKEN
    assert way.tokens == ["abc"]
    assert "support" in caplog.text


async def test_a_pbx_that_hangs_is_not_waited_for(packet: ContextPacket, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handoff.acd.asterisk.acd.LOOK_S", 0.01)

    class Hanging(OneManager):
        async def ask_list(self, action: str, fields: Mapping[str, str] = NOTHING) -> list[Message]:
            await asyncio.sleep(60)
            raise AssertionError

    acd, way, _ = road([])
    acd._manager = Hanging([])
    assert await acd.transfer(packet, "abc", OneCaller(), Steps()) == TAKEN
    assert way.tokens == ["abc"]


async def test_an_unknown_queue_is_told_once(packet: ContextPacket, caplog: pytest.LogCaptureFixture) -> None:
    acd, _, _ = road([])
    for _ in range(3):
        await acd.transfer(packet, "abc", OneCaller(), Steps())
    assert caplog.text.count("hatef doctor") == 1


@pytest.mark.parametrize(("skill", "queue"), [("", "support"), ("complaints", "602"), ("sales", "support")])
async def test_each_skill_has_its_queue(packet: ContextPacket, skill: str, queue: str) -> None:
    acd, _, manager = road([])
    await acd.transfer(replace(packet, skill=skill), "abc", OneCaller(), Steps())
    assert manager.asked == [{"Queue": queue}]


BUSY = [params(calls=2, talk=60), member(Device.IN_USE)]


async def test_a_wait_is_told_and_the_caller_waits(packet: ContextPacket, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handoff.acd.asterisk.acd.KEY_WAIT_S", 0.01)
    acd, way, _ = road(BUSY)
    caller = OneCaller()
    await acd.transfer(packet, "abc", caller, Steps())
    assert caller.finished == [
        SAID.queue_ahead.format(callers=2),
        SAID.queue_minutes.format(minutes=3),
        SAID.offer_callback,
    ]
    assert way.tokens == ["abc"]


async def test_an_opening_is_said_where_somebody_serves(packet: ContextPacket, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handoff.acd.asterisk.acd.KEY_WAIT_S", 0.01)
    for told, said in (
        ([params(), member(Device.FREE)], ["one moment"]),
        (AmiAway("QueueStatus", "closed"), ["one moment"]),
        (BUSY, ["one moment", SAID.queue_ahead.format(callers=2)]),
        ([params()], []),
    ):
        acd, _, _ = road(told)
        caller = OneCaller()
        with suppress(TransferFailed):
            await acd.saying("one moment").transfer(packet, "abc", caller, Steps())
        assert caller.finished[: len(said)] == said
        assert bool(caller.finished) is bool(said)


async def test_a_way_that_can_speak_while_it_works_says_the_opening_itself(packet: ContextPacket) -> None:
    acd, way, _ = road([params(), member(Device.FREE)])
    openings: list[tuple[str, str]] = []

    class Saying(OneAcd):
        def saying(self, text: str, short: str = "") -> OneAcd:
            openings.append((text, short))
            return way

    acd._way = Saying("attended", TAKEN)
    caller = OneCaller()
    await acd.saying("one moment", "now").transfer(packet, "abc", caller, Steps())
    assert (openings, caller.log, way.tokens) == ([("one moment", "now")], [], ["abc"])


async def test_a_key_asks_for_a_call_back(packet: ContextPacket) -> None:
    acd, way, _ = road(BUSY)
    caller = OneCaller(say_s=60)
    going = asyncio.create_task(acd.transfer(packet, "abc", caller, Steps()))
    await asyncio.sleep(0.01)
    caller.keys.put_nowait("1")
    with pytest.raises(CallbackWanted):
        await going
    assert way.tokens == []


@pytest.mark.parametrize("told", [[params(talk=20), member(Device.IN_USE)], BUSY])
async def test_no_call_back_is_offered_for_a_short_wait_nor_to_a_hidden_number(
    packet: ContextPacket, told: list[Message]
) -> None:
    if told is BUSY:
        packet = replace(packet, caller=PacketCaller())
    acd, way, _ = road(told)
    caller = OneCaller()
    await acd.transfer(packet, "abc", caller, Steps())
    assert SAID.offer_callback not in caller.finished
    assert way.tokens == ["abc"]


async def test_a_caller_who_leaves_while_it_is_told_is_gone(packet: ContextPacket) -> None:
    acd, way, _ = road(BUSY)
    with pytest.raises(CallerGone):
        await acd.transfer(packet, "abc", OneCaller(gone_after=1), Steps())
    assert way.tokens == []


@pytest.mark.parametrize(
    ("callers", "talk_s", "told"),
    [
        (0, 0, [SAID.queue_next, SAID.queue_talking]),
        (0, 61, [SAID.queue_next, SAID.queue_talking, SAID.queue_minutes.format(minutes=2)]),
        (4, 0, [SAID.queue_ahead.format(callers=4)]),
        (4, 60, [SAID.queue_ahead.format(callers=4), SAID.queue_minutes.format(minutes=5)]),
    ],
)
def test_what_is_not_known_is_not_said(callers: int, talk_s: int, told: list[str]) -> None:
    facts = QueueFacts("support", callers, (Member("a", "b", Device.IN_USE),), talk_s=talk_s)
    assert list(waiting_words(SAID, facts)) == told


@pytest.mark.parametrize("status", [Device.RINGING, Device.UNAVAILABLE])
def test_that_agents_talk_is_only_said_where_one_does(status: Device) -> None:
    facts = QueueFacts("support", 0, (Member("a", "b", status),))
    assert list(waiting_words(SAID, facts)) == [SAID.queue_next]
