"""A watched REFER: the queue's word counts before that of NOTIFYs."""

import asyncio

import pytest

from handoff.acd.asterisk.followed import FollowedRefer
from handoff.acd.asterisk.watch import QueueWatch
from handoff.acd.port import Outcome, ReferEnd
from handoff.acd.refer import ReferAcd, ReferOptions
from handoff.errors import CallerGone, TransferFailed
from handoff.events import HandoffEvent
from handoff.options import ReferRules
from handoff.packet import ContextPacket
from handoff.states import State
from tests.handoff.acd.asterisk.told import TOKEN, join
from tests.handoff.doubles import OneCaller, Steps
from tests.shipped import SENTENCES


async def forgotten(_packet_id: str, _event: HandoffEvent) -> None: ...


def road(packet: ContextPacket) -> tuple[FollowedRefer, QueueWatch]:
    watch = QueueWatch(forgotten, lambda token: packet.packet_id if token == TOKEN else None)
    options = ReferOptions("sip:queue-{token}@pbx", ReferRules(30), waiting_every_s=0.01, bye_s=0.0)
    return FollowedRefer(ReferAcd(options, SENTENCES), watch, notify_s=0.05), watch


async def test_a_caller_in_the_queue_is_referred_without_a_final_notify(packet: ContextPacket) -> None:
    acd, watch = road(packet)
    caller, steps = OneCaller([ReferEnd(503, accepted=True)], refer_s=60), Steps()
    caller.on_refer = lambda: watch.take(join(exten=f"queue-{TOKEN}"))
    assert await acd.transfer(packet, TOKEN, caller, steps) == Outcome(State.REFERRED, "refer")
    assert steps.taken == [(State.REFERRING, ""), (State.REFERRED, "in queue support")]
    assert caller.log[-1] == "hangup"


async def test_a_final_notify_says_it_itself(packet: ContextPacket) -> None:
    acd, watch = road(packet)
    caller, steps = OneCaller([ReferEnd(200, accepted=True)]), Steps()
    caller.on_refer = lambda: watch.take(join(exten=f"queue-{TOKEN}"))
    assert (await acd.transfer(packet, TOKEN, caller, steps)).sip_code == 200
    assert steps.states == [State.REFERRING, State.REFERRED]


@pytest.mark.parametrize("end", [ReferEnd(404, accepted=True), ReferEnd(603)])
async def test_without_news_of_the_queue_it_is_a_refer_like_any(packet: ContextPacket, end: ReferEnd) -> None:
    acd, _ = road(packet)
    with pytest.raises(TransferFailed, match=str(end.sip_code)):
        await acd.transfer(packet, TOKEN, OneCaller([end]), Steps())


async def test_a_caller_who_leaves_before_the_queue_has_left(packet: ContextPacket) -> None:
    acd, _ = road(packet)
    with pytest.raises(CallerGone):
        await acd.transfer(packet, TOKEN, OneCaller([CallerGone()]), Steps())


async def test_news_of_another_packet_are_not_ours(packet: ContextPacket) -> None:
    acd, watch = road(packet)
    caller = OneCaller([ReferEnd(486, accepted=True)], refer_s=0.1)
    caller.on_refer = lambda: watch.take(join(exten="600"))
    with pytest.raises(TransferFailed):
        await acd.transfer(packet, TOKEN, caller, Steps())


async def test_cancelling_it_leaves_nothing_behind(packet: ContextPacket) -> None:
    acd, _ = road(packet)
    going = asyncio.create_task(acd.transfer(packet, TOKEN, OneCaller([ReferEnd()], refer_s=60), Steps()))
    await asyncio.sleep(0.01)
    going.cancel()
    await asyncio.wait({going})
    assert going.cancelled()


async def test_the_first_words_are_the_shorter_ones(packet: ContextPacket) -> None:
    acd, _ = road(packet)
    caller = OneCaller([ReferEnd(200, accepted=True)])
    await acd.saying("one moment", "now").transfer(packet, TOKEN, caller, Steps())
    assert caller.finished == ["now"]
    again = OneCaller([ReferEnd(200, accepted=True)])
    await acd.transfer(packet, TOKEN, again, Steps())
    assert again.finished == []
