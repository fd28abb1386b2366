"""Where a call goes that comes in.

called number                     ─▶
handoff.agent_number                 the telephone on which agents say whether they work
any, with the PBX's header           back to the next way to a human
any other                            a call
"""

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Protocol

from bot.call.call import Call
from bot.call.context import CallContext
from bot.call.ports import CallLeg
from bot.call.returned import GivenBackDesk, ReturnedCall
from bot.service.pbx import BACK_HEADER
from handoff.packet import ContextPacket


class Road(Protocol):
    """The way into the company's PBX (`bot.service.pbx.PbxRoad`)."""

    @property
    def ways(self) -> Collection[str]: ...
    async def given_back(self, headers: Mapping[str, str]) -> ContextPacket | None: ...


@dataclass(frozen=True, slots=True)
class Rooms:
    """What is behind the doors. `telephone`: holds a call of an agent who says whether he works."""

    context: CallContext
    agent_number: str | None
    telephone: Callable[[CallLeg], Awaitable[None]]
    road: Road
    desk: GivenBackDesk


class Doors:
    """Closed until `open`: the gateway is made before what its calls need, and lets none in before it is started."""

    def __init__(self) -> None:
        self._rooms: Rooms | None = None

    def open(self, rooms: Rooms) -> None:
        """Calls may come."""
        self._rooms = rooms

    async def on_call(self, leg: CallLeg) -> None:
        """Hold one call to its end."""
        rooms = self._rooms
        assert rooms is not None
        if leg.called == rooms.agent_number:
            return await rooms.telephone(leg)
        packet = await rooms.road.given_back(leg.headers)
        if packet is None:
            return await Call(leg, rooms.context).run()
        returned = ReturnedCall(leg, rooms.context, packet, leg.headers[BACK_HEADER], rooms.road.ways)
        await returned.run(rooms.desk)
