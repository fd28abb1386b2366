"""Built-in queues over real SIP: real gateway, desk, board and database; agents and callers are other processes."""

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select

from bot.call.agent_port import GatewayAgents
from bot.call.agent_telephone import AgentTelephone
from bot.call.call import Call
from bot.call.context import CallContext
from bot.call.ports import CallLeg
from bot.call.prompt_player import PromptPlayer
from bot.dialogue.client import HandoffWish, Reply
from bot.journal.reader import JournalReader
from bot.journal.writer import Journal
from bot.service.notes import Notes
from bot.service.queues import Told, open_queues
from bot.settings.call_options import CallOptions
from bot.settings.settings import Settings
from bot.store.database import open_database
from bot.tasks import begin, call_off
from handoff.acd.own.agents import AgentState, Did
from handoff.acd.own.distributor import Distributor
from handoff.desk import Desk, DeskOptions
from handoff.events import EventKind
from handoff.figures import GOES_ON, HandoffFigures
from handoff.states import State
from handoff.store import HandoffStore
from handoff.tables import packets
from handoff.token import TokenMint
from tests.bot.conftest import Recognisers, ScriptedDialogue, ScriptedEar
from tests.calls.conftest import heard_since, until
from tests.shipped import CALL, SENTENCES
from voice.gateway.gateway import Gateway
from voice.gateway.leg import Leg
from voice.gateway.options import GatewayOptions
from voice.softphone.remote import RemotePhone

pytestmark = [pytest.mark.sip, pytest.mark.timeout(120)]

TONE = b"\x00\x20\x00\xe0" * 80
TO_A_HUMAN = Reply((), handoff=HandoffWish("key_zero"))
QUEUE = {"name": "q", "ring_s": 2, "accept_s": 1.5, "wrap_up_s": 0, "rest_s": 0.5, "misses": 2, "max_wait_s": 60}


class ToneVoice:
    """Says every sentence as 200 ms of sound."""

    async def say(self, text: str, language: str) -> AsyncIterator[bytes]:
        yield TONE * 10


def _same(text: str, language: str) -> str:
    return text


def _player(leg: CallLeg, language: str) -> PromptPlayer:
    return PromptPlayer(leg.play, ToneVoice(), _same, language or "fa")


class House:
    """A gateway whose callers all want a human, and the queues of a configuration behind it."""

    def __init__(self, folder: Path, agents: dict[str, int], **queue: Any) -> None:
        self.folder = folder
        self.transfers: dict[str, Any] = {}
        self.replies: list[Reply] = [TO_A_HUMAN]
        """What the dialogue answers in each call."""
        self._ports = agents
        self._agents = [{"id": name, "uri": f"sip:{name}@127.0.0.1:{port}"} for name, port in agents.items()]
        self._queue = {**QUEUE, **queue}
        self.engine: Engine = open_database(f"sqlite:///{folder / 'hatef.db'}")
        self.gateway = Gateway(GatewayOptions(port=0, rtp_port_start=26_000), self._own)
        self.distributor: Distributor
        self._context: CallContext

    @asynccontextmanager
    async def open(self) -> AsyncIterator["House"]:
        """Serve for the time of the block."""
        handoff = {"agents": self._agents, "queues": [self._queue], "transfers": self.transfers}
        settings = self.settings(handoff)
        line = GatewayAgents(self.gateway, _player)
        async with AsyncExitStack() as stack:
            stack.callback(self.engine.dispose)
            journal = Journal(self.engine, spill=self.folder / "journal")
            stack.callback(journal.close)
            self.store = HandoffStore(self.engine, self.folder / "packets")
            stack.callback(self.store.close)
            await self.store.tidy()
            notes = Notes(self.store)
            told = Told(notes.put, journal.handed_over, journal.wrapped_up)
            for work, name in ((notes.run(), "notes"), (self.store.keep(), "packets")):
                stack.push_async_callback(call_off, begin(work, name))
            opening = open_queues(settings, self.engine, self.folder, line, SENTENCES, told)
            queues = await stack.enter_async_context(opening)
            self.distributor = queues.distributor
            pins = dict.fromkeys(self._ports, "4711")
            self._telephone = AgentTelephone(self.distributor, pins, SENTENCES, _player, "fa", key_s=2)
            self.journal = journal
            options = await self.desk_options(settings, stack)
            self._context = CallContext(
                options=CallOptions(),
                dialogue=ScriptedDialogue([]),
                listeners=Recognisers(ScriptedEar([])),
                speaker=ToneVoice(),
                desk=Desk(self.store, TokenMint(bytes(32)), queues.acds, SENTENCES, options=options),
                journal=journal,
                prompts=CALL,
                apologies={"fa": TONE, "ar": TONE},
                wording=_same,
                back=settings.handoff.transfers.back,
            )
            await self.gateway.start()
            stack.push_async_callback(self.gateway.stop)
            yield self

    def settings(self, handoff: dict[str, Any]) -> Settings:
        """The configuration."""
        return Settings(home=self.folder, handoff=handoff)  # type: ignore[arg-type]

    async def desk_options(self, settings: Settings, stack: AsyncExitStack) -> DeskOptions:
        """What the desk promises by."""
        return DeskOptions()

    async def _own(self, leg: Leg) -> None:
        if leg.called == "700":
            return await self._telephone.run(leg)
        fresh = replace(
            self._context, dialogue=ScriptedDialogue(list(self.replies)), listeners=Recognisers(ScriptedEar([]))
        )
        await Call(leg, fresh).run()

    @property
    def uri(self) -> str:
        return f"sip:100@127.0.0.1:{self.gateway.port}"

    def ready(self, *agents: str) -> None:
        for agent in agents:
            self.distributor.wants(agent, Did.WANTS_READY)

    def state(self, agent: str) -> AgentState:
        return self.distributor.board.seat(agent).now.state

    async def figures(self, count: int) -> tuple[HandoffFigures, ...]:
        """Of so many handoffs, once they are over."""

        def found() -> tuple[HandoffFigures, ...] | None:
            self.journal.flush()
            rows = tuple(row for row in JournalReader(self.engine).handoffs() if row.outcome not in GOES_ON)
            return rows if len(rows) >= count else None

        return await until(found, f"{count} handoffs in the journal", 40)

    async def become(self, wanted: list[State]) -> None:
        """Wait until the packets are in these states."""

        def states() -> list[str]:
            with self.engine.connect() as connection:
                return list(connection.scalars(select(packets.c.state)))

        await until(lambda: states() == wanted, f"packets that are {wanted}", 20)


async def pressing(agent: RemotePhone, key: str) -> dict[str, Any]:
    """The agent picks up (by itself) and presses a key; the call's event."""
    call = await agent.wait("incoming", timeout_s=20)
    await agent.wait("answered", timeout_s=10, id=call["id"])
    await agent.do("dtmf", id=call["id"], digits=key)
    return call


async def is_bridged(house: House, count: int = 1) -> None:
    await until(lambda: sum(leg.bridged for leg in house.gateway._legs) == 2 * count, f"{count} bridges", 20)


@pytest.fixture
async def caller() -> AsyncIterator[RemotePhone]:
    async with RemotePhone(user="09121234567") as phone:
        yield phone


@asynccontextmanager
async def phones(*listen: dict[str, Any]) -> AsyncIterator[list[RemotePhone]]:
    async with AsyncExitStack() as stack:
        yield [await stack.enter_async_context(RemotePhone(**one)) for one in listen]


ANSWERS = {"auto_answer": True, "answer_after_ms": 100}


@pytest.mark.parametrize(
    ("how", "note", "state"),
    [
        ({"refuse_with": 486}, "AgentBusy", AgentState.READY),
        ({"refuse_with": 603}, "AgentRefused", AgentState.READY),
        ({"refuse_with": 480}, "AgentUnavailable", AgentState.AWAY),
        ({}, "AgentNoAnswer", AgentState.READY),
        (ANSWERS, "AgentSilent", AgentState.READY),
    ],
    ids=["busy", "refuses", "do not disturb", "no answer", "a machine that says nothing"],
)
async def test_who_does_not_take_it_is_passed_by(
    tmp_path: Path, caller: RemotePhone, how: dict[str, Any], note: str, state: AgentState
) -> None:
    async with phones(how, ANSWERS) as (omar, sara):
        house = House(tmp_path, {"omar": omar.port, "sara": sara.port})
        async with house.open():
            house.ready("omar")
            await asyncio.sleep(0.05)  # omar is idle for longer, so he is rung first
            house.ready("sara")
            await caller.do("call", uri=house.uri)
            call = await pressing(sara, "1")
            assert call["headers"]["X-Hatef-Token"]
            assert "09121234567" in call["from"]
            await is_bridged(house)
            assert house.state("omar") is state
            await caller.do("hangup")
            (one,) = await house.figures(1)
            assert (one.outcome, one.agent, one.rings) == ("bridged", "sara", 2)
            history = await house.store.history(one.packet_id)
            assert note in [step.note for step in history]
            kinds = [event.kind for event in await house.store.events(one.packet_id)]
            assert kinds[0] is EventKind.AGENT_CALLED and kinds[-1] is EventKind.AGENT_COMPLETED


async def test_two_passes_on_and_the_agent_stays_ready(tmp_path: Path, caller: RemotePhone) -> None:
    async with phones(ANSWERS, ANSWERS) as (omar, sara):
        house = House(tmp_path, {"omar": omar.port, "sara": sara.port})
        async with house.open():
            house.ready("omar")
            await asyncio.sleep(0.05)
            house.ready("sara")
            await caller.do("call", uri=house.uri)
            passed = await pressing(omar, "2")
            await omar.wait("ended", timeout_s=10, id=passed["id"])
            await pressing(sara, "1")
            await is_bridged(house)
            assert house.state("omar") is AgentState.READY
            await sara.do("hangup")
            await caller.wait("ended", timeout_s=10)
            await until(lambda: house.state("sara") is AgentState.READY, "sara to be ready")


@pytest.mark.long
async def test_a_caller_who_leaves_during_the_whisper_and_one_who_leaves_while_it_rings(
    tmp_path: Path, caller: RemotePhone
) -> None:
    async with phones({**ANSWERS, "answer_after_ms": 600}) as (sara,):
        house = House(tmp_path, {"sara": sara.port}, accept_s=30)
        async with house.open():
            house.ready("sara")
            await caller.do("call", uri=house.uri)
            rung = await sara.wait("incoming", timeout_s=20)
            await caller.do("hangup")
            assert (await sara.wait("ended", timeout_s=10, id=rung["id"]))["code"] == 487
            await until(lambda: house.state("sara") is AgentState.READY, "sara to be ready")
            await caller.do("call", uri=house.uri)
            answered = await sara.wait("incoming", timeout_s=20)
            await sara.wait("answered", timeout_s=10, id=answered["id"])
            await sara.wait("far_speech_started", timeout_s=10, id=answered["id"])
            await caller.do("hangup")
            # A word of leave, then the line is given back.
            await sara.wait("ended", timeout_s=10, id=answered["id"])
            rows = await house.figures(2)
            assert [(one.outcome, one.agent) for one in rows] == [("abandoned", ""), ("abandoned", "")]
            await house.become([State.ABANDONED, State.ABANDONED])
            assert house.state("sara") is AgentState.READY


@pytest.mark.long
async def test_twenty_callers_and_three_agents(tmp_path: Path) -> None:
    """The order is kept, nobody is lost, no telephone rings for two."""
    async with phones(*[ANSWERS] * 3, {}, {}) as (*agents, one, two):
        names = ["a", "b", "c"]
        house = House(tmp_path, dict(zip(names, (agent.port for agent in agents), strict=True)))

        async def serve(agent: RemotePhone) -> None:
            while True:
                call = await agent.wait("incoming", timeout_s=60)
                await agent.wait("answered", timeout_s=10, id=call["id"])
                await agent.do("dtmf", id=call["id"], digits="1")
                await asyncio.sleep(0.8)
                await agent.do("hangup", id=call["id"])

        async with house.open():
            house.ready(*names)
            working = [asyncio.create_task(serve(agent)) for agent in agents]
            for number in range(20):
                await (one, two)[number % 2].do("call", uri=house.uri, id=f"caller-{number}")
                await asyncio.sleep(0.1)
            rows = await house.figures(20)
            await house.become([State.BRIDGED] * 20)
            for task in working:
                task.cancel()
        assert [row.outcome for row in rows] == ["bridged"] * 20
        taken = [row.arrived_at.timestamp() * 1000 + row.wait_ms for row in rows]
        # A ring that is slow may let the next one in first; nobody is passed by more than the agents there are.
        order = sorted(range(20), key=lambda place: taken[place])
        assert all(abs(place - order.index(place)) < len(agents) for place in range(20))
        assert {row.agent for row in rows} == set(names)
        for agent in agents:
            assert _never_two_at_once(agent.events)


def _never_two_at_once(events: list[dict[str, Any]]) -> bool:
    up: set[str] = set()
    for event in events:
        if event["event"] == "incoming":
            up.add(event["id"])
        elif event["event"] == "ended":
            up.discard(event["id"])
        if len(up) > 1:
            return False
    return True


@pytest.mark.long
async def test_the_key_for_a_call_back_and_the_logins_after_a_restart(tmp_path: Path, caller: RemotePhone) -> None:
    async with phones(ANSWERS) as (sara,):
        house = House(tmp_path, {"sara": sara.port}, rest_s=60)
        async with house.open():
            house.ready("sara")
            await caller.do("call", uri=house.uri)
            call = await sara.wait("incoming", timeout_s=20)
            await sara.wait("answered", timeout_s=10, id=call["id"])
            await sara.do("dtmf", id=call["id"], digits="2")
            await sara.wait("ended", timeout_s=10, id=call["id"])
            board = house.distributor.board
            await until(
                lambda: any(one.tried and not one.offered for one in board.waiting("q")), "a caller who waits on"
            )
            await asyncio.sleep(0.5)
            await caller.do("dtmf", digits="1")
            await caller.wait("ended", timeout_s=20)
            (one,) = await house.figures(1)
            assert one.outcome == "callback"
            await house.become([State.CALLBACK])
        again = House(tmp_path, {"sara": sara.port})
        async with again.open():
            assert again.state("sara") is AgentState.READY
            assert len(await again.store.callbacks()) == 1


async def test_an_agent_logs_in_by_telephone_and_gets_the_caller_who_waits(tmp_path: Path, caller: RemotePhone) -> None:
    async with phones({**ANSWERS, "user": "sara"}) as (sara,):
        house = House(tmp_path, {"sara": sara.port}, when_empty="wait")
        async with house.open():
            await caller.do("call", uri=house.uri)
            await until(lambda: house.distributor.board.waiting("q"), "the caller to wait")
            await sara.do("call", uri=house.uri.replace("100@", "700@"), id="login")
            await sara.wait("answered", timeout_s=10, id="login")
            await sara.do("dtmf", id="login", digits="4711#")
            await asyncio.sleep(1.5)
            assert house.state("sara") is AgentState.OUT
            await sara.do("dtmf", id="login", digits="1")
            call = await sara.wait("incoming", timeout_s=20)
            await sara.do("hangup", id="login")
            await sara.wait("answered", timeout_s=10, id=call["id"])
            await sara.do("dtmf", id=call["id"], digits="1")
            await is_bridged(house)
            await caller.do("hangup")
            (one,) = await house.figures(1)
            assert (one.outcome, one.agent, one.told_wait_ms) == ("bridged", "sara", None)


async def test_keys_pass_through_the_bridge_and_a_hold_by_the_agent_is_music(
    tmp_path: Path, caller: RemotePhone
) -> None:
    async with phones(ANSWERS) as (sara,):
        house = House(tmp_path, {"sara": sara.port})
        async with house.open():
            house.ready("sara")
            await caller.do("call", uri=house.uri, id="mine")
            await pressing(sara, "1")
            await is_bridged(house)
            await caller.do("dtmf", id="mine", digits="42")
            assert [(await sara.wait("dtmf", timeout_s=10))["digit"] for _ in range(2)] == ["4", "2"]
            await sara.do("dtmf", digits="7")
            assert (await caller.wait("dtmf", timeout_s=10))["digit"] == "7"
            held_s = time.monotonic()
            await sara.do("hold")
            await until(lambda: heard_since(caller, "far_speech_started", held_s), "the music on hold")
            await sara.do("resume")
            await until(lambda: not any(leg.held for leg in house.gateway._legs), "the agent to be back")
            await is_bridged(house)
            await sara.do("hangup")
            await caller.wait("ended", timeout_s=10, id="mine")
            (one,) = await house.figures(1)
            assert (one.outcome, one.agent) == ("bridged", "sara")


@pytest.mark.parametrize("locked", ["ring", "whisper", "talk"])
@pytest.mark.long
async def test_a_database_that_is_locked_costs_neither_caller_nor_agent(
    tmp_path: Path, caller: RemotePhone, locked: str
) -> None:
    async with phones(ANSWERS) as (sara,):
        house = House(tmp_path, {"sara": sara.port}, accept_s=20)
        async with house.open():
            house.ready("sara")
            lock = sqlite3.connect(tmp_path / "hatef.db", isolation_level=None)

            def hold(step: str) -> None:
                if step == locked:
                    lock.execute("BEGIN IMMEDIATE")

            hold("ring")
            began_s = time.monotonic()
            await caller.do("call", uri=house.uri)
            call = await sara.wait("incoming", timeout_s=30)
            await sara.wait("answered", timeout_s=10, id=call["id"])
            hold("whisper")
            await sara.do("dtmf", id=call["id"], digits="1")
            await is_bridged(house)
            hold("talk")
            await asyncio.sleep(max(0.0, began_s + 10 - time.monotonic()))
            await caller.do("hangup")
            await until(lambda: house.state("sara") is AgentState.READY, "sara to be ready")
            lock.execute("ROLLBACK")
            lock.close()
            (one,) = await house.figures(1)
            assert (one.outcome, one.agent) == ("bridged", "sara")
            await house.become([State.BRIDGED])
