"""A caller never pays for a fault: each part is killed during a call, and the caller reaches the agent."""

import asyncio
import contextlib
import os
import signal
import subprocess
import time
from collections.abc import AsyncIterator

import pytest

from bot.lab.demo.scenario import SOUNDS
from bot.tasks import call_off
from tests.calls.conftest import Exchange, agent_rings, bot_quiet, heard_since, place_call, say, until
from voice.softphone.remote import RemotePhone

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.sip, pytest.mark.rasa, pytest.mark.timeout(180)]


async def place_healthy_call(phone: RemotePhone, exchange: Exchange) -> None:
    """Call until the dialogue greets: what an earlier test killed comes back by itself."""
    deadline_s = time.monotonic() + 60
    while True:
        await place_call(phone, exchange.server.uri)
        turns = await until(lambda: exchange.last_call().turns, "the greeting in the journal")
        if "محمدی" in turns[0].text:
            return
        assert time.monotonic() < deadline_s, "the killed part did not come back"
        await phone.do("hangup")
        await phone.wait("ended")


SENTENCE_S = 3.5
"""When the last word of caller_balance.wav ends."""


HELD_DOWN_S = 0.3
"""A part that was started takes longer than this until it serves."""


def kill(server: int, pattern: str, end: int = signal.SIGKILL) -> None:
    """Send a signal to the descendants of `server` whose command line has `pattern`."""
    listing = subprocess.run(["ps", "-wweo", "pid,ppid,args"], capture_output=True, text=True, check=True).stdout
    rows = [line.split(None, 2) for line in listing.splitlines()[1:]]
    family = {server}
    for _ in range(4):
        family |= {int(pid) for pid, parent, _ in rows if int(parent) in family}
    found = [int(pid) for pid, _, command in rows if int(pid) in family and pattern in command]
    assert found, f"no process with {pattern}"
    for pid in found:
        os.kill(pid, end)


@contextlib.asynccontextmanager
async def held_down(server: int, pattern: str, end: int) -> AsyncIterator[None]:
    """Whatever is started in place of a killed part is killed too: a fast machine has it back before it is needed."""

    async def again() -> None:
        while True:
            await asyncio.sleep(HELD_DOWN_S)
            with contextlib.suppress(AssertionError, ProcessLookupError):  # nothing runs now
                await asyncio.to_thread(kill, server, pattern, end)

    holding = asyncio.create_task(again())
    try:
        yield
    finally:
        await call_off(holding)


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGSTOP])
@pytest.mark.parametrize("part", ["nlu.rasa.launch", "bot.skills"])
async def test_a_dead_part_ends_at_the_agent_and_comes_back(exchange: Exchange, part: str, end: int) -> None:
    """The next test's call is greeted by it again."""
    async with RemotePhone(user="09121234567") as phone:
        await place_healthy_call(phone, exchange)
        await phone.do("play", file=str(SOUNDS / "caller_balance.wav"))
        await phone.wait("play_started")
        # Late in the sentence: the part is needed in about a second.
        await asyncio.sleep(SENTENCE_S - 0.7)
        kill(exchange.server.process.pid, part, end)
        killed_s = time.monotonic()
        async with held_down(exchange.server.process.pid, part, end):
            incoming = await agent_rings(exchange.agent, killed_s)
        await until(lambda: heard_since(phone, "far_speech_started", killed_s), "the apology")
        await until(lambda: heard_since(exchange.agent, "far_speech_started", incoming["t"]), "the whisper")
        await bot_quiet(exchange.agent)
        await bot_quiet(phone)
        await phone.do("hangup")
        await phone.wait("ended")
    call = await until(lambda: exchange.last_call() if exchange.last_call().end_reason else None, "the call's end")
    assert call.handoff_outcome == "bridged"
    assert exchange.packet(call.call_id).reason == "component_failed"


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGSTOP])
async def test_a_sentence_is_heard_though_its_recogniser_dies_in_the_middle(exchange: Exchange, end: int) -> None:
    async with RemotePhone(user="09121234567") as phone:
        await place_healthy_call(phone, exchange)
        await phone.do("play", file=str(SOUNDS / "caller_balance.wav"))
        await phone.wait("play_started")
        await asyncio.sleep(SENTENCE_S / 2)
        kill(exchange.server.process.pid, "voice.listen", end)
        killed_s = time.monotonic()
        await until(lambda: heard_since(phone, "far_speech_started", killed_s), "the answer", 40)
        await phone.do("hangup")
        await phone.wait("ended")
    call = await until(lambda: exchange.last_call() if exchange.last_call().end_reason else None, "the call's end")
    assert call.end_reason == "caller_hung_up"
    assert "موجودی" in next(turn.text for turn in call.turns if turn.speaker == "caller")


async def test_a_killed_synthesiser_does_not_silence_the_call(exchange: Exchange) -> None:
    async with RemotePhone(user="09121234567") as phone:
        await place_healthy_call(phone, exchange)
        kill(exchange.server.process.pid, "voice.speak")
        said_s = await say(phone, "caller_hours.wav")
        await until(lambda: heard_since(phone, "far_speech_started", said_s), "an answer, or the apology")
        await phone.do("hangup")
        await phone.wait("ended")


async def test_sigterm_takes_no_new_call_and_lets_the_running_one_end(exchange: Exchange) -> None:
    async with RemotePhone() as phone:
        await phone.do("call", uri=exchange.server.uri, id="running")
        await phone.wait("answered", timeout_s=10)
        exchange.server.process.terminate()
        await until(lambda: "no new calls" in exchange.server.log.read_text(encoding="utf-8"), "the drain")
        await phone.do("call", uri=exchange.server.uri, id="new")
        assert (await phone.wait("ended", id="new", timeout_s=10))["code"] == 503
        await until(lambda: heard_since(phone, "far_speech_started", 0, "running"), "sound on the running call")
        await phone.do("hangup", id="running")
        assert await exchange.server.process.wait() == 0
