"""The control socket of a real Hatef during real calls: who asks sees them, and nobody who asks harms them."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Mapping
from contextlib import aclosing
from typing import Any

import pytest
import pytest_asyncio

from bot.service.control_client import ControlClient
from bot.service.control_wire import Request, pack_request, socket_path
from bot.settings.settings import Settings
from tests.calls.conftest import Exchange, agent_rings, heard_since, place_call, say, until
from voice.softphone.remote import RemotePhone

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.sip, pytest.mark.rasa, pytest.mark.timeout(180)]


@pytest_asyncio.fixture(loop_scope="session")
async def client(settings: Settings, exchange: Exchange) -> ControlClient:
    found = ControlClient(settings.state, settings.file)
    if (await found.status()).pid != exchange.server.process.pid:
        pytest.skip("another Hatef runs with this state folder")
    return found


async def next_event(events: AsyncIterator[Mapping[str, Any]], kind: str) -> Mapping[str, Any]:
    async with asyncio.timeout(40):
        async for event in events:
            if event.get("event") == kind:
                return event
    raise AssertionError(f"the stream ended without {kind}")


async def test_a_call_is_seen_from_its_start_to_the_human_and_its_end(
    exchange: Exchange, client: ControlClient
) -> None:
    async with aclosing(client.events(full=True)) as events, RemotePhone(user="09121234567") as phone:
        assert (await anext(events))["calls"] == []
        await place_call(phone, exchange.server.uri)
        assert (await next_event(events, "started"))["call"]["caller"] == "09121234567"
        assert (await next_event(events, "turn"))["turn"]["speaker"] == "bot"
        (call,) = await client.calls()
        assert (call.state, call.caller, call.language) == ("listening", "0912*****67", "fa")
        said_s = await say(phone, "caller_operator.wav")
        told = await next_event(events, "turn")
        assert (told["turn"]["speaker"], told["turn"]["intent"]) == ("caller", "talk_to_human")
        await agent_rings(exchange.agent, said_s)
        while (step := await next_event(events, "handoff"))["call"]["handoff"] != "bridged":
            assert step["call"]["state"] == "handoff"
        await phone.do("hangup")
        assert (await next_event(events, "ended"))["reason"] == "handoff_bridged"
    assert call.call_id not in {one.call_id for one in await client.calls()}


async def test_a_dead_part_is_seen_and_seen_again_when_it_is_back(client: ControlClient) -> None:
    part = next(part for part in (await client.status()).parts if part.name == "recogniser 1")
    assert part.pid is not None
    os.kill(part.pid, signal.SIGKILL)
    async with asyncio.timeout(60):
        while True:
            (now,) = (one for one in (await client.status()).parts if one.name == "recogniser 1")
            if now.deaths > part.deaths and now.up:
                break
            await asyncio.sleep(0.05)
    assert now.last_why == "its process ended" and now.pid != part.pid


async def test_who_asks_nonsense_harms_no_call(exchange: Exchange, client: ControlClient, settings: Settings) -> None:
    lines = (b"GET / HTTP/1.1\r\n\r\n", b"x" * 100_000, b'{"v": 1', pack_request(Request("events")), b"")
    writers = []
    async with RemotePhone(user="09121234567") as phone:
        await place_call(phone, exchange.server.uri)
        for line in lines * 4:
            _, writer = await asyncio.open_unix_connection(str(socket_path(settings.state)))
            writer.write(line)
            writers.append(writer)
        said_s = await say(phone, "caller_hours.wav")
        await until(lambda: heard_since(phone, "far_speech_started", said_s), "an answer")
        for writer in writers:
            writer.transport.abort()
        await phone.do("hangup")
        await phone.wait("ended")
    assert (await client.status()).state == "serving"
