"""Callers go by REFER into the queue of a real Asterisk, which is asked before and followed after."""

from typing import TYPE_CHECKING

import pytest

from handoff.states import State
from tests.interop.asterisk.conftest import calls, header, told
from voice.softphone.remote import RemotePhone

if TYPE_CHECKING:
    from tests.interop.asterisk.conftest import OpenHuman

pytestmark = [pytest.mark.sip, pytest.mark.asterisk]


async def test_an_agent_takes_the_caller(open_human: "OpenHuman", agent: RemotePhone, caller: RemotePhone) -> None:
    human = await open_human({"201": agent.port})
    await calls(caller, human)
    rung = await agent.wait("incoming", timeout_s=10)
    assert len(header(rung, "X-Hatef-Token")) == 32
    assert "09121234567" in rung["from"]
    packet, handed = await human.outcome()
    assert handed.state is State.REFERRED
    await human.events(packet, "agent_connected")
    await caller.do("hangup", id="c1")
    events = await human.events(packet, "agent_completed")
    assert told(events) == [
        ("note", "asterisk"),
        ("agent_called", "Agent 201"),
        ("agent_connected", "Agent 201"),
        ("agent_completed", "Agent 201"),
    ]
