"""What is live: the list, the states of a call, and followers who are too slow."""

import asyncio
from datetime import UTC, datetime

import pytest

from bot.call.live import CallAnswered, CallDoing, CallLanguage, CallTurn, Doing, HandoffStep, LiveEvent
from bot.journal.privacy import mask
from bot.journal.records import CallEnd, CallStart, Turn
from bot.service.board import Board, Change, Follower

CAME = CallStart("c1", "09121234567", "100", "fa", datetime(2026, 11, 30, tzinfo=UTC))
OTHER = CallStart("c2", "", "100", "ar", datetime(2026, 11, 30, 0, 1, tzinfo=UTC))
ASKED = CallTurn("c1", Turn(0, "caller", "موجودی", "speech", 0.9, "ask_balance", 0.8))
ANSWERED = CallTurn("c1", Turn(1, "bot", "موجودی شما"))


def board(*events: LiveEvent) -> Board:
    found = Board()
    for event in events:
        found.tell(event)
    return found


def does(doing: Doing) -> CallDoing:
    return CallDoing("c1", doing)


def test_a_call_is_there_from_its_start_to_its_end() -> None:
    found = board(CAME, OTHER)
    assert [call.call_id for call in found.calls] == ["c1", "c2"]
    found.tell(CallEnd("c1", 9000, "goodbye"))
    assert [call.call_id for call in found.calls] == ["c2"]
    counts = found.counts
    assert (counts.now, counts.started, counts.answered) == (1, 2, 0)


def test_what_is_known_of_it() -> None:
    call = board(CAME, CallAnswered("c1"), CallLanguage("c1", "ar"), ASKED, ANSWERED).calls[0]
    assert (call.language, call.caller, call.called) == ("ar", "09121234567", "100")
    assert (call.intent, call.turns, call.since) == ("ask_balance", 2, CAME.started_at)


@pytest.mark.parametrize(
    ("events", "state"),
    [
        ([], "ringing"),
        ([CallAnswered("c1")], "greeting"),
        ([CallAnswered("c1"), does("listening")], "listening"),
        ([does("listening"), does("answering")], "answering"),
        ([does("answering"), does("speaking")], "speaking"),
        ([CallAnswered("c1"), does("in line")], "in line"),
        ([does("in line"), does("answering"), does("listening")], "in line"),
        ([does("in line"), does("greeting")], "greeting"),
        ([does("in line"), does("greeting"), does("listening")], "listening"),
        ([HandoffStep("c1", "ringing"), does("listening")], "handoff"),
    ],
)
def test_its_state(events: list[LiveEvent], state: str) -> None:
    assert board(CAME, *events).calls[0].state == state


def test_the_last_step_of_a_handoff_is_shown() -> None:
    assert board(CAME, HandoffStep("c1", "stored"), HandoffStep("c1", "ringing")).calls[0].handoff == "ringing"


def test_a_ring_in_vain_is_no_end_of_the_handoff() -> None:
    steps = [HandoffStep("c1", state) for state in ("stored", "ringing", "failed")]
    assert board(CAME, *steps).calls[0].handoff == "waiting"
    assert board(CAME, *steps, HandoffStep("c1", "callback")).calls[0].handoff == "callback"


@pytest.mark.parametrize("event", [ASKED, does("listening"), HandoffStep("c1", "called_back"), CallEnd("c1", 1, "x")])
def test_what_is_told_of_a_call_that_is_over_changes_nothing(event: LiveEvent) -> None:
    assert board(event).calls == ()


def test_numbers_that_are_not_kept_are_never_seen() -> None:
    found = Board(mask)
    found.tell(CAME)
    assert found.calls[0].caller == "0912*****67"


def test_a_fault_in_the_board_never_reaches_the_call(caplog: pytest.LogCaptureFixture) -> None:
    def broken(_number: str) -> str:
        raise ValueError

    Board(broken).tell(CAME)
    assert "did not take in a CallStart" in caplog.text


async def test_a_follower_gets_every_change_from_then_on() -> None:
    found = board(OTHER)
    with found.follow(bound=20) as follower:
        for event in (CAME, CallAnswered("c1"), does("listening"), does("listening"), ASKED, CallEnd("c1", 9, "bye")):
            found.tell(event)
        changes = [await anext(follower.changes()) for _ in range(5)]
        assert found.counts.followers == 1
    assert [change.kind for change in changes] == ["started", "answered", "state", "turn", "ended"]
    assert changes[3].turn == ASKED.turn and changes[4].reason == "bye"
    assert found.counts.followers == 0


async def test_one_that_is_too_slow_is_ended_and_counted_and_the_others_are_not() -> None:
    found = board(CAME)
    with found.follow(bound=1) as slow, found.follow(bound=9) as quick:
        for doing in ("greeting", "listening", "answering"):
            found.tell(CallDoing("c1", doing))
        assert (slow.overrun.is_set(), quick.overrun.is_set()) == (True, False)
        assert (found.counts.followers, found.counts.followers_lost) == (1, 1)
        assert [(await anext(quick.changes())).call.state for _ in range(3)] == ["greeting", "listening", "answering"]


async def test_nothing_is_kept_for_one_that_was_too_slow() -> None:
    follower, call = Follower(1), board(CAME).calls[0]
    change = Change("state", CAME.started_at, call)
    assert [follower.put(change) for _ in range(3)] == [True, False, False]
    assert await asyncio.wait_for(anext(follower.changes()), 5) == change
    assert not follower.put(change)
