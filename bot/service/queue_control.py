"""What others may see of the built-in queues, and change: the state of an agent. For the control socket."""

import asyncio
import logging
from collections.abc import AsyncIterator

from bot.service.control_wire import BadLine
from handoff.acd.own.agents import Did
from handoff.acd.own.distributor import Distributor
from handoff.acd.own.view import AgentView, BoardView, agent_view, board_view
from handoff.errors import AgentUnknown

log = logging.getLogger(__name__)

WAYS = {"ready": Did.WANTS_READY, "away": Did.WANTS_AWAY, "out": Did.LOGS_OUT}
"""What an agent can be made, by the name on the wire."""
EMPTY = BoardView()


class QueueControl:
    """The queues of a running Hatef; `distributor` None: it has none."""

    def __init__(self, distributor: Distributor | None = None) -> None:
        self._distributor = distributor
        self._news: set[asyncio.Event] = set()  # one a follower
        if distributor is not None:
            distributor.follow(self._tell)

    def view(self) -> BoardView:
        """The board now."""
        return EMPTY if self._distributor is None else board_view(self._distributor)

    def change(self, agent_id: str, to: str, reason: str) -> AgentView:
        """Make an agent ready, away or logged out. Raises BadLine: there is no such agent, or no such state."""
        if to not in WAYS:
            raise BadLine("refused", f"an agent can be made: {', '.join(WAYS)}")
        if self._distributor is None:
            raise BadLine("refused", str(AgentUnknown(agent_id)))
        try:
            self._distributor.wants(agent_id, WAYS[to], reason if to == "away" else "")
            return agent_view(self._distributor, agent_id)
        except AgentUnknown as error:
            raise BadLine("refused", str(error)) from error

    async def follow(self) -> AsyncIterator[BoardView]:
        """The board now, and again when it has changed; a slow reader misses what was between."""
        news = asyncio.Event()
        news.set()
        self._news.add(news)
        try:
            while True:
                await news.wait()
                news.clear()
                yield self.view()
        finally:
            self._news.discard(news)

    def _tell(self) -> None:
        for news in self._news:
            news.set()
