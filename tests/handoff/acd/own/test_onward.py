"""Where agents may send callers, and what the board and the packet come to know of it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from handoff.acd.own.agents import Agent, AgentState, Did
from handoff.acd.own.board import QueueRules
from handoff.acd.own.distributor import Distributor, Place, Want
from handoff.acd.own.onward import AgentsOnward, Directory, user_of
from handoff.acd.own.tally import Tally
from handoff.acd.own.trip import Errand
from handoff.acd.port import Destination
from handoff.events import HandoffEvent
from handoff.options import TransferRules
from handoff.packet import ContextPacket
from tests.handoff.doubles import OneCaller, Steps
from tests.shipped import SENTENCES

SARA = Agent("101", "sip:2101@192.0.2.10", "Sara", queues=frozenset({"q"}))
OMAR = Agent("102", "sip:2102@192.0.2.10", "Omar", languages=("ar",), queues=frozenset({"q"}))
RULES = TransferRules(("2*",), "sip:{number}@192.0.2.5", {"900": "", "901": "ask_hours"})


@pytest.mark.parametrize(
    ("dialled", "user"),
    [
        ("sip:102@a.example;user=phone", "102"),
        ("sip:a.example", "a.example"),
        ("tel:+9821;phone-context=x", "+9821"),
        ("102", "102"),
        ("sip:%2B98@a", "+98"),
        ("http://a", ""),
    ],
)
def test_the_user_part_is_what_was_dialled(dialled: str, user: str) -> None:
    assert user_of(dialled) == user


@pytest.mark.parametrize(
    ("dialled", "to"),
    [
        ("sip:102@evil.example", Destination("102", OMAR.uri, "102", "ar")),
        ("sip:2102@192.0.2.10", Destination("2102", OMAR.uri, "102", "ar")),
        ("sip:250@evil.example", Destination("250", "sip:250@192.0.2.5")),
        ("sip:2%23@a", Destination("2#", "sip:2%23@192.0.2.5")),
        ("sip:901@a", Destination("901")),
        ("sip:0044207@192.0.2.5", None),
        ("sip:2%0d%0a5@a", None),
        ("sip:2 5@a", None),
        ("", None),
    ],
)
def test_only_what_is_named_is_reached_and_never_at_the_host_of_a_stranger(
    dialled: str, to: Destination | None
) -> None:
    assert Directory([SARA, OMAR], RULES).find(dialled) == to


def test_nothing_but_agents_is_open_where_nothing_is_named() -> None:
    closed = Directory([SARA, OMAR], TransferRules())
    assert closed.find("sip:102@a") is not None
    assert [closed.find(f"sip:{number}@a") for number in ("250", "900")] == [None, None]
    assert Directory([SARA], TransferRules(("2*",))).find("250") is None  # nobody knows how to call it


class Scene:
    """Sara has a caller; Omar is ready."""

    def __init__(self, packet: ContextPacket, distributor: Distributor, place: Place, takes_back: bool) -> None:
        self.events: list[HandoffEvent] = []
        self.distributor = distributor
        self.board = self.distributor.board
        self.place = place
        self.tally = Tally(packet, "q", self.distributor, lambda _, event: self.events.append(event), lambda _: None)
        errand = Errand(packet, "token", OneCaller(takes_back=takes_back), Steps())
        parts = Directory([SARA, OMAR], RULES), errand, SENTENCES, ""
        self.onward = AgentsOnward(*parts, self.place, self.tally)

    def states(self) -> tuple[AgentState, AgentState]:
        return self.board.seat("101").now.state, self.board.seat("102").now.state

    def told(self) -> list[tuple[str, str]]:
        return [(event.kind.value, event.who) for event in self.events]


@asynccontextmanager
async def scene_of(packet: ContextPacket, takes_back: bool = True) -> AsyncIterator[Scene]:
    distributor = Distributor([SARA, OMAR], [QueueRules("q", wrap_up_s=30)], ready=("101",))
    with distributor.join(Want("call", "q")) as place:
        scene = Scene(packet, distributor, place, takes_back)
        agent = await place.offered()
        assert place.taken()
        scene.tally.taken_by(agent)
        distributor.wants("102", Did.WANTS_READY)
        yield scene
    await asyncio.sleep(0)
    distributor.stop()


TALKING, READY, WRAP_UP, RINGING = AgentState.TALKING, AgentState.READY, AgentState.WRAP_UP, AgentState.RINGING


async def test_a_caller_who_is_sent_on_frees_one_agent_and_keeps_the_other(packet: ContextPacket) -> None:
    async with scene_of(packet) as scene:
        to = scene.onward.find("sip:102@a")
        assert to is not None
        assert scene.onward.begins(to)
        assert scene.states() == (TALKING, RINGING)
        assert not scene.onward.begins(to)  # no telephone rings for two
        scene.onward.moved(to)
        assert scene.states() == (WRAP_UP, TALKING)
        scene.place.leave()
        assert scene.states() == (WRAP_UP, WRAP_UP)
        scene.tally.over(SARA, None)
        assert scene.told() == [
            ("agent_connected", "101 Sara"),
            ("note", "102 Omar"),
            ("agent_completed", "101 Sara"),
            ("agent_connected", "102 Omar"),
            ("agent_completed", "102 Omar"),
        ]


async def test_who_does_not_take_the_caller_is_ready_again(packet: ContextPacket) -> None:
    async with scene_of(packet) as scene:
        to = scene.onward.find("102")
        assert to is not None and scene.onward.begins(to)
        scene.onward.failed(to, "AgentBusy")
        assert scene.states() == (TALKING, READY)
        assert scene.events[-1].text == "AgentBusy"


async def test_who_is_brought_in_is_busy_until_they_leave(packet: ContextPacket) -> None:
    async with scene_of(packet) as scene:
        to = scene.onward.find("102")
        assert to is not None and scene.onward.begins(to)
        scene.onward.joined(to)
        assert scene.states() == (TALKING, TALKING)
        scene.onward.left(to)
        assert scene.states() == (TALKING, WRAP_UP)


async def test_an_agent_on_a_break_can_be_rung_and_is_not_counted(packet: ContextPacket) -> None:
    async with scene_of(packet) as scene:
        scene.distributor.wants("102", Did.WANTS_AWAY)
        to = scene.onward.find("102")
        assert to is not None and scene.onward.begins(to)
        scene.onward.moved(to)
        assert scene.states() == (WRAP_UP, AgentState.AWAY)
        scene.place.leave()
        assert scene.states() == (WRAP_UP, AgentState.AWAY)


async def test_nobody_goes_to_themselves_nor_to_a_bot_that_does_not_know_them(packet: ContextPacket) -> None:
    async with scene_of(packet) as scene:
        assert scene.onward.find("101") is None
        bot = scene.onward.find("900")
        assert bot is not None and bot.is_bot
        scene.onward.moved(bot)
        assert (scene.states()[0], scene.told()[-1]) == (WRAP_UP, ("agent_completed", "101 Sara"))
    async with scene_of(packet, takes_back=False) as stranger:
        assert stranger.onward.find("900") is None


async def test_what_they_hear_is_in_their_language(packet: ContextPacket) -> None:
    async with scene_of(packet) as scene:
        to = scene.onward.find("102")
        assert to is not None
        accept = SENTENCES.to_agent("ar").accept
        assert scene.onward.invitation(to) == f"{scene.onward.whisper(to)} {accept}"
        assert scene.onward.not_reached == SENTENCES.to_agent(packet.language).not_reached
