"""Views there and back."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.service.control_wire import BadLine
from bot.service.queue_wire import agent_as_json, board_as_json, parse_agent, parse_board
from handoff.acd.own.view import AgentView, BoardView, QueueView, WaitingView

SINCE = datetime(2026, 11, 30, 12, 0, 0, 250_000, UTC)
SARA = AgentView("101", "سارا", "away", "lunch", SINCE, "", ("fa",), ("complaints 2",), ("q",), "", 0)
VIEW = BoardView(
    (QueueView("q", 1, 2, 1, 30.0, 180.0), QueueView("r", 0, 0, 0, None, 180.0)),
    (SARA,),
    (WaitingView("q", 1, "call-1", SINCE, "fa", "", "call", 30.0, ""),),
)


def test_what_is_sent_is_what_comes() -> None:
    assert parse_board(board_as_json(VIEW)) == VIEW
    assert parse_agent(agent_as_json(SARA)) == SARA


def test_keys_of_a_newer_hatef_are_passed_over() -> None:
    raw = board_as_json(VIEW)
    raw["agents"][0]["mood"] = "fine"
    raw["weather"] = "fine"
    assert parse_board(raw) == VIEW


@pytest.mark.parametrize("raw", [{}, {"queues": 1}, {"queues": [], "agents": [{}], "waiting": []}, {"queues": [None]}])
def test_what_is_no_board(raw: dict[str, Any]) -> None:
    with pytest.raises(BadLine):
        parse_board(raw)
    with pytest.raises(BadLine):
        parse_agent(raw)
