"""What a call tells: every kind of event names its call, and the board of live calls knows it."""

import logging
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, get_args

import pytest

from bot.call.live import Doing, LiveEvent, nobody
from bot.journal.records import Turn
from bot.service.board import Board

VALUES: dict[str, Any] = {
    "call_id": "c1",
    "caller": "0912",
    "called": "100",
    "language": "fa",
    "started_at": datetime(2026, 11, 30, tzinfo=UTC),
    "doing": "listening",
    "turn": Turn(0, "bot", "سلام"),
    "state": "ringing",
    "ended_ms": 9000,
    "reason": "goodbye",
    "handoff_outcome": None,
}
KINDS = get_args(LiveEvent)


def an(event: type) -> Any:
    return event(**{field.name: VALUES[field.name] for field in fields(event)})


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
async def test_every_event_reaches_who_follows(kind: type, caplog: pytest.LogCaptureFixture) -> None:
    board = Board()
    with caplog.at_level(logging.ERROR), board.follow(bound=9) as follower:
        if kind is not KINDS[0]:
            board.tell(an(KINDS[0]))
            await anext(follower.changes())
        board.tell(an(kind))
        assert (await anext(follower.changes())).call.call_id == "c1"
    assert caplog.text == ""


def test_all_that_a_bot_does_is_in_the_docs() -> None:
    page = (Path(__file__).resolve().parents[3] / "docs" / "operations.md").read_text(encoding="utf-8")
    assert [doing for doing in get_args(Doing) if f"`{doing}`" not in page] == []


def test_where_nobody_watches_nothing_happens() -> None:
    nobody(an(KINDS[0]))
