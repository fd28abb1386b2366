"""What people said after the bot: written down in the background, into the journal, redacted like everything else."""

import asyncio
import logging
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import Engine, select
from sqlalchemy.exc import SQLAlchemyError

from bot.errors import BotError
from bot.journal.records import Turn
from bot.journal.tables import calls
from bot.journal.writer import Journal
from bot.recordings import rows
from bot.recordings.rows import RecordingRow
from bot.recordings.shelf import Shelf
from bot.recordings.transcript import Models, Said, write_down
from bot.releases.train import speech_models
from bot.service.recording import open_shelf
from bot.service.voicemail import open_message_shelf
from bot.settings.settings import Settings
from bot.voicemail.transcribing import MessageTranscriber

log = logging.getLogger(__name__)

LOOK_S = 5.0
FIRST_INDEX = 10_000
"""Of the turns that people have between them: behind all that the bot has."""


class WritesDown(Protocol):
    """One kind of recordings that are written down."""

    async def next(self) -> bool:
        """Do the oldest that waits; False where none does. Raises SQLAlchemyError, OSError."""
        ...


@dataclass(frozen=True, slots=True)
class Transcriber:
    """One recording after the other."""

    engine: Engine
    shelf: Shelf
    journal: Journal
    models: Models
    idle: bool = True
    """With what everybody else leaves of the processor."""

    async def next(self) -> bool:
        """Do the oldest that waits; False where none does. One that cannot be done is told and left."""
        row = await asyncio.to_thread(self._waiting)
        if row is None or row.facts.bridged_ms is None:
            return False
        known = await asyncio.to_thread(self._call, row.facts.call_id)
        state: rows.Transcript = "failed"
        if known is not None:
            language, started_at_ms = known
            said = await asyncio.to_thread(self._write_down, row, language)
            still_known = await asyncio.to_thread(self._call, row.facts.call_id)  # it may be erased meanwhile
            if said is not None and still_known is not None:
                self._keep(row, said, language, row.facts.started_at_ms - started_at_ms)
                state = "done"
        await asyncio.to_thread(self._mark, row, state)
        return True

    def _write_down(self, row: RecordingRow, language: str) -> tuple[Said, ...] | None:
        path = self.shelf.folder / row.file
        try:
            return write_down(path, self.shelf.keys, row.facts.bridged_ms or 0, language, self.models, idle=self.idle)
        except (BotError, OSError, KeyError, subprocess.TimeoutExpired) as error:
            log.warning("the call %s is not written down: %s", row.facts.call_id, error)
            return None

    def _keep(self, row: RecordingRow, said: tuple[Said, ...], language: str, offset_ms: int) -> None:
        for number, one in enumerate(said):
            turn = Turn(
                FIRST_INDEX + number,
                one.speaker,
                self.journal.redaction.text(one.text, language),
                "bridged",
                confidence=one.confidence,
                first_sample_ms=offset_ms + one.start_ms,
            )
            self.journal.turn(row.facts.call_id, turn)

    def _waiting(self) -> RecordingRow | None:
        with self.engine.connect() as connection:
            return rows.next_to_write_down(connection)

    def _call(self, call_id: str) -> tuple[str, int] | None:
        with self.engine.connect() as connection:
            query = select(calls.c.language, calls.c.started_at_ms).where(calls.c.call_id == call_id)
            row = connection.execute(query).first()
        return None if row is None else (row.language, row.started_at_ms)

    def _mark(self, row: RecordingRow, state: rows.Transcript) -> None:
        with self.engine.begin() as connection:
            rows.mark_transcript(connection, row.facts.call_id, state)


async def write_down_all(kinds: Sequence[WritesDown]) -> None:
    """Runs for ever: one recording after the other, of each kind in turn; with what is left of the processor."""
    while True:
        worked = False
        for kind in kinds:
            try:
                worked = await kind.next() or worked
            except (SQLAlchemyError, OSError) as error:
                log.warning("transcripts: %s; tried again later", type(error).__name__)
        if not worked:
            await asyncio.sleep(LOOK_S)


async def write_down_calls(settings: Settings, engine: Engine, journal: Journal) -> None:
    """Runs for ever where calls are recorded or messages taken and transcripts are wanted; else returns at once."""
    kinds: list[WritesDown] = []
    if settings.recordings.which != "none" and settings.recordings.transcribe:
        shelf = await asyncio.to_thread(open_shelf, settings, engine)
        kinds.append(Transcriber(engine, shelf, journal, speech_models(settings)))
    rules = settings.handoff.voicemail
    if rules.enabled and rules.transcribe:
        messages = open_message_shelf(settings, engine)
        kinds.append(MessageTranscriber(engine, messages, journal.redaction, speech_models(settings)))
    if kinds:
        await write_down_all(kinds)
