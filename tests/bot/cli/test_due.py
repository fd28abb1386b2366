"""When a call-back is really made, told to who wants it now."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bot.cli.due import when, when_called
from bot.settings.sections import AgentSection, Callbacks, Handoff
from bot.settings.settings import Settings
from handoff.acd.own.view import BoardView, QueueView
from handoff.options import AsteriskRules
from handoff.queue_options import QueueOptions

MONDAY = datetime(2026, 11, 30, 12, 0)
MONDAY_MS = round(MONDAY.timestamp() * 1000)
AGENTS = (AgentSection("101", "sip:101@pbx"),)


def told(home: Path, at_work: int | None, hours: tuple[str, ...] = (), **options: Any) -> str:
    """With a queue «main» in which so many are at work; None: no Hatef runs."""
    rules = Callbacks(dial="sip:{number}@pbx", hours=hours)
    settings = Settings(home=home, handoff=Handoff(callbacks=rules, **options))
    board = None if at_work is None else BoardView((QueueView("main", 0, at_work, at_work, None, 180.0),))
    return when(settings, board, MONDAY_MS, MONDAY)


@pytest.mark.parametrize(
    ("at_work", "options", "words"),
    [
        (1, {"agents": AGENTS}, "now, by the Hatef that runs"),
        (0, {"agents": AGENTS}, "as soon as somebody is at work in a queue that is open: hatef agents ready ID"),
        (None, {"agents": AGENTS}, "as soon as Hatef runs: hatef serve"),
        (0, {"agents": AGENTS, "target": "sip:queue-{token}@pbx"}, "now, by the Hatef that runs"),
        (0, {"agents": AGENTS, "asterisk": AsteriskRules()}, "now, by the Hatef that runs"),
        (0, {"agents": AGENTS, "queues": (QueueOptions("main", when_empty="wait"),)}, "now, by the Hatef that runs"),
        (
            1,
            {"agents": AGENTS, "queues": (QueueOptions("main", open=("tue 08:00-17:00",)),)},
            "as soon as somebody is at work in a queue that is open: hatef agents ready ID",
        ),
    ],
)
def test_what_holds_a_call_back(tmp_path: Path, at_work: int | None, options: dict[str, Any], words: str) -> None:
    assert told(tmp_path, at_work, **options) == words


def test_the_hours_are_told_first(tmp_path: Path) -> None:
    assert told(tmp_path, None, ("tue 09:00-10:00",), agents=AGENTS).startswith("at 2026-12-01 09:00, when the hours")


def test_nobody_to_be_brought_to(tmp_path: Path) -> None:
    assert told(tmp_path, 1).startswith("as soon as there is somebody to talk to: name handoff.target")


def test_the_lone_telephone_is_always_at_work(tmp_path: Path) -> None:
    board = BoardView((QueueView("agent", 0, 1, 1, None, 180.0),))
    settings = Settings(home=tmp_path, handoff=Handoff(agent="sip:a@pbx"))
    settings_ms = settings.handoff.callbacks.open_ms(MONDAY_MS)
    assert when(settings, board, settings_ms, MONDAY) == "now, by the Hatef that runs"


def test_the_hatef_that_runs_is_asked(tmp_path: Path) -> None:
    rules = Callbacks(dial="sip:{number}@pbx", hours=())
    settings = Settings(home=tmp_path, handoff=Handoff(callbacks=rules, agents=AGENTS))
    assert when_called(settings) == "as soon as Hatef runs: hatef serve"
