"""The built-in queues and their agents for other programs; asked of the running Hatef over its control socket.

GET  /api/v1/queues                     {"queues": [...], "waiting": [...]}
GET  /api/v1/agents                     {"agents": [...]}
POST /api/v1/agents/{id}/state          {"state": "ready"|"away"|"out", "reason": "lunch"}
"""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, StringConstraints

from bot.console.api import Rights
from bot.console.faults import RETRY_S, Fault, Refused
from bot.errors import ControlError, RequestRefused
from bot.service.control_client import ControlClient
from bot.service.control_wire import MOST_NAME
from bot.service.queue_wire import agent_as_json, board_as_json
from bot.settings.holders import Holder
from handoff.acd.own.view import AgentView, BoardView

AgentId = Annotated[str, Path(max_length=MOST_NAME)]


class Wish(BaseModel):
    """What an agent is to be."""

    model_config = ConfigDict(extra="ignore")

    state: Literal["ready", "away", "out"]
    reason: Annotated[str, StringConstraints(strip_whitespace=True, max_length=MOST_NAME)] = ""


class AgentsApi:
    """Answers about queues and agents."""

    def __init__(self, client: ControlClient) -> None:
        self._client = client

    async def queues(self) -> JSONResponse:
        """Queues, and who waits."""
        board = board_as_json(await self._board())
        return JSONResponse({"queues": board["queues"], "waiting": board["waiting"]})

    async def agents(self) -> JSONResponse:
        """Agents, and how they are."""
        return JSONResponse({"agents": board_as_json(await self._board())["agents"]})

    async def change(self, agent: AgentId, wish: Wish) -> JSONResponse:
        """Make one ready, away or logged out."""
        return JSONResponse(agent_as_json(await self._changed(agent, wish)))

    async def _board(self) -> BoardView:
        try:
            return await self._client.queue()
        except ControlError as error:
            raise _down(error) from error

    async def _changed(self, agent: str, wish: Wish) -> AgentView:
        try:
            return await self._client.change_agent(agent, wish.state, wish.reason)
        except RequestRefused as error:
            raise Refused(Fault(404, "unknown_agent", "there is no agent of that id")) from error
        except ControlError as error:
            raise _down(error) from error


def _down(error: ControlError) -> Refused:
    """Its words name files of this machine: they are for its log."""
    told = Fault(503, "down", "the telephone service does not answer; try again", headers={"Retry-After": str(RETRY_S)})
    return Refused(told)


def agents_routes(client: ControlClient, holders: tuple[Holder, ...]) -> APIRouter:
    """The routes."""
    routes, api, rights = APIRouter(prefix="/api/v1"), AgentsApi(client), Rights(holders)
    look, reads = ["GET", "HEAD"], [Depends(rights.reads)]
    routes.add_api_route("/queues", api.queues, methods=look, dependencies=reads)
    routes.add_api_route("/agents", api.agents, methods=look, dependencies=reads)
    routes.add_api_route("/agents/{agent}/state", api.change, methods=["POST"], dependencies=[Depends(rights.writes)])
    return routes
