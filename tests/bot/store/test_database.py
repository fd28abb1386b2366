"""The state database: made, migrated, shared between processes, and refused with one clear line."""

import os
import sqlite3
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, MetaData, text
from sqlalchemy.exc import OperationalError

from bot.errors import DatabaseError, DatabaseNewer, DatabaseUnavailable
from bot.journal.tables import JOURNAL_TABLES
from bot.recordings.tables import RECORDING_TABLES
from bot.store.database import open_database, reach_database, spill_home
from handoff.tables import HANDOFF_TABLES

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/deep/folder/hatef.db"


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    engine = open_database(url)
    yield engine
    engine.dispose()


def test_one_in_memory_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    open_database("sqlite:///:memory:").dispose()
    assert list(tmp_path.iterdir()) == []


def test_migrations_make_exactly_the_tables_of_the_code(engine: Engine) -> None:
    ours = MetaData()
    for room in (JOURNAL_TABLES, HANDOFF_TABLES, RECORDING_TABLES):
        for table in room.tables.values():
            table.to_metadata(ours)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, ours) == []


def test_one_that_is_reached_is_not_asked_and_sees_what_its_owner_makes(url: str) -> None:
    reached = reach_database(url)
    try:
        with pytest.raises(OperationalError), reached.connect() as connection:
            connection.execute(text("SELECT * FROM handoff_packets"))
        open_database(url).dispose()
        with reached.connect() as connection:
            assert connection.execute(text("SELECT * FROM handoff_packets")).all() == []
    finally:
        reached.dispose()


def test_it_is_in_wal_mode_with_foreign_keys(engine: Engine) -> None:
    with engine.connect() as connection:
        assert connection.scalar(text("PRAGMA journal_mode")) == "wal"
        assert connection.scalar(text("PRAGMA foreign_keys")) == 1


def test_opening_again_keeps_what_is_there(engine: Engine, url: str) -> None:
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO calls VALUES ('a','','','fa',0,NULL,NULL,NULL,NULL,'')"))
    again = open_database(url)
    with again.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM calls")) == 1
    again.dispose()


def test_a_table_made_in_a_failed_transaction_is_gone(engine: Engine) -> None:
    with pytest.raises(RuntimeError), engine.begin() as connection:
        connection.execute(text("CREATE TABLE half (a)"))
        raise RuntimeError
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM sqlite_master WHERE name = 'half'")) == 0


def test_two_processes_may_start_together(url: str) -> None:
    program = f"from bot.store.database import open_database, spill_home; open_database({url!r}).dispose()"
    other = subprocess.Popen([sys.executable, "-c", program], cwd=ROOT)
    open_database(url).dispose()
    assert other.wait(60) == 0


def test_a_migration_waits_for_another_writer(url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "deep" / "folder").mkdir(parents=True)
    writer = sqlite3.connect(tmp_path / "deep" / "folder" / "hatef.db", isolation_level=None, check_same_thread=False)
    writer.execute("PRAGMA journal_mode = WAL")
    writer.execute("BEGIN EXCLUSIVE")
    opening: Future[Engine] = Future()
    thread = threading.Thread(target=lambda: opening.set_result(open_database(url)))
    thread.start()
    while "another process writes" not in caplog.text:
        assert thread.is_alive()
        time.sleep(0.01)
    writer.execute("COMMIT")
    writer.close()
    thread.join()
    with opening.result().connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM calls")) == 0
    opening.result().dispose()


@pytest.mark.parametrize(
    ("url", "home"),
    [
        ("sqlite:////var/lib/hatef/hatef.db", "/var/lib/hatef"),
        ("sqlite:////var/lib/hatef/demo/hatef.db?timeout=3", "/var/lib/hatef/demo"),
        ("sqlite://", "/state"),
        ("sqlite:///:memory:", "/state"),
    ],
)
def test_what_a_database_does_not_take_waits_beside_it(url: str, home: str) -> None:
    assert spill_home(url, Path("/state")) == Path(home)


def test_no_error_carries_what_was_written(engine: Engine) -> None:
    with pytest.raises(OperationalError) as caught, engine.begin() as connection:
        connection.execute(text("INSERT INTO nowhere VALUES (:number)"), {"number": "09121234567"})
    assert "09121234567" not in str(caught.value)


def test_a_newer_database_is_refused(engine: Engine, url: str) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseNewer, match="9999"):
        open_database(url)


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "hatef.db").write_bytes(b"this is a letter, not a database" * 40)
    with pytest.raises(DatabaseUnavailable, match="file is not a database") as told:
        open_database(f"sqlite:///{tmp_path}/hatef.db")
    assert f"mv {tmp_path}/hatef.db {tmp_path}/hatef.db.bad" in str(told.value)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("a file")
    with pytest.raises(DatabaseUnavailable, match="var/hatef.db"):
        open_database(f"sqlite:///{tmp_path}/var/hatef.db")


@pytest.mark.parametrize("url", ["", "not a url", "nosuch://u:geheim@host/db", "postgresql+nosuch://u:geheim@host/db"])
def test_a_bad_url_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(DatabaseError) as caught:
        open_database(url)
    assert "geheim" not in str(caught.value)


def test_the_database_and_what_stands_beside_it_is_its_users_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        engine = open_database(f"sqlite:///{tmp_path}/state/hatef.db")
        with engine.begin() as connection:
            connection.exec_driver_sql("CREATE TABLE one (a)")
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "state").iterdir()}
        engine.dispose()
    finally:
        os.umask(before)
    assert set(modes) == {"hatef.db", "hatef.db-wal", "hatef.db-shm", "hatef.db.lock"}
    assert set(modes.values()) == {0o600}
    assert stat.S_IMODE((tmp_path / "state").stat().st_mode) == 0o700


def test_a_reader_reads_while_a_writer_writes(engine: Engine, tmp_path: Path) -> None:
    writer = sqlite3.connect(tmp_path / "deep" / "folder" / "hatef.db", isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("INSERT INTO calls VALUES ('a','','','fa',0,NULL,NULL,NULL,NULL,'')")
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM calls")) == 0
    writer.execute("COMMIT")
    writer.close()
