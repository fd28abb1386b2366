"""Databases and the dialogue server, asked before callers depend on them."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from bot.cli.neighbours import check_dialogue, check_journal
from nlu.training.rasa_environment import free_port


@contextmanager
def server(status: int) -> Iterator[tuple[str, list[str]]]:
    """An HTTP server on loopback that answers everything with `status`; its address and what was asked."""
    asked: list[str] = []

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.append(f"{self.path} {self.headers['Authorization']}")
            self.send_response(status)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    running = HTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=running.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{running.server_port}", asked
    finally:
        running.shutdown()
        thread.join()
        running.server_close()


@pytest.mark.parametrize(
    ("status", "level", "told"),
    [
        (400, "ok", "dialogue: Rasa at"),
        (401, "lack", "HATEF_RASA_TOKEN must be the same"),
        (404, "lack", "without Hatef's connector"),
        (503, "lack", "no model loaded"),
        (500, "lack", "HTTP status 500"),
    ],
)
def test_what_the_dialogue_server_answers(status: int, level: str, told: str) -> None:
    with server(status) as (url, asked):
        found = check_dialogue(url, "token")
    assert (found.level, told in found.what) == (level, True)
    assert asked == ["/webhooks/hatef/webhook Bearer token"]


def test_a_dialogue_server_that_is_not_there() -> None:
    found = check_dialogue(f"http://127.0.0.1:{free_port()}", "")
    assert found.level == "lack"
    assert "cannot be reached (Connection refused)" in found.what
    assert found.remedy


def test_the_journal(tmp_path: Path) -> None:
    assert [finding.level for finding in check_journal(f"sqlite:///{tmp_path}/new.db")] == ["ok"]
    (tmp_path / "garbage.db").write_bytes(b"garbage " * 1000)
    [lack] = check_journal(f"sqlite:///{tmp_path}/garbage.db")
    assert "file is not a database" in lack.what
    [lack] = check_journal(f"sqlite:///{tmp_path}")
    assert "is a folder" in lack.what
    [lack] = check_journal("postgresql+nosuch://u:geheim@h/d")
    assert "pip install 'hatef[postgres]'" in lack.what
    assert "geheim" not in str(lack)


def test_a_journal_that_another_program_writes_to_does_not_stop_the_start(tmp_path: Path) -> None:
    blocker = sqlite3.connect(tmp_path / "a.db", isolation_level=None)
    blocker.execute("CREATE TABLE a (b)")
    blocker.execute("BEGIN EXCLUSIVE")
    [lack] = check_journal(f"sqlite:///{tmp_path}/a.db")
    blocker.execute("ROLLBACK")
    blocker.close()
    assert "database is locked" in lack.what
    assert not lack.stops
