"""The built-in queues over the real control socket."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.errors import RequestRefused
from bot.service.board import Board
from bot.service.control import Control, control
from bot.service.control_client import ControlClient
from bot.service.control_wire import BadLine
from bot.service.queue_control import EMPTY, QueueControl
from handoff.acd.own.agents import Agent
from handoff.acd.own.board import QueueRules
from handoff.acd.own.distributor import Distributor, Want
from tests.bot.service.served import STATUS


@pytest.fixture
async def distributor() -> AsyncIterator[Distributor]:
    made = Distributor([Agent("101", "sip:101@pbx", "Sara", queues=frozenset({"q"}))], [QueueRules("q")])
    yield made
    made.stop()


@pytest.fixture
async def client(tmp_path: Path, distributor: Distributor) -> AsyncIterator[ControlClient]:
    async with control(Control(tmp_path, Board(), lambda: STATUS, QueueControl(distributor))):
        yield ControlClient(tmp_path, tmp_path / "config.yml")


async def test_an_agent_is_made_ready_away_and_logged_out(client: ControlClient, distributor: Distributor) -> None:
    assert (await client.change_agent("101", "ready")).state == "ready"
    assert (await client.change_agent("101", "away", "lunch")).reason == "lunch"
    (agent,) = (await client.queue()).agents
    assert (agent.state, agent.reason) == ("away", "lunch")
    assert (await client.change_agent("101", "out")).state == "out"


async def test_what_cannot_be_done_is_told(client: ControlClient) -> None:
    with pytest.raises(RequestRefused, match="there is no agent 'zoe'"):
        await client.change_agent("zoe", "ready")
    with pytest.raises(RequestRefused, match="can be made: ready, away, out"):
        await client.change_agent("101", "asleep")  # type: ignore[arg-type]


async def test_following_brings_the_board_and_every_change(client: ControlClient, distributor: Distributor) -> None:
    views = client.queue_events()
    first = await anext(views)
    assert [one.state for one in first.agents] == ["out"]
    await client.change_agent("101", "ready")
    assert [one.state for one in (await anext(views)).agents] == ["ready"]
    with distributor.join(Want("call-1", "q")):
        while not (view := await anext(views)).waiting:
            pass
        assert view.waiting[0].call_id == "call-1"
    await views.aclose()


async def test_a_follower_who_goes_is_forgotten(distributor: Distributor, tmp_path: Path) -> None:
    queues = QueueControl(distributor)
    following = queues.follow()
    await anext(following)
    assert len(queues._news) == 1
    await following.aclose()  # type: ignore[attr-defined]
    assert not queues._news


async def test_a_hatef_without_queues_has_an_empty_board() -> None:
    queues = QueueControl()
    assert queues.view() == EMPTY
    with pytest.raises(BadLine):
        queues.change("101", "ready", "")
    waiting = asyncio.ensure_future(anext(aiter(queues.follow())))
    assert await waiting == EMPTY
