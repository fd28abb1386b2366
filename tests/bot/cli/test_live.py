"""`hatef calls --live`: the calls that go on, and what happens in them."""

import asyncio
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.call.live import CallAnswered, CallTurn
from bot.cli.live import event_line, follow_live, print_live
from bot.journal.records import CallEnd, Turn
from bot.service.board import Board, LiveCall
from bot.service.control_wire import call_as_json
from bot.settings.settings import Settings
from tests.bot.service.served import CAME, served

CALL = call_as_json(LiveCall("c1", datetime(2026, 11, 30, tzinfo=UTC), "fa", "0912", "100", handoff="ringing"), True)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path)


def board() -> Board:
    found = Board()
    found.tell(CAME)
    found.tell(CallAnswered("c1"))
    return found


@pytest.mark.parametrize(("full", "number"), [(False, "0912*****67"), (True, "09121234567")])
async def test_the_calls_with_numbers_as_they_are_wanted(
    settings: Settings, capsys: pytest.CaptureFixture[str], full: bool, number: str
) -> None:
    async with served(settings.state, board()):
        await print_live(settings, full=full, as_json=False)
        await print_live(settings, full=full, as_json=True)
    table, _, line = capsys.readouterr().out.strip().rpartition("\n")
    assert number in table and "greeting" in table
    assert json.loads(line)[0]["caller"] == number


async def test_no_call(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    async with served(settings.state, Board()):
        await print_live(settings, full=False, as_json=False)
    assert "no call goes on now" in capsys.readouterr().out


@pytest.mark.parametrize("as_json", [False, True])
async def test_following_to_the_end_of_hatef(
    settings: Settings, capsys: pytest.CaptureFixture[str], as_json: bool
) -> None:
    found = board()
    async with served(settings.state, found):
        following = asyncio.create_task(follow_live(settings, full=True, as_json=as_json))
        while not found.counts.followers:
            await asyncio.sleep(0)
        found.tell(CallTurn("c1", Turn(1, "caller", "موجودی", "speech", 0.9, "ask_balance", 0.8)))
        found.tell(CallEnd("c1", 9, "goodbye"))
        shown = ""
        async with asyncio.timeout(20):
            while "goodbye" not in shown:
                await asyncio.sleep(0)
                shown += capsys.readouterr().out
    async with asyncio.timeout(20):
        await following
    assert "موجودی" in shown and "ask_balance" in shown
    assert "Hatef has ended" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("event", "line"),
    [
        ({"event": "started"}, "0912 calls 100"),
        ({"event": "answered"}, "answered"),
        ({"event": "handoff"}, "handoff: ringing"),
        ({"event": "language"}, "goes on in fa"),
        ({"event": "ended", "reason": "caller_hung_up"}, "ended: caller_hung_up"),
        ({"event": "turn", "turn": {"speaker": "bot", "kind": "speech"}}, "bot [speech]"),
        (
            {"event": "turn", "turn": {"speaker": "caller", "kind": "keys", "intent": "inform", "confidence": None}},
            "caller [keys] (inform)",
        ),
    ],
)
def test_an_event_in_words(event: dict[str, Any], line: str) -> None:
    told = event_line({"at": "2026-11-30T12:00:01.250+00:00", "call": CALL, **event})
    assert told == f"12:00:01  c1  {line}"


@pytest.mark.parametrize("kind", ["state", "something new"])
def test_what_a_person_need_not_see(kind: str) -> None:
    assert event_line({"event": kind, "at": "2026-11-30T12:00:01+00:00", "call": CALL}) is None
