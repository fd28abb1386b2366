"""The board as others see it."""

import asyncio

import pytest

from handoff.acd.own.agents import Agent, AgentState, Did
from handoff.acd.own.board import QueueRules
from handoff.acd.own.distributor import Distributor, Want
from handoff.acd.own.view import agent_view, board_view
from handoff.errors import AgentUnknown
from tests.handoff.acd.own.test_board import agent, board

SARA = Agent("101", "sip:101@pbx", "Sara", ("fa", "ar"), {"complaints": 2}, frozenset({"q", "r"}))
OMAR = Agent("102", "sip:102@pbx", queues=frozenset({"q"}))


async def test_queues_agents_and_who_waits() -> None:
    made = Distributor([SARA, OMAR], [QueueRules("q", handling_s=100.0), QueueRules("r")], ready=["101"])
    made.wants("102", Did.WANTS_AWAY, "lunch")
    with made.join(Want("call-1", "q", "fa", "complaints")) as first, made.join(Want("call-2", "q")):
        await first.offered()
        view = board_view(made)
        assert [(one.name, one.waiting, one.at_work, one.ready) for one in view.queues] == [
            ("q", 2, 1, 0),
            ("r", 0, 1, 0),
        ]
        sara, omar = view.agents
        assert (sara.state, sara.call_id, sara.next, sara.skills) == ("ringing", "call-1", "ready", ("complaints 2",))
        assert (omar.state, omar.reason, omar.call_id) == ("away", "lunch", "")
        one, two = view.waiting
        assert (one.position, one.call_id, one.language, one.skill, one.rung) == (
            1,
            "call-1",
            "fa",
            "complaints",
            "101",
        )
        assert (two.position, two.call_id, two.rung, two.kind) == (2, "call-2", "", "call")
        assert two.wait_s == 100.0
        assert one.since.utcoffset() is not None
        first.taken()
        made.wants("101", Did.LOGS_OUT)
        talking = agent_view(made, "101")
        assert (talking.state, talking.next) == ("talking", "out")
    await asyncio.sleep(0)
    assert board_view(made).waiting == ()
    assert made.board.seat("101").now.state is AgentState.OUT
    made.stop()


async def test_an_agent_whom_nobody_knows_and_a_queue_without_anybody() -> None:
    made = Distributor([SARA], [QueueRules("q")])
    with pytest.raises(AgentUnknown):
        agent_view(made, "zoe")
    assert board_view(made).queues[0].wait_s is None
    made.stop()


async def test_what_a_caller_would_wait_by_language() -> None:
    fa, ar = (Agent(code, f"sip:{code}@pbx", languages=(code,), queues=frozenset({"q"})) for code in ("fa", "ar"))
    made = Distributor([fa, ar], [QueueRules("q", handling_s=100.0)], ready=["fa", "ar"])
    with made.join(Want("call-1", "q", "fa")) as place:
        await place.offered()
        (queue,) = board_view(made).queues
        assert (queue.ready, queue.wait_s, queue.waits_s) == (1, 100.0, {"fa": 100.0, "ar": 0.0})
    made.stop()


@pytest.mark.parametrize(
    ("language", "wait_s"),
    [("fa", 100.0), ("ar", 0.0), ("", 0.0)],
)
def test_what_a_caller_would_wait_goes_by_who_speaks_their_language(language: str, wait_s: float) -> None:
    made = board(agent("a", "fa"), agent("b", "ar"))
    made.join("1", "q", 0.0, language="fa")
    assert made.taken(made.offers(0.0)[0], 0.0)
    assert made.wait_s("q", language, 0.0) == wait_s


def test_where_nobody_at_work_speaks_it_another_language_will_do() -> None:
    made = board(agent("a", "fa"))
    assert made.wait_s("q", "ar", 0.0) == 0.0
    made.wants("a", Did.LOGS_OUT, 1.0)
    assert made.wait_s("q", "ar", 1.0) is None


def test_who_is_rung_or_writes_notes_talks_to_nobody() -> None:
    made = board(agent("a"))
    for ticket in ("1", "2"):
        made.join(ticket, "q", 0.0)
    (offer,) = made.offers(0.0)
    seen = [made.prospect("2", 0.0).talking]
    made.taken(offer, 1.0)
    seen.append(made.prospect("2", 1.0).talking)
    made.over("a", 2.0)
    seen.append(made.prospect("2", 2.0).talking)
    assert seen == [False, True, False]
