"""Who calls the agents' number reaches its telephone, whom the PBX gave back the next way, anybody else the bot."""

from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from bot.call.ports import CallLeg
from bot.dialogue.client import Reply
from bot.service.doors import Doors, Rooms
from bot.service.pbx import BACK_HEADER
from handoff.packet import ContextPacket
from tests.bot.call.test_returned import PACKET, ResumingDesk
from tests.bot.conftest import Stage, StageMaker

BYE = Reply(("خدانگهدار",), hangup=True)


@dataclass(frozen=True)
class Road:
    """A PBX that gives callers back under its header."""

    ways: tuple[str, ...] = ("refer",)

    async def given_back(self, headers: Mapping[str, str]) -> ContextPacket | None:
        return PACKET if BACK_HEADER in headers else None


async def called(stage: StageMaker, number: str, headers: Mapping[str, str], agents: str | None) -> tuple[Stage, str]:
    """A call to `number`, and who held it."""
    scene = stage([BYE], [])
    scene.leg.called, scene.leg.headers = number, headers
    desk = ResumingDesk()
    rung: list[str] = []

    async def telephone(leg: CallLeg) -> None:
        rung.append(leg.id)

    doors = Doors()
    doors.open(Rooms(scene.context, agents, telephone, Road(), desk))
    await doors.on_call(scene.leg)
    if rung:
        return scene, "telephone"
    return scene, "desk" if desk.asked else "bot"


@pytest.mark.parametrize(
    ("number", "headers", "agents", "who"),
    [
        ("100", {}, None, "bot"),
        ("100", {}, "700", "bot"),
        ("700", {}, "700", "telephone"),
        ("700", {BACK_HEADER: "FULL"}, "700", "telephone"),
        ("100", {BACK_HEADER: "FULL"}, "700", "desk"),
    ],
)
async def test_where_a_call_goes(
    stage: StageMaker, number: str, headers: Mapping[str, str], agents: str | None, who: str
) -> None:
    scene, held = await called(stage, number, headers, agents)
    assert held == who
    assert (scene.leg.heard == ["خدانگهدار"]) == (who == "bot")
