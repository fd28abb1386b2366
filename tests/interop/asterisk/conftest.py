"""An Asterisk, agents and callers, and the human side of Hatef before it: gateway, desk, store; no talking."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.call.agent_port import GatewayAgents
from bot.call.handover import CallerPort
from bot.call.prompt_player import PromptPlayer
from bot.call.signals import CallSignals
from bot.service.pbx import PbxRoad, open_pbx
from bot.settings.secrets import Secrets
from bot.settings.settings import Settings, load_settings
from bot.store.database import open_database
from bot.tasks import begin, call_off
from handoff.desk import Desk, Handed
from handoff.events import HandoffEvent
from handoff.packet import ContextPacket, PacketCaller, new_packet_id
from handoff.store import HandoffStore
from handoff.token import TokenMint
from tests.interop.asterisk.pbx import HATEF_HOST, SECRET, Pbx, asterisk
from tests.shipped import SENTENCES
from voice.gateway.gateway import Gateway
from voice.gateway.leg import Leg
from voice.softphone.remote import RemotePhone

CALLER = "09121234567"
TONE = (b"\x00\x10" * 8 + b"\x00\xf0" * 8) * 200
"""0.4 s: how long every sentence takes here."""


@dataclass
class Voice:
    """Says a tone, or for as long as the shipped voice needs, and remembers what it should have said."""

    said: list[str] = field(default_factory=list)
    lengths_s: dict[str, float] = field(default_factory=dict)
    """Of the sentences that do not take as long as a tone."""

    async def say(self, text: str, language: str) -> AsyncIterator[bytes]:
        self.said.append(text)
        if text not in self.lengths_s:
            yield TONE
            return
        yield (TONE * 60)[: 2 * round(8000 * self.lengths_s[text])]


@dataclass
class Human:
    """The human side of a running Hatef."""

    pbx: Pbx
    settings: Settings
    gateway: Gateway
    store: HandoffStore
    desk: Desk
    voice: Voice
    road: PbxRoad
    handed: asyncio.Queue[tuple[ContextPacket, Handed]] = field(default_factory=asyncio.Queue)
    skill: str = ""
    pause_s: float = 0.0
    """How long Hatef talks before it hands over."""
    asked_s: float = 0.0
    """When the last caller was handed to the desk."""

    @property
    def link_up(self) -> bool:
        """The manager interface answers."""
        return bool(self.road.link and self.road.link.up)

    async def link(self) -> None:
        """Wait until it does."""
        async with asyncio.timeout(20):
            while not self.link_up:
                await asyncio.sleep(0.05)

    async def own(self, leg: Leg) -> None:
        """Answer, and hand over at once."""
        await leg.answer()
        signals = CallSignals(leg.events)
        player = PromptPlayer(leg.play, self.voice, lambda text, _: text, "fa")
        caller = CallerPort(leg, signals, player, "sorry", TONE)
        back = await self.road.given_back(leg.headers)
        if back is not None:
            handed = await self.desk.resume(back, caller, leg.headers["X-Hatef-Back"], self.road.ways)
            self.handed.put_nowait((back, handed))
            return await signals.aclose()
        await asyncio.sleep(self.pause_s)
        now = datetime.now(UTC)
        packet = ContextPacket(
            packet_id=new_packet_id(), call_id=leg.id, language="fa", reason="asked_for_human",
            created_at=now, call_started_at=now, caller=PacketCaller(leg.remote.user), skill=self.skill,
        )  # fmt: skip
        self.asked_s = time.monotonic()
        handed = await self.desk.hand_off(packet, caller)
        self.handed.put_nowait((packet, handed))
        await signals.aclose()

    async def outcome(self) -> tuple[ContextPacket, Handed]:
        """Of the next handoff that ends."""
        return await asyncio.wait_for(self.handed.get(), 40)

    async def events(self, packet: ContextPacket, last: str) -> list[HandoffEvent]:
        """What the packet knows, once it knows of `last`."""
        found: list[HandoffEvent] = []
        async with asyncio.timeout(15):
            while last not in [event.kind for event in found]:
                await asyncio.sleep(0.05)
                found = list(await self.store.events(packet.packet_id))
        return found


OpenHuman = Callable[..., Awaitable[Human]]


@pytest.fixture
async def stack() -> AsyncIterator[AsyncExitStack]:
    async with AsyncExitStack() as opened:
        yield opened


@pytest.fixture
async def agent(stack: AsyncExitStack) -> RemotePhone:
    """Extension 201, who picks up."""
    return await stack.enter_async_context(RemotePhone(auto_answer=True, answer_after_ms=200, user="201"))


@pytest.fixture
async def caller(stack: AsyncExitStack) -> RemotePhone:
    return await stack.enter_async_context(RemotePhone(user=CALLER))


@pytest.fixture
def open_human(stack: AsyncExitStack, tmp_path: Path) -> OpenHuman:
    """Start an Asterisk and the human side of Hatef; `rules`: more of the config, `extra`: of the PBX's files."""

    async def start(
        agents: dict[str, int], transfer: str = "refer", up: bool = True, secret: str = SECRET, rules: str = "",
        **extra: str,
    ) -> Human:  # fmt: skip
        pbx = await stack.enter_async_context(asterisk(tmp_path / "pbx", agents, **extra))
        if up:
            await pbx.start()
        path = tmp_path / "config.yml"
        path.write_text(
            f"""sip: {{host: {HATEF_HOST}, port: {pbx.hatef_port}, rtp_port_count: 400, max_calls: 50, media_lost_s: 4}}
handoff:
  target: "sip:queue-{{token}}@{pbx.sip}"
  asterisk: {{ami: "127.0.0.1:{pbx.ami_port}", transfer: {transfer}, queues: {{general: support}} {rules}}}
""",
            encoding="utf-8",
        )
        settings = load_settings(path, Secrets(ami_secret=secret))
        return await _human(stack, settings, pbx, tmp_path)

    return start


async def _human(stack: AsyncExitStack, settings: Settings, pbx: Pbx, folder: Path) -> Human:
    engine = open_database(f"sqlite:///{folder}/state.db")
    stack.callback(engine.dispose)
    store, voice = HandoffStore(engine, folder / "spill"), Voice()
    stack.callback(store.close)
    mint = TokenMint(b"a secret of the tests")
    later: list[Human] = []

    async def on_call(leg: Leg) -> None:
        await later[0].own(leg)

    gateway = Gateway(settings.sip, on_call)
    agents = GatewayAgents(gateway, lambda leg, _: PromptPlayer(leg.play, voice, lambda text, _: text, "fa"))
    road = open_pbx(settings, store, mint, SENTENCES, agents)
    for job, name in (*road.jobs, (store.keep, "the care for stored packets")):
        stack.push_async_callback(call_off, begin(job(), name))
    await gateway.start()
    stack.push_async_callback(gateway.stop)
    later.append(Human(pbx, settings, gateway, store, Desk(store, mint, road.acds, SENTENCES), voice, road))
    if pbx.process is not None and settings.secrets.ami_secret == SECRET:
        await later[0].link()
    return later[0]


FIGURES = pytest.StashKey[list[str]]()


@pytest.fixture
def figures(pytestconfig: pytest.Config) -> list[str]:
    """Lines that are shown at the end of the run."""
    return pytestconfig.stash.setdefault(FIGURES, [])


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Show what was measured."""
    for line in config.stash.get(FIGURES, []):
        terminalreporter.write_line(line)


async def calls(caller: RemotePhone, human: Human, number: str = "100") -> None:
    """The caller calls the PBX, which calls Hatef."""
    await caller.do("call", uri=f"sip:{number}@{human.pbx.sip}")
    await caller.wait("answered", timeout_s=10)


def told(events: list[HandoffEvent]) -> list[tuple[str, str]]:
    """Kinds and who."""
    return [(event.kind.value, event.who) for event in events]


def header(event: dict[str, Any], name: str) -> str:
    """Of an INVITE that a telephone got."""
    return str(event["headers"].get(name, ""))
