"""What goes wrong between Hatef and a real Asterisk costs no caller: every one comes to a human or to a promise."""

import asyncio
from typing import TYPE_CHECKING

import pytest

from handoff.acd.asterisk.acd import AsteriskAcd
from handoff.states import State
from tests.interop.asterisk.conftest import CALLER, calls, told
from tests.shipped import SENTENCES
from voice.softphone.remote import RemotePhone

if TYPE_CHECKING:
    from tests.interop.asterisk.conftest import Human, OpenHuman

pytestmark = [pytest.mark.sip, pytest.mark.asterisk]

SAID = SENTENCES.to_caller("fa")
WAYS = ["refer", "redirect", "attended"]


def quick(human: "Human", wait_s: int) -> None:
    """Let the dial plan's queue give up sooner."""
    path = human.pbx.folder / "etc" / "extensions_hatef.conf"
    path.write_text(path.read_text().replace(",,,120)", f",,,{wait_s})"))


async def promised(human: "Human") -> None:
    """The handoff ended in a promise that stands."""
    packet, handed = await human.outcome()
    assert handed.state is State.CALLBACK, handed
    assert [one.packet_id for one in await human.store.callbacks()] == [packet.packet_id]


@pytest.mark.parametrize("way", WAYS)
async def test_a_paused_member_is_not_rung(
    open_human: "OpenHuman", agent: RemotePhone, caller: RemotePhone, way: str
) -> None:
    human = await open_human({"201": agent.port}, way)
    await human.pbx.cli("queue pause member PJSIP/201 queue support reason lunch")
    await calls(caller, human)
    await promised(human)
    assert SAID.callback in human.voice.said
    assert not [event for event in agent.events if event["event"] == "incoming"]


@pytest.mark.parametrize("way", WAYS)
async def test_an_empty_queue(open_human: "OpenHuman", caller: RemotePhone, way: str) -> None:
    human = await open_human({}, way)
    await human.pbx.cli("queue remove member PJSIP/201 from support")
    await calls(caller, human)
    await promised(human)


@pytest.mark.parametrize("way", WAYS)
async def test_a_full_queue(open_human: "OpenHuman", stack: object, caller: RemotePhone, way: str) -> None:
    async with RemotePhone(user="201") as silent, RemotePhone(user="0913") as first:
        human = await open_human({"201": silent.port}, way)
        path = human.pbx.folder / "etc" / "queues_hatef.conf"
        path.write_text(path.read_text().replace("maxlen = 20", "maxlen = 1"))
        await human.pbx.cli("queue reload all")
        await first.do("call", uri=f"sip:full@{human.pbx.sip}")
        await silent.wait("incoming", timeout_s=10)
        await calls(caller, human)
        await promised(human)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("code", [486, 480, 603])
async def test_an_agent_who_refuses(open_human: "OpenHuman", caller: RemotePhone, way: str, code: int) -> None:
    async with RemotePhone(user="201", refuse_with=code) as agent:
        human = await open_human({"201": agent.port}, way, up=False)
        quick(human, 3)
        await human.pbx.start()
        await human.link()
        await calls(caller, human)
        await agent.wait("incoming", timeout_s=10)
        if way != "attended":  # the caller was sent away, and comes back
            _, handed = await human.outcome()
            assert handed.state is State.REFERRED
        await promised(human)


@pytest.mark.parametrize("way", WAYS)
async def test_an_agent_who_does_not_pick_up(open_human: "OpenHuman", caller: RemotePhone, way: str) -> None:
    async with RemotePhone(user="201") as agent:
        human = await open_human({"201": agent.port}, way, up=False)
        quick(human, 3)
        await human.pbx.start()
        await human.link()
        await calls(caller, human)
        await agent.wait("incoming", timeout_s=10)
        if way != "attended":
            packet, handed = await human.outcome()
            assert handed.state is State.REFERRED
            assert ("agent_called", "Agent 201") in told(await human.events(packet, "agent_called"))
        await promised(human)


@pytest.mark.parametrize("way", WAYS)
async def test_a_caller_who_drops_while_waiting(open_human: "OpenHuman", caller: RemotePhone, way: str) -> None:
    async with RemotePhone(user="201") as agent:
        human = await open_human({"201": agent.port}, way)
        await calls(caller, human)
        await agent.wait("incoming", timeout_s=10)
        await asyncio.sleep(0.5)
        await caller.do("hangup", id="c1")
        packet, handed = await human.outcome()
        assert handed.state is (State.ABANDONED if way == "attended" else State.REFERRED)
        await agent.wait("ended", timeout_s=10)
        assert ("caller_abandoned", "asterisk") in told(await human.events(packet, "caller_abandoned"))
        assert await human.store.callbacks() == ()


@pytest.mark.parametrize("way", WAYS)
async def test_a_pbx_that_is_killed_in_the_middle(open_human: "OpenHuman", caller: RemotePhone, way: str) -> None:
    """A caller behind the PBX is gone with it; that they waited stands in the list, and Hatef goes on."""
    async with RemotePhone(user="201") as agent:
        human = await open_human({"201": agent.port}, way)
        await calls(caller, human)
        await agent.wait("incoming", timeout_s=10)
        await asyncio.sleep(0.5)
        await human.pbx.kill()
        await human.pbx.start()
        packet, _ = await human.outcome()
        async with asyncio.timeout(30):
            while packet.packet_id not in [one.packet_id for one in await human.store.callbacks()]:
                await asyncio.sleep(0.1)
        assert human.link_up


async def test_a_pbx_that_does_not_know_our_address(
    open_human: "OpenHuman", agent: RemotePhone, caller: RemotePhone
) -> None:
    """Our call to the queue gets 404: the caller's own transfer is another matter."""
    human = await open_human({"201": agent.port}, "attended", up=False)
    endpoints = human.pbx.folder / "etc" / "pjsip_hatef.conf"
    endpoints.write_text(endpoints.read_text().replace("match = 127.0.0.2", "match = 192.0.2.77"))
    await human.pbx.start()
    await human.link()
    await calls(caller, human)
    await agent.wait("answered", timeout_s=10)
    _, handed = await human.outcome()
    assert (handed.state, handed.adapter) == (State.REFERRED, "refer")


@pytest.mark.parametrize("way", WAYS)
async def test_a_pbx_that_hangs(open_human: "OpenHuman", agent: RemotePhone, caller: RemotePhone, way: str) -> None:
    """SIGSTOP in the middle of a call: no answer to anything. The caller is behind it and lost; Hatef is not."""
    human = await open_human({"201": agent.port}, way)
    human.pause_s = 1.0
    await calls(caller, human)
    human.pbx.halt(True)
    packet, handed = await human.outcome()
    human.pbx.halt(False)
    assert handed.state is State.CALLBACK, handed
    await human.link()


async def test_a_wrong_secret_sends_callers_by_plain_refer(
    open_human: "OpenHuman", agent: RemotePhone, caller: RemotePhone, caplog: pytest.LogCaptureFixture
) -> None:
    human = await open_human({"201": agent.port}, "redirect", secret="wrong")
    assert human.road.link is not None
    async with asyncio.timeout(10):  # Asterisk thinks about a wrong secret for a second
        while "refuses the login" not in human.road.link.why:
            await asyncio.sleep(0.05)
    await calls(caller, human)
    await agent.wait("answered", timeout_s=10)
    _, handed = await human.outcome()
    assert (handed.state, handed.adapter) == (State.REFERRED, "refer")
    assert "HATEF_AMI_SECRET" in caplog.text
    assert CALLER not in caplog.text


async def test_a_manager_that_is_away_at_the_start_and_there_later(
    open_human: "OpenHuman", agent: RemotePhone, caller: RemotePhone
) -> None:
    human = await open_human({"201": agent.port}, "attended", up=False)
    assert not human.link_up
    await human.pbx.start()
    await human.link()
    await calls(caller, human)
    await agent.wait("answered", timeout_s=10)
    packet, handed = await human.outcome()
    assert handed.state is State.REFERRED
    await human.events(packet, "agent_connected")


@pytest.mark.parametrize("way", WAYS)
async def test_all_agents_talk_and_the_caller_chooses_a_call_back(
    open_human: "OpenHuman", agent: RemotePhone, caller: RemotePhone, way: str
) -> None:
    async with RemotePhone(user="0913") as first:
        human = await open_human({"201": agent.port}, way, rules=", offer_s: 0")
        await first.do("call", uri=f"sip:full@{human.pbx.sip}")
        await agent.wait("answered", timeout_s=10)
        await calls(caller, human)
        async with asyncio.timeout(10):
            while SAID.offer_callback not in human.voice.said:
                await asyncio.sleep(0.05)
        await caller.do("dtmf", digits="1")
        await promised(human)
        assert human.voice.said[-1] == SAID.callback_chosen
        assert SAID.queue_next in human.voice.said


async def test_the_acd_is_that_of_the_pbx(open_human: "OpenHuman") -> None:
    human = await open_human({}, "refer")
    assert [type(acd) for acd in human.road.acds] == [AsteriskAcd]
