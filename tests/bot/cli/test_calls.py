"""The journal on the terminal."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from bot.cli.calls import Ends, handoff_line, local_time, print_call, print_calls, running
from bot.journal.records import CallEnd, CallStart, RecordedCall, Turn
from bot.journal.writer import Journal
from bot.service.board import Board
from bot.settings.settings import Settings
from bot.store.database import open_database
from handoff.figures import KILLED, HandoffFigures
from tests.bot.service.served import served


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = Settings(home=tmp_path)
    engine = open_database(settings.database_url(settings.journal.url))
    journal = Journal(engine)
    journal.call_started(CallStart("abc123", "0912", "100", "fa", datetime(2026, 11, 21, tzinfo=UTC)))
    journal.turn("abc123", Turn(0, "caller", "موجودی", "speech", 0.9, "ask_balance", 0.8, {}, 1000, 1300, 1400, 1500))
    journal.turn("abc123", Turn(1, "caller", "12345", "keys"))
    journal.call_ended(CallEnd("abc123", 9000, "goodbye"))
    journal.close()
    engine.dispose()
    return settings


def test_the_list_has_the_call_and_the_answer_times(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    print_calls(settings, 20)
    shown = capsys.readouterr().out
    assert "abc123" in shown
    assert "p50 500 ms" in shown


def test_one_call_by_the_start_of_its_id(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert print_call(settings, "abc")
    shown = capsys.readouterr().out
    assert "goodbye" in shown
    assert "recognise: p50 300 ms" in shown


def test_what_a_handoff_took_is_a_line_of_its_call(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    engine = open_database(settings.database_url(settings.journal.url))
    journal = Journal(engine)
    arrived = datetime(2026, 11, 21, tzinfo=UTC)
    journal.handed_over(
        HandoffFigures("p1", "abc123", "queue", "sales", arrived, 8_200, 2, "bridged", "", 7_000, "101", 61_000, 9_000)
    )
    journal.handed_over(HandoffFigures("p0", "abc123", "queue", "night", arrived, 0, 0, "failed", "the queue is full"))
    journal.close()
    engine.dispose()
    assert print_call(settings, "abc")
    shown = capsys.readouterr().out
    took = "queue sales: bridged  waited 8.2 s (expected 7 s)  rings 2  agent 101  talk 61.0 s  wrap-up 9.0 s"
    assert took in shown
    assert "queue night: failed, the queue is full  waited 0.0 s  rings 0" in shown
    print_calls(settings, 20)
    assert "101" in capsys.readouterr().out


TEHRAN = timezone(timedelta(hours=3, minutes=30))


def test_one_call_is_dated_by_the_wall_too(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert print_call(settings, "abc", TEHRAN)
    shown = capsys.readouterr().out
    assert "2026-11-21 00:00:00 UTC" in shown
    assert "2026-11-21 03:30:00 +0330, 1405/08/30 (Jalali)" in shown


@pytest.mark.parametrize(
    ("when", "local"),
    [
        (datetime(2026, 11, 29, 21, 0, tzinfo=UTC), "2026-11-30 00:30:00 +0330, 1405/09/09 (Jalali)"),
        (datetime(2027, 3, 20, 20, 29, tzinfo=UTC), "2027-03-20 23:59:00 +0330, 1405/12/29 (Jalali)"),
        (datetime(2027, 3, 20, 20, 30, tzinfo=UTC), "2027-03-21 00:00:00 +0330, 1406/01/01 (Jalali)"),
    ],
)
def test_the_jalali_day_is_the_local_one(when: datetime, local: str) -> None:
    assert local_time(when, TEHRAN) == local


def test_an_unknown_call_is_told(settings: Settings) -> None:
    assert not print_call(settings, "zzz")


def test_a_turn_shows_what_the_ladder_compared(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    engine = open_database(settings.database_url(settings.journal.url))
    journal = Journal(engine)
    journal.turn("abc123", Turn(2, "caller", "ساعت", "speech", 0.9, "ask_hours", 0.8, likely=0.7, sure=0.61))
    journal.close()
    engine.dispose()
    assert print_call(settings, "abc")
    shown = capsys.readouterr().out
    assert "0.90/0.80/0.61" in shown
    assert "0.90/0.80 " in shown  # the first turn was of an earlier Hatef, which did not write it down


def test_what_people_said_afterwards_stands_behind(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    engine = open_database(settings.database_url(settings.journal.url))
    journal = Journal(engine)
    journal.turn("abc123", Turn(10_000, "agent", "بفرمایید", "bridged", confidence=0.6, first_sample_ms=8_000))
    journal.close()
    engine.dispose()
    assert print_call(settings, "abc")
    shown = capsys.readouterr().out
    assert shown.index("agent") > shown.index("12345")
    assert "[bridged]" in shown
    assert "0.60" in shown


OPEN = CallStart("open1", "0912", "100", "fa", datetime(2026, 11, 21, tzinfo=UTC))


@pytest.mark.parametrize(
    ("live", "shared", "end"),
    [
        ({"open1": "ringing"}, False, "running"),
        ({"open1": ""}, True, "running"),
        ({}, False, "lost"),
        ({}, True, "running elsewhere or lost"),
        (None, False, "running or lost"),
    ],
)
def test_how_a_call_without_an_end_stands(live: dict[str, str] | None, shared: bool, end: str) -> None:
    call = RecordedCall("open1", "0912", "100", "fa", OPEN.started_at, 5, None, None, None)
    ends = Ends(live, shared)
    assert ends.of(call) == end
    assert ends.of(replace(call, end_reason="goodbye")) == "goodbye"
    assert ends.handoff_of(call) == (live or {}).get("open1", "")
    assert ends.handoff_of(replace(call, handoff_outcome="bridged")) == "bridged"


async def test_the_hatef_that_runs_says_which_calls_go_on(settings: Settings) -> None:
    assert await running(settings) == {}
    board = Board()
    board.tell(OPEN)
    async with served(settings.state, board):
        assert await running(settings) == {"open1": ""}


@pytest.mark.parametrize(
    ("outcome", "why", "agent", "talk_ms", "line"),
    [
        ("waiting", "", "", None, "queue q: waiting  waited 3.0 s or more  rings 1"),
        ("talking", "", "101", 0, "queue q: talking  waited 3.0 s  rings 1  agent 101  talk 0.0 s or more"),
        ("lost", KILLED, "", None, "queue q: lost, Hatef was killed  waited 3.0 s or more  rings 1"),
        ("lost", "the line broke", "", None, "queue q: lost, the line broke  waited 3.0 s  rings 1"),
    ],
)
def test_a_handoff_that_goes_on_or_was_cut_lasted_so_long_at_least(
    outcome: str, why: str, agent: str, talk_ms: int | None, line: str
) -> None:
    figures = HandoffFigures("p", "c", "queue", "q", OPEN.started_at, 3_000, 1, outcome, why, None, agent, talk_ms)
    assert handoff_line(figures) == line
