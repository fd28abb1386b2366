"""Telephones by others: baresip calls, sipp is the agent and sends back what it hears; the PBX is Asterisk."""

import asyncio
import wave
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from handoff.states import State
from nlu.training.rasa_environment import free_port
from tests.interop.conftest import SCENARIOS, need
from tests.interop.test_baresip import configure
from voice.audio import level_dbfs, write_wav

if TYPE_CHECKING:
    from tests.interop.asterisk.conftest import OpenHuman

pytestmark = [pytest.mark.sip, pytest.mark.asterisk]

SAYS_S = 30
TONE = (b"\x00\x30" * 4 + b"\x00\xd0" * 4) * 1000
"""1 kHz, one second at 8 kHz; Hatef's own sentences are 500 Hz here."""


def heard(folder: Path) -> float:
    """The level of the last second that baresip decoded, dBFS."""
    with wave.open(str(next(folder.glob("dump-*-dec.wav")))) as file:
        pcm = file.readframes(file.getnframes())
    return level_dbfs(pcm[-16_000:])


@pytest.mark.parametrize("way", ["refer", "redirect", "attended"])
async def test_sound_goes_both_ways(open_human: "OpenHuman", tmp_path: Path, way: str) -> None:
    sipp, baresip, port = need("sipp"), need("baresip"), free_port()
    agent = await asyncio.create_subprocess_exec(
        *(sipp, "-sf", str(SCENARIOS / "agent_answers.xml"), "-i", "127.0.0.1", "-p", str(port), "-m", "1"),
        *("-rtp_echo", "-mp", str(free_port()), "-nostdin", "-timeout", "40", "-l", "5"),
        cwd=tmp_path,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    human = await open_human({"201": port}, way)
    folder = tmp_path / "baresip"
    folder.mkdir()
    configure(folder, "PCMA/8000/1")
    write_wav(folder / "said.wav", TONE * SAYS_S, 8000)
    caller = await asyncio.create_subprocess_exec(
        *(baresip, "-f", str(folder), "-e", f"/dial sip:100@{human.pbx.sip}", "-t", "9"),
        cwd=tmp_path,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        packet, handed = await human.outcome()
        assert handed.state is State.REFERRED
        await human.events(packet, "agent_connected")
        await asyncio.wait_for(caller.wait(), 20)
        assert heard(folder) > -20, "the agent sends back what the caller says"
        await human.events(packet, "agent_completed")
        assert await asyncio.wait_for(agent.wait(), 20) == 0
    finally:
        for process in (caller, agent):
            if process.returncode is None:
                process.kill()
                await process.wait()
