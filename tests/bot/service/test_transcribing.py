"""Recorded calls written down into the journal: each once, redacted, the ones that cannot be left alone."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from bot.journal.privacy import REDACTED, Redaction
from bot.journal.reader import JournalReader
from bot.journal.records import CallEnd, CallStart
from bot.journal.writer import Journal
from bot.recordings.facts import Facts
from bot.recordings.shelf import Shelf
from bot.recordings.tables import recordings
from bot.recordings.transcript import Models, Said
from bot.service import transcribing
from bot.service.transcribing import FIRST_INDEX, Transcriber, write_down_all, write_down_calls
from bot.settings.secrets import Secrets
from bot.settings.settings import load_settings
from bot.store.database import open_database
from tests.bot.recordings.made import KEYS, kept_file
from tests.bot.recordings.test_transcript import conversation, models
from voice.gateway.tap import Tap

__all__ = ["models"]
STARTED = datetime.fromtimestamp(1_700_000_000 - 3, UTC)  # the recording begins three seconds later


@dataclass
class Desk:
    engine: Engine
    journal: Journal
    shelf: Shelf

    def call(self, call_id: str, facts: Facts, path: Path) -> None:
        self.journal.call_started(CallStart(call_id, "0912", "100", "fa", STARTED))
        self.journal.call_ended(CallEnd(call_id, 9_000, "handoff_bridged"))
        self.shelf.keep(path, replace(facts, call_id=call_id))
        self.journal.flush()

    def states(self) -> dict[str, str]:
        with self.engine.connect() as connection:
            found = connection.execute(select(recordings.c.call_id, recordings.c.transcript)).all()
        return {row.call_id: row.transcript for row in found}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    engine = open_database(f"sqlite:///{tmp_path / 'hatef.db'}")
    journal = Journal(engine, redaction=Redaction(REDACTED))
    yield Desk(engine, journal, Shelf(tmp_path / "recordings", KEYS, engine))
    journal.close()
    engine.dispose()


BRIDGED = Facts("c1", 1_700_000_000_000, 9_000, handed=True, bridged_ms=2_000, whole=True)


async def test_what_people_said_stands_in_the_journal_behind_the_bots_part(desk: Desk, models: Models) -> None:
    desk.call("c1", BRIDGED, conversation(desk.shelf.folder))
    transcriber = Transcriber(desk.engine, desk.shelf, desk.journal, models, idle=False)
    assert await transcriber.next()
    assert not await transcriber.next()
    desk.journal.flush()
    call = JournalReader(desk.engine).call("c1")
    assert call is not None
    assert [(turn.speaker, turn.kind) for turn in call.turns] == [("caller", "bridged"), ("agent", "bridged")]
    assert call.turns[0].index == FIRST_INDEX
    assert "موجودی" in call.turns[0].text
    assert call.turns[0].first_sample_ms is not None
    assert 4_800 <= call.turns[0].first_sample_ms < 6_500  # of the call: three seconds before the recording
    assert desk.states() == {"c1": "done"}


async def test_one_that_cannot_be_is_told_once_and_the_next_is_done(
    desk: Desk, models: Models, caplog: pytest.LogCaptureFixture
) -> None:
    desk.call("c1", BRIDGED, conversation(desk.shelf.folder))
    (desk.shelf.folder / "c1.hrec").unlink()
    desk.call("c2", replace(BRIDGED, started_at_ms=1_700_000_009_000), kept_file(desk.shelf.folder, Facts("c2", 1)))
    transcriber = Transcriber(desk.engine, desk.shelf, desk.journal, models, idle=False)
    assert [await transcriber.next() for _ in range(3)] == [True, True, False]
    assert desk.states() == {"c1": "failed", "c2": "done"}
    assert caplog.text.count("is not written down") == 1


async def test_calls_without_a_human_here_are_left(desk: Desk) -> None:
    for call_id, facts in (("c1", replace(BRIDGED, bridged_ms=None)), ("c2", Facts("c2", 1))):
        desk.call(call_id, facts, kept_file(desk.shelf.folder, Facts(call_id, 1)))
    assert not await Transcriber(desk.engine, desk.shelf, desk.journal, {}).next()


async def test_a_call_that_was_erased_meanwhile_is_none(desk: Desk) -> None:
    desk.shelf.keep(kept_file(desk.shelf.folder), BRIDGED)
    assert await Transcriber(desk.engine, desk.shelf, desk.journal, {}).next()
    assert desk.states() == {"c1": "failed"}


async def test_a_call_that_is_erased_while_it_is_written_down_stays_erased(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.call("c1", BRIDGED, kept_file(desk.shelf.folder))

    def erased(*_: object, **__: object) -> tuple[Said, ...]:
        with desk.engine.begin() as connection:
            connection.exec_driver_sql("DELETE FROM calls")
        return (Said("caller", "سلام", 0, 900, 0.5),)

    monkeypatch.setattr(transcribing, "write_down", erased)
    assert await Transcriber(desk.engine, desk.shelf, desk.journal, {}).next()
    desk.journal.flush()
    assert desk.journal.lost == 0


async def test_secrets_are_taken_out(desk: Desk) -> None:
    desk.call("c1", BRIDGED, kept_file(desk.shelf.folder))
    transcriber = Transcriber(desk.engine, desk.shelf, desk.journal, {})
    said = Said("caller", "کارتم 6037991234567893 است", 0, 900, 0.5)
    row = desk.shelf.find("c1")
    transcriber._keep(row, (said,), "fa", 0)
    desk.journal.flush()
    call = JournalReader(desk.engine).call("c1")
    assert call is not None
    assert [turn.text for turn in call.turns] == ["کارتم [card] است"]


async def test_the_loop_survives_a_database_that_is_away(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(transcribing, "LOOK_S", 0.01)
    with desk.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE recordings RENAME TO away")
    task = asyncio.create_task(write_down_all([Transcriber(desk.engine, desk.shelf, desk.journal, {})]))
    while "tried again later" not in caplog.text:
        await asyncio.sleep(0.01)
    with desk.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE away RENAME TO recordings")
    await asyncio.sleep(0.05)
    assert not task.done()
    task.cancel()
    assert Tap().bridged_at is None


@pytest.mark.parametrize("config", ["recordings: {which: none}", "recordings: {which: all, transcribe: false}"])
async def test_where_it_is_not_wanted_nothing_runs(tmp_path: Path, desk: Desk, config: str) -> None:
    (tmp_path / "config.yml").write_text(config, encoding="utf-8")
    settings = load_settings(tmp_path / "config.yml", Secrets())
    async with asyncio.timeout(5):
        await write_down_calls(settings, desk.engine, desk.journal)
