"""Whole calls: one running `hatef serve` for the session, phoned by softphones in processes of their own."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import select

from bot.journal.reader import JournalReader
from bot.journal.records import RecordedCall
from bot.lab.demo.scenario import SOUNDS
from bot.lab.serving import Serving, serving
from bot.settings.settings import Settings, load_settings
from bot.store.database import open_database
from handoff.packet import ContextPacket, from_json
from handoff.tables import packets
from nlu.training.rasa_environment import free_port
from voice.softphone.remote import RemotePhone

ROOT = Path(__file__).resolve().parent.parent.parent
TURN_S = 15.0


@dataclass
class Exchange:
    """A running Hatef, its agent's telephone, and what the journal says."""

    server: Serving
    agent: RemotePhone
    console: str = ""
    """The address of its pages and API."""

    def last_call(self) -> RecordedCall:
        """The newest call in the journal with its turns."""
        engine = open_database(self.server.database)
        try:
            journal = JournalReader(engine)
            found = journal.call(journal.calls(1)[0].call_id)
            assert found is not None
            return found
        finally:
            engine.dispose()

    def calls(self, limit: int) -> tuple[RecordedCall, ...]:
        """The newest calls."""
        engine = open_database(self.server.database)
        try:
            return JournalReader(engine).calls(limit)
        finally:
            engine.dispose()

    def handed(self) -> str:
        """The state of the newest handoff; "" before the first."""
        engine = open_database(self.server.database)
        try:
            with engine.connect() as connection:
                newest = select(packets.c.state).order_by(packets.c.created_at_ms.desc()).limit(1)
                return str(connection.scalar(newest) or "")
        finally:
            engine.dispose()

    def packet(self, call_id: str) -> ContextPacket:
        """The context packet of one call."""
        engine = open_database(self.server.database)
        try:
            with engine.connect() as connection:
                body = connection.scalar(select(packets.c.body).where(packets.c.call_id == call_id))
        finally:
            engine.dispose()
        assert body is not None, "no packet was stored"
        return from_json(body)


@pytest.fixture(scope="session")
def settings() -> Settings:
    """The project's own settings; its models must have been made (`make train`)."""
    return load_settings(ROOT / "config.yml")


async def until[T](look: Callable[[], T | None], what: str, timeout_s: float = TURN_S) -> T:
    """The first result of `look` that is not None or False."""
    deadline_s = time.monotonic() + timeout_s
    while time.monotonic() < deadline_s:
        found = look()
        if found:
            return found
        await asyncio.sleep(0.05)
    raise AssertionError(f"waited {timeout_s:.0f} s in vain for {what}")


def heard_since(phone: RemotePhone, kind: str, since_s: float, call: str | None = None) -> float | None:
    """When an edge of the far side's speech came at or after `since_s`."""
    for event in phone.events:
        if event["event"] == kind and event["t"] >= since_s and (call is None or event.get("id") == call):
            return float(event["t"])
    return None


async def agent_rings(agent: RemotePhone, since_s: float) -> dict[str, Any]:
    """The agent's telephone rings at or after `since_s` and is picked up; the incoming call's event."""

    def incoming() -> dict[str, Any] | None:
        return next((e for e in agent.events if e["event"] == "incoming" and e["t"] >= since_s), None)

    found = await until(incoming, "the agent's telephone to ring", 40)
    await agent.wait("answered", timeout_s=10, id=found["id"])
    return found


async def bridged(exchange: Exchange) -> None:
    """Caller and agent hear each other."""
    await until(lambda: exchange.handed() == "bridged", "the bridge", 40)


async def bot_quiet(phone: RemotePhone, quiet_s: float = 1.0) -> None:
    """Wait until the far side spoke and then fell quiet."""

    def quiet() -> bool:
        edges = [e for e in phone.events if e["event"] in ("far_speech_started", "far_speech_ended")]
        ended = bool(edges) and edges[-1]["event"] == "far_speech_ended"
        return ended and time.monotonic() - edges[-1]["t"] > quiet_s

    await until(quiet, "the end of the bot's sentence", 30)


async def bot_answered(phone: RemotePhone, since_s: float) -> None:
    """Wait until the far side began to speak at or after `since_s`, however late, and fell quiet."""
    await until(lambda: heard_since(phone, "far_speech_started", since_s), "an answer")
    await bot_quiet(phone)


async def say(phone: RemotePhone, sound: str) -> float:
    """Play one of the recorded sentences; when its last word ended."""
    await phone.do("play", file=str(SOUNDS / sound))
    return float((await phone.wait("play_ended", timeout_s=TURN_S))["speech_ended_t"])


async def place_call(phone: RemotePhone, uri: str) -> None:
    """Call and wait for the greeting's end."""
    await phone.do("call", uri=uri)
    await phone.wait("answered", timeout_s=10)
    await bot_quiet(phone)


class Service:
    """Hands out one running server, and a fresh one after a test has ended it: starting takes longer than a call."""

    def __init__(self, settings: Settings, state: Path, stack: AsyncExitStack) -> None:
        self._settings = settings
        self._state = state
        self._stack = stack
        self._running: Exchange | None = None

    async def exchange(self) -> Exchange:
        """The running server and its agent, who answers by itself."""
        if self._running is None or self._running.server.process.returncode is not None:
            self._running = await self._open()
        return self._running

    async def _open(self) -> Exchange:
        agent = await self._stack.enter_async_context(RemotePhone(auto_answer=True, answer_after_ms=300))
        agent_uri = f"sip:agent@127.0.0.1:{agent.port}"
        port = free_port()
        changes: dict[str, dict[str, Any]] = {
            "handoff": {"agent": agent_uri},
            "sip": {"max_calls": 12},
            "console": {"enabled": True, "port": port},
        }
        server = await self._stack.enter_async_context(serving(self._settings, self._state, changes))
        return Exchange(server, agent, f"http://127.0.0.1:{port}")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def house(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Service]:
    """The server that the tests of this folder share."""
    async with AsyncExitStack() as stack:
        yield Service(settings, tmp_path_factory.mktemp("serve"), stack)


@pytest_asyncio.fixture(loop_scope="session")
async def exchange(house: Service) -> Exchange:
    """The shared server, running."""
    return await house.exchange()
