"""The states of one agent: every cell of the drawn table, and what is kept for later."""

import itertools
import re

import pytest

from handoff.acd.own import agents
from handoff.acd.own.agents import LATER, NEXT, TABLE, Agent, AgentNow, AgentState, Did, after
from handoff.errors import AgentStepRefused

COLUMNS = (
    AgentState.OUT,
    AgentState.AWAY,
    AgentState.READY,
    AgentState.RINGING,
    AgentState.TALKING,
    AgentState.WRAP_UP,
)


def drawn() -> dict[tuple[AgentState, Did], str]:
    """The table as the module's first text draws it, by the place of each word below its column."""
    lines = (agents.__doc__ or "").splitlines()
    head = next(line for line in lines if line.strip().startswith("event"))
    places = {state: head.index(state.name) for state in COLUMNS}
    found: dict[tuple[AgentState, Did], str] = {}
    for did in Did:
        row = next(line for line in lines if line.strip().startswith(did.value))
        for word in re.finditer(r"\S+", row[places[AgentState.OUT] :].rjust(len(row))):
            state = min(COLUMNS, key=lambda one: abs(places[one] - word.start()))
            found[state, did] = word.group()
    return found


def test_the_drawing_says_what_the_table_says() -> None:
    written = {key: cell.name if isinstance(cell, AgentState) else cell for key, cell in TABLE.items()}
    assert drawn() == written


@pytest.mark.parametrize(("state", "did"), list(itertools.product(AgentState, Did)))
def test_every_cell_is_kept(state: AgentState, did: Did) -> None:
    now, cell = AgentNow(state, ticket="call-1"), TABLE.get((state, did))
    if cell is None:
        with pytest.raises(AgentStepRefused, match=f"who is {state}"):
            after(now, did, 5.0)
        return
    then = after(now, did, 5.0, "lunch")
    if cell == LATER:
        assert (then.state, then.ticket) == (state, "call-1")
    else:
        assert then.state is (AgentState.READY if cell == NEXT else cell)


def test_what_an_agent_says_in_a_call_comes_after_it() -> None:
    talking = AgentNow(AgentState.TALKING, 1.0)
    leaving = after(after(talking, Did.WANTS_AWAY, 2.0, "lunch"), Did.LOGS_OUT, 3.0, "")
    assert leaving.state is AgentState.TALKING
    assert leaving.settled == (AgentState.OUT, "")
    assert not leaving.at_work
    gone = after(leaving, Did.DONE, 4.0)
    assert (gone.state, gone.since_s) == (AgentState.OUT, 4.0)


def test_the_last_thing_said_holds() -> None:
    talking = after(AgentNow(AgentState.TALKING), Did.WANTS_AWAY, 1.0, "lunch")
    assert after(talking, Did.WANTS_READY, 2.0).settled == (AgentState.READY, "")


def test_a_reason_is_of_the_time_away_alone() -> None:
    away = after(AgentNow(AgentState.READY), Did.WANTS_AWAY, 1.0, "lunch")
    assert away.reason == "lunch"
    assert after(away, Did.WANTS_READY, 2.0).reason == ""


def test_a_restart_finds_who_rang_or_talked_ready() -> None:
    for state in (AgentState.RINGING, AgentState.TALKING, AgentState.WRAP_UP, AgentState.READY):
        assert AgentNow(state).settled == (AgentState.READY, "")
    assert AgentNow(AgentState.AWAY, reason="lunch").settled == (AgentState.AWAY, "lunch")


def test_the_rest_and_the_misses_outlast_a_ring_and_end_with_the_word_ready() -> None:
    rung = AgentNow(AgentState.RINGING, misses=2, rests_until_s=9.0, idle_since_s=1.0)
    back = after(rung, Did.NOT_TAKEN, 5.0)
    assert (back.misses, back.rests_until_s, back.idle_since_s) == (2, 9.0, 1.0)
    fresh = after(back, Did.WANTS_READY, 6.0)
    assert (fresh.misses, fresh.rests_until_s) == (0, 0.0)


def test_who_comes_to_work_has_been_idle_since_then() -> None:
    assert after(AgentNow(AgentState.AWAY, idle_since_s=1.0), Did.WANTS_READY, 7.0).idle_since_s == 7.0
    assert after(AgentNow(AgentState.WRAP_UP, idle_since_s=1.0), Did.DONE, 7.0).idle_since_s == 1.0


def test_languages_and_skills_of_an_agent() -> None:
    sara = Agent("101", "sip:101@pbx", languages=("fa",), skills={"complaints": 2})
    assert sara.speaks("fa") and sara.speaks("") and not sara.speaks("ar")
    assert Agent("102", "sip:102@pbx").speaks("ar")
    assert (sara.level("complaints"), sara.level("orders"), sara.level("")) == (2, 0, 0)
