"""SIP peers from Debian, and a gateway for them to call."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from nlu.training.rasa_environment import free_port as another_free_port
from voice.events import LegEnded, LegEvent
from voice.gateway.gateway import Gateway
from voice.gateway.leg import Leg
from voice.gateway.options import GatewayOptions

SCENARIOS = Path(__file__).parent / "sipp"
PACKAGES = {"sipp": "sip-tester", "baresip": "baresip-core"}
PEER_TIME_S = 20


@dataclass
class Peer:
    """How a peer program ended."""

    code: int
    output: str


class Service:
    """A gateway that answers every call, speaks, listens, and notes what happens."""

    def __init__(self, options: GatewayOptions, speech: bytes) -> None:
        self.gateway = Gateway(options, self._own)
        self.events: list[LegEvent] = []
        self.heard = bytearray()
        self.legs = 0
        self.hangs_up = False  # after its speech
        self.over = asyncio.Event()
        """All events of a call are noted, with its end."""
        self._speech = speech

    async def _own(self, leg: Leg) -> None:
        await leg.answer()
        self.legs += 1
        leg.listen(self.heard.extend)
        playback = leg.play()
        playback.feed(self._speech)
        playback.end()
        if self.hangs_up:
            await playback.done()
            return
        event = None
        while not isinstance(event, LegEnded):
            self.events.append(event := await leg.events.get())
        self.over.set()


@pytest.fixture
async def open_service() -> AsyncIterator[Callable[..., Awaitable[Service]]]:
    """Start a gateway; takes fields of GatewayOptions."""
    houses: list[Service] = []

    async def start(**options: Any) -> Service:
        speech = (b"\x00\x20" * 8 + b"\x00\xe0" * 8) * 500  # 500 Hz, one second
        house = Service(GatewayOptions(**{"port": 0, "rtp_port_start": 22_000, **options}), speech)
        await house.gateway.start()
        houses.append(house)
        return house

    yield start
    for house in houses:
        await house.gateway.stop()


def need(program: str) -> str:
    """The path of a peer; without it the test is skipped, or fails where interop is required."""
    path = shutil.which(program)
    if path is None:
        reason = f"{program} is not installed: apt-get install {PACKAGES[program]}"
        if os.environ.get("HATEF_INTEROP") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    return path


@pytest.fixture
def run_peer(tmp_path: Path) -> Callable[..., Awaitable[Peer]]:
    """Run a peer program to its end, in a folder of its own."""

    async def run(program: str, *arguments: str) -> Peer:
        path = need(program)
        process = await asyncio.create_subprocess_exec(
            path, *arguments, cwd=tmp_path, stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip
        try:
            output, _ = await asyncio.wait_for(process.communicate(), PEER_TIME_S)
        except TimeoutError:
            process.kill()
            output, _ = await process.communicate()
            pytest.fail(f"{program} did not end:\n{output.decode(errors='replace')[-2000:]}")
        return Peer(process.returncode or 0, output.decode(errors="replace"))

    return run


@pytest.fixture
def scenario() -> Callable[[str], str]:
    """The path of one of our sipp scenarios."""
    return lambda name: str(SCENARIOS / f"{name}.xml")


@pytest.fixture
def free_port() -> int:
    """A port for UDP and TCP that was free a moment ago."""
    return another_free_port()
