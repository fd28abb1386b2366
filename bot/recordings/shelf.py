"""The recordings that are kept: files in a folder, and a row of each in the database. Blocking.

The files are what counts: a row that is missing (the database was away) is made again from its file.

    «CALL.hrec»  kept            «CALL.part»  under way, or left behind by a killed run
"""

import logging
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.recordings import rows
from bot.recordings.errors import RecordingBroken, RecordingError, RecordingMissing
from bot.recordings.facts import Facts, read_facts
from bot.recordings.keys import Keyring
from bot.recordings.left_over import was_handed
from bot.recordings.rows import RecordingRow
from bot.recordings.sound import parse_sound, write_file
from bot.recordings.vault import Hold, VaultReader
from bot.recordings.writing import DONE, UNDER_WAY, keep_file
from bot.settings.recording_options import RecordingOptions
from voice.gateway.tap import Stereo

log = logging.getLogger(__name__)

BAD = ".bad"


class Shelf:
    """Raises SQLAlchemyError where the database is away, OSError where the folder is."""

    def __init__(self, folder: Path, keys: Keyring, engine: Engine) -> None:
        self.folder = folder
        self.keys = keys
        self._engine = engine
        self.behind = False
        """A row could not be written: `restore` will."""

    def keep(self, path: Path, facts: Facts) -> None:
        """A file is complete: its row. Never raises."""
        try:
            with self._engine.begin() as connection:
                rows.save(connection, RecordingRow(facts, path.name, path.stat().st_size))
        except (SQLAlchemyError, OSError):
            self.behind = True

    def latest(self, limit: int) -> tuple[RecordingRow, ...]:
        """Newest first."""
        with self._engine.connect() as connection:
            return rows.latest(connection, limit)

    def find(self, call_id: str) -> RecordingRow:
        """Of the one call whose id begins so. Raises RecordingMissing."""
        with self._engine.connect() as connection:
            found = rows.beginning_with(connection, call_id) if call_id else ()
        if len(found) != 1:
            raise RecordingMissing(call_id)
        return found[0]

    def export(self, row: RecordingRow, target: Path) -> str:
        """Write it as sound, in the format of the ending of `target`; what is wrong with it, "" if nothing.

        Raises RecordingBroken, KeyUnknown, OSError.
        """
        reader = VaultReader(self.folder / row.file, self.keys)
        aside = target.with_name(f".{target.name}.new{target.suffix}")
        try:
            length = write_file(aside, sound_of(reader))
            if not length:
                raise RecordingBroken(reader.path, reader.flaw or "there is no sound in it")
            shutil.move(aside, target)
        finally:
            aside.unlink(missing_ok=True)
        return "" if reader.whole else reader.flaw or "it was cut"

    def delete(self, found: Sequence[RecordingRow]) -> int:
        """Files first, then rows: what is told to be gone is gone. How many."""
        for row in found:
            (self.folder / row.file).unlink(missing_ok=True)
        with self._engine.begin() as connection:
            return rows.remove(connection, [row.facts.call_id for row in found])

    def count(self, call_ids: Iterable[str]) -> int:
        """So many files there are of these calls."""
        return sum(path.exists() for call_id in call_ids for path in self._of(call_id))

    def delete_files(self, call_ids: Iterable[str]) -> int:
        """Whatever files there are of these calls, also those that no row knows; how many. Their rows stay."""
        gone = 0
        for call_id in call_ids:
            for path in self._of(call_id):
                gone += path.exists()
                path.unlink(missing_ok=True)
        return gone

    def expire(self, before_ms: int) -> int:
        """Delete what began before that moment, counted from 1970."""
        with self._engine.connect() as connection:
            found = rows.older_than(connection, before_ms)
        return self.delete(found) if found else 0

    def restore(self) -> int:
        """Make the rows that are missing; how many."""
        with self._engine.connect() as connection:
            known = rows.files(connection)
        made = 0
        for path in self._files(DONE):
            if path.name not in known and (facts := facts_of(path, self.keys)) is not None:
                with self._engine.begin() as connection:
                    rows.save(connection, RecordingRow(facts, path.name, path.stat().st_size))
                made += 1
        self.behind = False
        return made

    def adopt(self, options: RecordingOptions) -> int:
        """Judge what a killed run left under way, as its end would have; how many are kept. Before the first call."""
        kept = 0
        for path in self._files(UNDER_WAY):
            with Hold(path) as free:
                if free and (facts := facts_of(path, self.keys)) is not None:
                    kept += self._judge(path, facts, options)
        return kept

    def _judge(self, path: Path, facts: Facts, options: RecordingOptions) -> bool:
        handed = was_handed(self._engine, facts.call_id)
        told = facts.consent_ms is not None or not options.consent
        if not told or (options.which == "handoffs" and not handed):
            path.unlink(missing_ok=True)
            return False
        self.keep(keep_file(path), replace(facts, handed=handed))
        return True

    def _of(self, call_id: str) -> list[Path]:
        """Whatever there may be of a call."""
        return [self.folder / f"{call_id}{ending}{bad}" for ending in (DONE, UNDER_WAY) for bad in ("", BAD)]

    def _files(self, ending: str) -> list[Path]:
        return sorted(self.folder.glob(f"*{ending}"))


def facts_of(path: Path, keys: Keyring) -> Facts | None:
    """None: of no use; it is set aside where it is no recording, and left where a key is missing. Raises OSError."""
    try:
        return read_facts(path, keys)
    except RecordingBroken as error:
        log.error("%s; it is set aside as *%s", error, BAD)
        path.replace(path.with_name(path.name + BAD))
    except RecordingError as error:
        log.error("%s", error)
    return None


def sound_of(reader: VaultReader) -> Iterator[Stereo]:
    """The pieces of a recording, as far as it can be read. Raises RecordingError, OSError."""
    for part in reader.parts():
        if part.kind == "sound":
            yield parse_sound(part.body)
