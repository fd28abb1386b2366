"""`hatef agents`, asked of a real control socket by another process's way."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.cli.agents import lasting, show_agents
from handoff.acd.own.view import AgentView

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
SARA = AgentView(
    "101", "Sara", "talking", "", NOW - timedelta(seconds=90), "away", ("fa",), ("complaints 2",), ("q",), "c1", 0
)


def test_every_agent_is_a_row(capsys: pytest.CaptureFixture[str]) -> None:
    show_agents([SARA], NOW)
    out = capsys.readouterr().out
    for word in ("101", "Sara", "talking", "90 s", "away", "complaints 2", "c1"):
        assert word in out


def test_without_agents_it_says_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    show_agents([], NOW)
    assert "docs/queues.md" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("ago_s", "words"), [(-1, "0 s"), (119, "119 s"), (120, "2 min"), (7_199, "119 min"), (7_200, "2 h")]
)
def test_how_long(ago_s: int, words: str) -> None:
    assert lasting(NOW - timedelta(seconds=ago_s), NOW) == words
