"""Promises are kept over real SIP: people are called back, machines are not joined, a kill loses nobody."""

import asyncio
import contextlib
import os
import signal
import time
import wave
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import pytest_asyncio
from sqlalchemy import select

from bot.lab.demo.scenario import SOUNDS
from bot.lab.serving import Serving, serving
from bot.settings.settings import Settings
from bot.store.database import open_database
from handoff import rows
from handoff.callbacks.plan import IN_HAND
from handoff.packet import ContextPacket, PacketCaller, new_packet_id
from handoff.record import new_record
from handoff.states import State
from handoff.tables import callbacks, packets
from nlu.training.rasa_environment import free_port
from tests.calls.conftest import bot_quiet, place_call, until
from tests.faults import locked_by_another_process
from voice.audio import write_wav
from voice.softphone.remote import RemotePhone
from voice.softphone.speech import loud_span

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.sip, pytest.mark.rasa, pytest.mark.timeout(400)]

PAUSE_S = 4.0


@dataclass
class CallingBack:
    """A server that calls people back, and where their telephone and the agent's are opened by each test."""

    server: Serving
    home_port: int
    agent_port: int

    def rows(self, number: str) -> list[Any]:
        """How the promises to a number are being kept, oldest first."""
        engine = open_database(self.server.database)
        try:
            with engine.connect() as connection:
                query = select(callbacks, packets.c.state.label("promise")).join(packets)
                return list(
                    connection.execute(query.where(callbacks.c.number == number).order_by(callbacks.c.promised_ms))
                )
        finally:
            engine.dispose()

    def last(self, number: str) -> Any:
        """The newest of them that is kept for itself."""
        found = [row for row in self.rows(number) if row.state != "joined"]
        return found[-1] if found else None

    def telephone(self, **options: Any) -> RemotePhone:
        """The caller's own telephone, which is called back."""
        return RemotePhone(port=self.home_port, **options)

    def agent(self, **options: Any) -> RemotePhone:
        """The agent's telephone."""
        return RemotePhone(port=self.agent_port, **options)

    async def state(self, number: str, state: str, timeout_s: float = 40.0) -> Any:
        """Wait until the newest promise to that number is in a state; WAITING: behind a try."""

        def there() -> Any:
            row = self.last(number)
            return row if row is not None and row.state == state and (row.tries or state != "waiting") else None

        return await until(there, f"a call-back that is {state}", timeout_s)


def changes(home_port: int, agent_port: int, **more: Any) -> dict[str, dict[str, Any]]:
    rules = {
        "dial": f"sip:{{number}}@127.0.0.1:{home_port}",
        **{"hours": [], "first_s": 0.5, "ring_s": 8, "confirm_s": 12, "tries": 3, "pauses_s": [PAUSE_S]},
        **more,
    }
    agent = f"sip:agent@127.0.0.1:{agent_port}"
    return {"handoff": {"agent": agent, "ring_s": 6, "attempts": 1, "callbacks": rules}, "sip": {"max_calls": 12}}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def house(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[CallingBack]:
    home_port, agent_port = free_port(), free_port()
    state = tmp_path_factory.mktemp("callbacks")
    async with serving(settings, state, changes(home_port, agent_port)) as server:
        yield CallingBack(server, home_port, agent_port)


@pytest_asyncio.fixture(loop_scope="session", autouse=True)
async def settled(house: CallingBack) -> AsyncIterator[None]:
    """A human makes the calls that a test leaves open: the next one finds no telephone ringing."""
    yield
    engine = open_database(house.server.database)
    try:
        with engine.begin() as connection:
            open_ones = select(packets.c.packet_id).where(packets.c.state == State.CALLBACK)
            for packet_id in connection.scalars(open_ones).all():
                rows.move(connection, packet_id, State.CALLED_BACK, "by hand")

        def over() -> bool:
            with engine.connect() as connection:
                in_hand = select(callbacks.c.packet_id).where(callbacks.c.state.in_(IN_HAND))
                return not connection.scalars(in_hand).all()

        await until(over, "the end of the last call", 60)
    finally:
        engine.dispose()


async def ask_for_a_call(house: CallingBack, number: str) -> None:
    """Nobody takes the call: the caller is promised one."""
    async with house.agent(refuse_with=486), RemotePhone(user=number) as phone:
        await place_call(phone, house.server.uri)
        await phone.do("dtmf", digits="0")
        await phone.wait("ended", timeout_s=60)


def promise(house: CallingBack, number: str) -> str:
    """As such a call leaves it; the packet's id."""
    now = datetime.now(UTC)
    packet = ContextPacket(
        new_packet_id(), "a call", "fa", "key_zero", now, now, PacketCaller(number, "", "خانم محمدی")
    )
    record = new_record(packet).moved(State.FAILED).moved(State.CALLBACK)
    engine = open_database(house.server.database)
    try:
        with engine.begin() as connection:
            rows.save(connection, record)
    finally:
        engine.dispose()
    return packet.packet_id


async def talk(house: CallingBack, home: RemotePhone, agent: RemotePhone, number: str) -> None:
    """Pick up, say that a person is there, be joined with the agent."""
    await home.wait("answered", timeout_s=30)
    await bot_quiet(home)
    await home.do("dtmf", digits="1")
    await agent.wait("answered", timeout_s=20)
    await house.state(number, "talking")


async def test_a_person_is_called_back_and_joined_with_the_agent(house: CallingBack) -> None:
    number = "09121234567"
    await ask_for_a_call(house, number)
    async with house.telephone(auto_answer=True) as home, house.agent(auto_answer=True) as agent:
        called = await home.wait("incoming", timeout_s=20)
        assert called["called"] == number
        assert agent.events[-1]["event"] == "listening", "no agent is rung before the person says that they are there"
        await bot_quiet(home)
        await home.do("dtmf", digits="1")
        rung = await agent.wait("incoming", timeout_s=20)
        assert len(rung["headers"]["X-Hatef-Token"]) == 32
        assert number in rung["from"]
        await house.state(number, "talking")
        await home.do("hangup")
        await agent.wait("ended", timeout_s=10)
        done = await house.state(number, "done")
    assert (done.promise, done.tries, done.why) == ("called_back", 1, "")


@pytest.mark.parametrize(
    ("code", "why", "state"),
    [
        (486, "busy", "waiting"),
        (603, "rejected", "waiting"),
        (404, "wrong number", "given_up"),
        (503, "not reachable", "waiting"),
    ],
)
@pytest.mark.long
async def test_a_refusal_is_told_apart_and_tried_again_where_that_is_of_use(
    house: CallingBack, code: int, why: str, state: str
) -> None:
    number = f"09130000{code}"
    promise(house, number)
    async with house.telephone(refuse_with=code) as home:
        first = await home.wait("incoming", timeout_s=20)
        row = await house.state(number, state)
        assert (row.why, row.promise) == (why, "callback")
        if state == "waiting":
            again = await home.wait("incoming", timeout_s=20)
            assert again["t"] - first["t"] > PAUSE_S - 1


@pytest.mark.long
async def test_nobody_answers(house: CallingBack) -> None:
    number = "09130000001"
    promise(house, number)
    async with house.telephone() as home:
        await home.wait("incoming", timeout_s=20)
        row = await house.state(number, "waiting")
        assert (row.why, row.tries) == ("no answer", 1)
        assert (await home.wait("ended"))["code"] == 487


@pytest.mark.long
async def test_a_machine_that_talks_is_never_joined(house: CallingBack, greeting: Path) -> None:
    number = "09130000002"
    promise(house, number)
    async with house.telephone(auto_answer=True) as home, house.agent(auto_answer=True) as agent:
        await home.wait("answered", timeout_s=20)
        await home.do("play", file=str(greeting))
        row = await house.state(number, "waiting")
        assert row.why == "answering machine"
        await home.wait("ended")
        assert [event for event in agent.events if event["event"] == "incoming"] == []


@pytest.mark.long
async def test_a_beep_ends_the_call_before_anything_is_recorded(house: CallingBack, beep: Path) -> None:
    number = "09130000003"
    promise(house, number)
    async with house.telephone(auto_answer=True) as home:
        await home.wait("answered", timeout_s=20)
        await home.do("play", file=str(beep))
        ended = await home.wait("ended", timeout_s=10)
        played = next(event for event in home.events if event["event"] == "play_started")
        row = await house.state(number, "waiting")
        assert (row.why, ended["t"] - played["t"] < 3) == ("answering machine", True)


@pytest.mark.long
async def test_who_picks_up_and_presses_nothing_is_no_machine(house: CallingBack) -> None:
    number = "09130000004"
    promise(house, number)
    async with house.telephone(auto_answer=True):
        assert (await house.state(number, "waiting")).why == "nobody pressed the key"


@pytest.mark.long
async def test_who_wants_no_call_any_more_says_so(house: CallingBack) -> None:
    number = "09130000005"
    promise(house, number)
    async with house.telephone(auto_answer=True) as home:
        await home.wait("answered", timeout_s=20)
        await bot_quiet(home)
        await home.do("dtmf", digits="2")
        row = await house.state(number, "cancelled")
        assert row.promise == "cancelled"
        await home.wait("ended", timeout_s=15)


@pytest.mark.long
async def test_without_an_agent_the_person_is_told_so_and_called_again(house: CallingBack) -> None:
    number = "09130000006"
    promise(house, number)
    async with house.telephone(auto_answer=True) as home:
        await home.wait("answered", timeout_s=20)
        await bot_quiet(home)
        await home.do("dtmf", digits="1")
        row = await house.state(number, "waiting", 60)
        assert (row.why, row.promise) == ("no agent took it", "callback")
        await home.wait("ended", timeout_s=30)


@pytest.mark.long
async def test_the_same_number_asked_twice_is_one_call(house: CallingBack) -> None:
    number = "09130000007"
    first, second = promise(house, number), promise(house, "+989130000007")
    async with house.telephone(auto_answer=True) as home, house.agent(auto_answer=True) as agent:
        await talk(house, home, agent, number)
        await agent.do("hangup")
        await home.wait("ended", timeout_s=10)
        await house.state(number, "done")
        found = {row.packet_id: (row.state, row.promise) for row in house.rows(number)}
        assert found == {first: ("done", "called_back"), second: ("done", "called_back")}
        await asyncio.sleep(PAUSE_S + 4)
        assert len([event for event in home.events if event["event"] == "incoming"]) == 1


async def test_what_may_not_be_dialled_is_not(house: CallingBack) -> None:
    """The number is kept in the list; the telephone stands ready for any number."""
    for number in ("110", "09099071234", "0012025550100"):
        promise(house, number)
        assert (await house.state(number, "barred")).why == "this number is not dialled"
    async with house.telephone() as home:
        await asyncio.sleep(5)
        assert [event for event in home.events if event["event"] == "incoming"] == []


@pytest.mark.long
async def test_a_locked_database_rings_nobody_and_loses_nothing(house: CallingBack) -> None:
    """Locked for ten seconds while they talk; the end of the call waits in a file."""
    number, other = "09130000008", "09130000009"
    promise(house, number)
    async with house.telephone(auto_answer=True) as home, house.agent(auto_answer=True) as agent:
        await talk(house, home, agent, number)
        promise(house, other)
        with locked_by_another_process(house.server.state / "hatef.db"):
            await asyncio.sleep(5)
            await agent.do("hangup")
            await home.wait("ended", timeout_s=10)
            await asyncio.sleep(5)
            assert [path.name for path in (house.server.state / "callbacks").glob("*.json")] != []
            assert len([event for event in home.events if event["event"] == "incoming"]) == 1
        await house.state(number, "done")
        await home.wait("incoming", timeout_s=30, called=other)


@pytest.fixture(scope="module")
def greeting(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eight seconds of somebody talking without a pause."""
    path = tmp_path_factory.mktemp("machine") / "greeting.wav"
    spoken = b""
    for sound in sorted(SOUNDS.glob("caller_*.wav")):
        with wave.open(str(sound)) as source:
            pcm = source.readframes(source.getnframes())
        span = loud_span(pcm)
        assert span is not None
        spoken += pcm[round(span[0] * 50) * 320 : round(span[1] * 50) * 320]
    write_wav(path, spoken[: 16_000 * 8])
    return path


@pytest.fixture(scope="module")
def beep(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A second of 1 kHz."""
    path = tmp_path_factory.mktemp("machine") / "beep.wav"
    samples = 8_000 * np.sin(2 * np.pi * 1_000 * np.arange(8_000) / 8_000)
    write_wav(path, samples.astype("<i2").tobytes())
    return path


@pytest.mark.long
async def test_an_agent_first_and_then_the_caller(settings: Settings, tmp_path: Path) -> None:
    """The agent waits while the person is called; where nobody is reached, the agent hears so."""
    home_port, agent_port = free_port(), free_port()
    async with (
        RemotePhone(port=home_port, auto_answer=True) as home,
        RemotePhone(port=agent_port, auto_answer=True) as agent,
        serving(settings, tmp_path, changes(home_port, agent_port, order="agent")) as server,
    ):
        here = CallingBack(server, home_port, agent_port)
        promise(here, "09132223344")
        rung = await agent.wait("answered", timeout_s=30)
        called = await home.wait("incoming", timeout_s=40)
        assert called["t"] > rung["t"]
        await home.wait("answered")
        await bot_quiet(home)
        await home.do("dtmf", digits="1")
        await here.state("09132223344", "talking")
        await agent.do("hangup")
        await home.wait("ended", timeout_s=10)
        assert (await here.state("09132223344", "done")).tries == 1
        promise(here, "09132223355")
        await agent.wait("answered", timeout_s=30)
        await home.wait("answered", timeout_s=40)
        await home.do("hangup")
        assert (await here.state("09132223355", "waiting")).why == "hung up"
        await agent.wait("ended", timeout_s=30)


@pytest.mark.parametrize("talking", [False, True])
@pytest.mark.long
async def test_a_kill_leaves_the_promise_and_never_two_telephones(
    settings: Settings, tmp_path: Path, talking: bool
) -> None:
    """Killed while the caller's telephone rings, or while they talk; the next Hatef calls after a pause."""
    home_port, agent_port = free_port(), free_port()
    number = "09131112233"
    async with contextlib.AsyncExitStack() as stack:
        home = await stack.enter_async_context(RemotePhone(port=home_port, auto_answer=talking))
        agent = await stack.enter_async_context(RemotePhone(port=agent_port, auto_answer=True))
        async with serving(settings, tmp_path, changes(home_port, agent_port, pauses_s=[20])) as server:
            here = CallingBack(server, home_port, agent_port)
            promise(here, number)
            first = await home.wait("incoming", timeout_s=30)
            if talking:
                await talk(here, home, agent, number)
            else:
                await here.state(number, "dialling_caller")
            os.kill(server.process.pid, signal.SIGKILL)
            killed_s = time.monotonic()
            await server.process.wait()
            await home.do("hangup", id=first["id"])
        async with serving(settings, tmp_path, changes(home_port, agent_port, pauses_s=[20])) as server:
            here = CallingBack(server, home_port, agent_port)
            row = await here.state(number, "waiting")
            why = "the call broke while an agent had it" if talking else "Hatef stopped"
            assert (row.why, row.tries, row.promise) == (why, 1, "callback")
            again = await home.wait("incoming", timeout_s=60)
            assert again["t"] - killed_s > 20
            assert (await here.state(number, "dialling_caller")).tries == 2
