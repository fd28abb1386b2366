"""`hatef queue`, and `hatef agents ready`, as typed at a terminal beside a running board."""

import asyncio
import json
import sys
from pathlib import Path

import pytest

from bot.cli.queue import show_board, wait, waits
from bot.service.board import Board
from bot.service.control import Control, control
from bot.service.queue_control import QueueControl
from handoff.acd.own.agents import Agent, AgentState
from handoff.acd.own.board import QueueRules
from handoff.acd.own.distributor import Distributor, Want
from handoff.acd.own.view import BoardView, QueueView
from tests.bot.service.served import STATUS
from tests.bot.service.test_queue_wire import SINCE, VIEW


async def typed(config: Path, *words: str) -> tuple[int | None, str]:
    """Exit code and output of a command of `hatef`."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *words, "--config", str(config)),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    out, _ = await process.communicate()
    return process.returncode, out.decode()


async def test_an_agent_is_logged_in_and_seen_by_the_command_line(tmp_path: Path) -> None:
    config = tmp_path / "config.yml"
    config.write_text("sip: {port: 5070}\n")
    made = Distributor([Agent("101", "sip:101@pbx", "Sara", queues=frozenset({"q"}))], [QueueRules("q")])
    async with control(Control(tmp_path / "var", Board(), lambda: STATUS, QueueControl(made))):
        assert (await typed(config, "agents", "ready", "101")) == (0, "agent 101 is ready\n")
        assert made.board.seat("101").now.state is AgentState.READY
        code, told = await typed(config, "agents", "ready", "zoe")
        assert code == 1 and "there is no agent 'zoe'" in told
        with made.join(Want("call-1", "q")):
            _, told = await typed(config, "queue", "--json")
            assert json.loads(told)["waiting"][0]["call_id"] == "call-1"
        _, told = await typed(config, "queue")
        assert "nobody waits" in told and "Sara" in told
    made.stop()


def test_a_board_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    show_board(VIEW, SINCE)
    out = capsys.readouterr().out
    for words in ("call-1", "30 s", "3 min", "nobody is at work", "lunch"):
        assert words in out
    show_board(BoardView(), SINCE)
    assert "no built-in queue" in capsys.readouterr().out


def test_waits_in_words() -> None:
    assert [wait(seconds) for seconds in (None, 0.0, 119.0, 130.0)] == ["nobody is at work", "0 s", "119 s", "2 min"]


@pytest.mark.parametrize(
    ("waits_s", "told"),
    [({}, "nobody is at work"), ({"fa": 9.0, "ar": 9.0}, "9 s"), ({"fa": 180.0, "ar": 0.0}, "fa 3 min, ar 0 s")],
)
def test_waits_that_differ_are_told_by_language(waits_s: dict[str, float], told: str) -> None:
    longest_s = max(waits_s.values(), default=None)
    assert waits(QueueView("q", 1, 2, 1, longest_s, 180.0, waits_s)) == told
