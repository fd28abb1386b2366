"""Queues and agents by the API: a console and a control socket, both real."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest

from bot.service.board import Board
from bot.service.control import Control, control
from bot.service.queue_control import QueueControl
from handoff.acd.own.agents import Agent, AgentState
from handoff.acd.own.board import QueueRules
from handoff.acd.own.distributor import Distributor, Want
from tests.bot.console.conftest import READER, Desk, bearer
from tests.bot.service.served import STATUS


@asynccontextmanager
async def served(desk: Desk) -> AsyncIterator[Distributor]:
    """The Hatef whose console it is takes calls."""
    agents = [Agent("101", "sip:101@pbx", "سارا", ("fa",), queues=frozenset({"q"}))]
    made = Distributor(agents, [QueueRules("q")])
    async with control(Control(desk.folder, Board(), lambda: STATUS, QueueControl(made))):
        yield made
    made.stop()


def code(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, str(answer.json()["error"]["code"])


async def test_an_agent_is_seen_and_changed(desk: Desk) -> None:
    async with served(desk) as made:
        answer = await desk.client.post("/api/v1/agents/101/state", headers=bearer(), json={"state": "ready"})
        assert (answer.status_code, answer.json()["state"]) == (200, "ready")
        assert made.board.seat("101").now.state is AgentState.READY
        answer = await desk.client.post(
            "/api/v1/agents/101/state", headers=bearer(), json={"state": "away", "reason": "ناهار"}
        )
        assert answer.json()["reason"] == "ناهار"
        (agent,) = (await desk.client.get("/api/v1/agents", headers=bearer(READER))).json()["agents"]
        assert (agent["id"], agent["name"], agent["state"]) == ("101", "سارا", "away")


async def test_queues_and_who_waits(desk: Desk) -> None:
    async with served(desk) as made:
        with made.join(Want("call-1", "q", "fa")):
            found = (await desk.client.get("/api/v1/queues", headers=bearer(READER))).json()
        assert found["queues"][0]["name"] == "q"
        assert (found["waiting"][0]["call_id"], found["waiting"][0]["wait_s"]) == ("call-1", None)


async def test_rights_come_first(desk: Desk) -> None:
    for path in ("/api/v1/agents", "/api/v1/queues"):
        assert code(await desk.client.get(path)) == (401, "no_right")
    answer = await desk.client.post("/api/v1/agents/101/state", headers=bearer(READER), json={"state": "ready"})
    assert code(answer) == (403, "read_only")


@pytest.mark.parametrize("body", [{}, {"state": "asleep"}, {"state": "away", "reason": "x" * 65}, []])
async def test_what_is_no_state_is_told(desk: Desk, body: object) -> None:
    async with served(desk):
        answer = await desk.client.post("/api/v1/agents/101/state", headers=bearer(), json=body)
        assert code(answer) == (400, "wrong")


async def test_an_agent_whom_nobody_knows_and_a_service_that_is_down(desk: Desk) -> None:
    async with served(desk):
        answer = await desk.client.post("/api/v1/agents/zoe/state", headers=bearer(), json={"state": "ready"})
        assert code(answer) == (404, "unknown_agent")
    for answer in (
        await desk.client.get("/api/v1/agents", headers=bearer()),
        await desk.client.get("/api/v1/queues", headers=bearer()),
        await desk.client.post("/api/v1/agents/101/state", headers=bearer(), json={"state": "ready"}),
    ):
        assert code(answer) == (503, "down")
        assert answer.headers["retry-after"] == "2"
