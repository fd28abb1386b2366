"""Sides that vanish without a BYE and services that stop: real legs, desk and agent, a scripted dialogue."""

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.call.agent_port import GatewayAgents
from bot.call.call import Call
from bot.call.context import CallContext
from bot.call.prompt_player import PromptPlayer
from bot.dialogue.client import HandoffWish, Reply
from bot.journal.reader import JournalReader
from bot.journal.writer import Journal
from bot.settings.call_options import CallOptions
from bot.store.database import open_database
from handoff.acd.own.lone import lone_plan, lone_queue
from handoff.acd.own.ring import RingOptions
from handoff.desk import Desk
from handoff.options import RingRules
from handoff.store import HandoffStore
from handoff.token import TokenMint
from tests.bot.conftest import Recognisers, ScriptedDialogue, ScriptedEar
from tests.calls.conftest import until
from tests.shipped import CALL, SENTENCES
from voice.gateway.gateway import Gateway
from voice.gateway.leg import Leg
from voice.gateway.options import GatewayOptions
from voice.softphone.remote import RemotePhone

pytestmark = pytest.mark.sip

GONE_S = 2.0
WITHIN_S = GONE_S + 2.0
"""By when a vanished side is noticed: the watch looks twice a second, and this machine may be busy."""
TALK, HUMAN = "100", "200"
GREETING = Reply(("سلام",))
TO_A_HUMAN = Reply((), handoff=HandoffWish("request", "support"))
TONE = b"\x00\x20\x00\xe0" * 80


class ToneVoice:
    """Says every sentence as 200 ms of sound."""

    async def say(self, text: str, language: str) -> AsyncIterator[bytes]:
        yield TONE * 10


class Bot:
    """A gateway whose calls are real ones of the bot."""

    def __init__(self, folder: Path, agent: RemotePhone) -> None:
        self._engine = open_database(f"sqlite:///{folder / 'hatef.db'}")
        self.journal = Journal(self._engine)
        self.store = HandoffStore(self._engine, folder / "packets")
        self.gateway = Gateway(GatewayOptions(port=0, rtp_port_start=24_000, media_lost_s=GONE_S), self._own)
        agents = GatewayAgents(self.gateway, lambda leg, _: PromptPlayer(leg.play, ToneVoice(), _same, "fa"))
        plan = lone_plan(RingRules(), RingOptions())
        queue = lone_queue(agents, f"sip:agent@127.0.0.1:{agent.port}", SENTENCES, plan)
        self.context = CallContext(
            options=CallOptions(),
            dialogue=ScriptedDialogue([]),
            listeners=Recognisers(ScriptedEar([])),
            speaker=ToneVoice(),
            desk=Desk(self.store, TokenMint(bytes(32)), [queue], SENTENCES),
            journal=self.journal,
            prompts=CALL,
            apologies={"fa": TONE, "ar": TONE},
            wording=_same,
            farewells={"fa": TONE * 40, "ar": TONE * 40},
        )

    async def _own(self, leg: Leg) -> None:
        first = TO_A_HUMAN if leg.called == HUMAN else GREETING
        fresh = replace(self.context, dialogue=ScriptedDialogue([first]), listeners=Recognisers(ScriptedEar([])))
        await Call(leg, fresh).run()

    async def reasons(self, count: int) -> dict[str, str]:
        """Why the calls ended, by the number dialled, once `count` are over."""
        async with asyncio.timeout(20):
            while True:
                await asyncio.to_thread(self.journal.flush)
                over = [call for call in JournalReader(self._engine).calls(count) if call.end_reason]
                if len(over) == count:
                    return {call.called: str(call.end_reason) for call in over}
                await asyncio.sleep(0.05)

    def close(self) -> None:
        """Give everything back."""
        self.journal.close()
        self.store.close()
        self._engine.dispose()

    @property
    def legs(self) -> list[Any]:
        """The legs there are."""
        return list(self.gateway._legs)

    def uri(self, number: str) -> str:
        """Where to call that number."""
        return f"sip:{number}@127.0.0.1:{self.gateway.port}"


def _same(text: str, language: str) -> str:
    return text


@pytest.fixture
async def agent() -> AsyncIterator[RemotePhone]:
    async with RemotePhone(auto_answer=True) as phone:
        yield phone


@pytest.fixture
async def caller() -> AsyncIterator[RemotePhone]:
    async with RemotePhone(user="09121234567") as phone:
        yield phone


@pytest.fixture
async def bot(tmp_path: Path, agent: RemotePhone) -> AsyncIterator[Bot]:
    running = Bot(tmp_path, agent)
    await running.gateway.start()
    yield running
    await running.gateway.stop()
    running.close()


async def in_a_bridge(bot: Bot, caller: RemotePhone, agent: RemotePhone) -> None:
    """The caller is with the agent."""
    await caller.do("call", uri=bot.uri(HUMAN), id="bridged")
    await agent.wait("answered", timeout_s=20)
    await until(lambda: any(leg.bridged for leg in bot.legs), "the bridge", 20)


@pytest.mark.parametrize("held", [False, True], ids=["talking", "on hold"])
async def test_a_caller_who_loses_power(bot: Bot, caller: RemotePhone, held: bool) -> None:
    await caller.do("call", uri=bot.uri(TALK))
    await caller.wait("answered")
    await caller.wait("far_speech_started")
    if held:
        await caller.do("hold")
        await until(lambda: any(leg._call._held for leg in bot.legs), "the hold")
    caller.kill()
    killed_s = time.monotonic()
    assert await bot.reasons(1) == {TALK: "line_lost"}
    assert time.monotonic() - killed_s < WITHIN_S
    assert bot.gateway.active == 0


async def test_a_caller_who_loses_power_in_a_bridge_frees_the_agent(
    bot: Bot, caller: RemotePhone, agent: RemotePhone
) -> None:
    await in_a_bridge(bot, caller, agent)
    caller.kill()
    killed_s = time.monotonic()
    assert (await agent.wait("ended", timeout_s=20))["t"] - killed_s < WITHIN_S
    assert await bot.reasons(1) == {HUMAN: "line_lost"}


async def test_an_agent_who_loses_power_in_a_bridge_frees_the_caller(
    bot: Bot, caller: RemotePhone, agent: RemotePhone
) -> None:
    await in_a_bridge(bot, caller, agent)
    agent.kill()
    killed_s = time.monotonic()
    assert (await caller.wait("ended", timeout_s=20))["t"] - killed_s < WITHIN_S
    assert await bot.reasons(1) == {HUMAN: "handoff_bridged"}


async def test_a_service_that_stops_lets_people_talk_and_says_goodbye_to_the_others(
    bot: Bot, caller: RemotePhone, agent: RemotePhone
) -> None:
    await in_a_bridge(bot, caller, agent)
    await caller.do("call", uri=bot.uri(TALK), id="talking")
    await caller.wait("answered", id="talking")
    began_s = time.monotonic()
    assert await bot.gateway.drain(0.5, 4.0) == 3
    ends = {call: (await caller.wait("ended", id=call))["t"] - began_s for call in ("talking", "bridged")}
    assert 0.5 + 0.7 <= ends["talking"] < 4.0 <= ends["bridged"]  # the goodbye takes 0.8 s
    assert await bot.reasons(2) == {TALK: "service_stopped", HUMAN: "service_stopped"}
    assert (await agent.wait("far_speech_started", timeout_s=1))["t"]
