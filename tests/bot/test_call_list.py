"""The journal on the terminal."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.call_list import print_call, print_calls
from bot.database import open_database
from bot.journal.records import CallEnd, CallStart, Turn
from bot.journal.writer import Journal
from bot.settings import Settings


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


def test_an_unknown_call_is_told(settings: Settings) -> None:
    assert not print_call(settings, "zzz")
