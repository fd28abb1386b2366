"""`hatef status`: what it shows, and what it says where there is nothing to show."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from bot.cli.status import lines, print_status, warn_of_another_version
from bot.errors import ServiceDown
from bot.service.board import Board, Counts
from bot.service.status import Part
from bot.settings.settings import Settings
from tests.bot.service.served import STATUS, served


async def test_it_shows_how_hatef_fares(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = Settings(home=tmp_path)
    parts = (Part("recogniser 1", 123, True), Part("Rasa", None, False, 2, "it ended with exit code -9", 1))
    async with served(settings.state, Board(), replace(STATUS, parts=parts)):
        await print_status(settings, as_json=False)
    shown = capsys.readouterr().out
    assert f"process {STATUS.pid}, serving for 7 s" in shown
    assert "1 now, 0 of them in line; at most 100" in shown
    assert "Rasa" in shown and "DOWN" in shown and "it ended with exit code -9" in shown


async def test_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = Settings(home=tmp_path)
    async with served(settings.state, Board()):
        await print_status(settings, as_json=True)
    shown = json.loads(capsys.readouterr().out)
    assert shown["calls"]["now"] == 1 and shown["hatef"]


async def test_none_runs(tmp_path: Path) -> None:
    with pytest.raises(ServiceDown, match="hatef serve --config"):
        await print_status(Settings(home=tmp_path), as_json=False)


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ({"registered": False}, "NOT registered"),
        ({"registered": True}, ", registered at the PBX"),
        ({"database_behind": True, "entries_lost": 3}, "it is away, 3 entries lost"),
        ({"dialogue_url": "http://rasa:5005"}, "Rasa at http://rasa:5005"),
        ({"uptime_s": 2 * 86_400 + 3 * 3600 + 5}, "for 2 d 3 h"),
        ({"uptime_s": 0}, "for 0 s"),
        ({"console": "http://127.0.0.1:8760"}, "console   http://127.0.0.1:8760"),
        ({"state": "draining"}, "draining"),
        ({"calls": Counts(followers=1, followers_lost=2)}, "1 read them now, 2 were too slow"),
    ],
)
def test_what_is_worth_a_word(change: dict[str, object], line: str) -> None:
    assert line in "\n".join(lines(replace(STATUS, **change), "0.1.0"))  # type: ignore[arg-type]


def test_another_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    warn_of_another_version("99.0")
    assert "restart hatef serve" in capsys.readouterr().err
