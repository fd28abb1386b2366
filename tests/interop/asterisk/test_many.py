"""Many callers for two agents of a real Asterisk: nobody is lost, and each packet knows who took it."""

import asyncio
from typing import TYPE_CHECKING

import pytest

from handoff.states import State
from voice.softphone.remote import RemotePhone

if TYPE_CHECKING:
    from tests.interop.asterisk.conftest import Human, OpenHuman

pytestmark = [pytest.mark.sip, pytest.mark.asterisk]

CALLERS = 8


async def answer_and_part(agent: RemotePhone) -> None:
    """Every call is picked up and ends after a second."""
    while True:
        answered = await agent.wait("answered", timeout_s=60)
        await asyncio.sleep(1)
        await agent.do("hangup", id=answered["id"])


@pytest.mark.parametrize("way", ["refer", "redirect", "attended"])
async def test_nobody_is_lost(open_human: "OpenHuman", caller: RemotePhone, way: str) -> None:
    async with (
        RemotePhone(auto_answer=True, answer_after_ms=100, user="201") as one,
        RemotePhone(auto_answer=True, answer_after_ms=100, user="202") as two,
    ):
        human = await open_human({"201": one.port, "202": two.port}, way, up=False)
        queues = human.pbx.folder / "etc" / "queues_hatef.conf"
        second = "member => PJSIP/202,0,Agent 202,PJSIP/202\n"
        queues.write_text(queues.read_text().replace("wrapuptime = 5", "wrapuptime = 0") + second)
        await human.pbx.start()
        await human.link()
        parting = [asyncio.create_task(answer_and_part(agent)) for agent in (one, two)]
        for number in range(CALLERS):
            await caller.do("call", uri=f"sip:100@{human.pbx.sip}", id=f"c{number}")
            await asyncio.sleep(0.2)
        took: list[str] = []
        for _ in range(CALLERS):
            packet, handed = await human.outcome()
            assert handed.state is State.REFERRED, handed
            async with asyncio.timeout(60):
                while not (who := await taken_by(human, packet.packet_id)):
                    await asyncio.sleep(0.1)
            took.append(who)
        for task in parting:
            task.cancel()
        await asyncio.wait(parting)
        assert len(took) == CALLERS
        assert set(took) == {"Agent 201", "Agent 202"}
        assert await human.store.callbacks() == ()


async def taken_by(human: "Human", packet_id: str) -> str:
    """Who took that handoff."""
    events = await human.store.events(packet_id)
    return next((event.who for event in events if event.kind.value == "agent_connected"), "")
