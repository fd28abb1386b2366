"""The messages that are kept: files in a folder, and a row of each in the database. Blocking.

The files are what counts: a row that is missing (the database was away) is made again from its file.

    «PACKET.hrec»  kept            «PACKET.part»  under way, or left behind by a killed run
"""

import io
import logging
from collections.abc import Collection, Iterator
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.recordings.errors import RecordingBroken
from bot.recordings.facts import Facts
from bot.recordings.keys import Keyring
from bot.recordings.shelf import BAD, facts_of, sound_of
from bot.recordings.sound import write_sound
from bot.recordings.vault import Hold, VaultReader
from bot.recordings.writing import DONE, UNDER_WAY, keep_file
from bot.voicemail.ending import SPEECH_AT, NewEar, SpeechEar
from handoff.voicemail import rows
from handoff.voicemail.message import Message
from voice.audio import FRAME_SAMPLES, Samples

log = logging.getLogger(__name__)


class MessageShelf:
    """Raises SQLAlchemyError where the database is away, OSError where the folder is."""

    def __init__(self, folder: Path, keys: Keyring, engine: Engine) -> None:
        self.folder = folder
        self.keys = keys
        self._engine = engine
        self.behind = False
        """A row could not be written, or a handoff is not in the database yet: `restore` looks again."""

    def keep(self, path: Path, facts: Facts) -> None:
        """A file is complete: its row. Never raises."""
        self.behind = True  # its handoff is still in somebody's hands
        try:
            with self._engine.begin() as connection:
                rows.save(connection, _message(path, facts))
        except (SQLAlchemyError, OSError) as error:
            log.warning("a message is on the disk, and not in the list yet: %s", type(error).__name__)

    def count(self, packet_ids: Collection[str]) -> int:
        """So many files there are of these handoffs."""
        return sum(path.exists() for packet_id in packet_ids for path in self._of(packet_id))

    def delete_files(self, packet_ids: Collection[str]) -> int:
        """Whatever files there are of these handoffs, also those that no row knows; how many. Their rows stay."""
        gone = 0
        for packet_id in packet_ids:
            for path in self._of(packet_id):
                gone += path.exists()
                path.unlink(missing_ok=True)
        return gone

    def expire(self, before_ms: int) -> int:
        """Delete what was left before that moment, counted from 1970: files first, then rows; how many."""
        with self._engine.connect() as connection:
            old = [message.packet_id for message in rows.older_than(connection, before_ms)]
        self.delete_files(old)
        if old:
            with self._engine.begin() as connection:
                rows.remove(connection, old)
        return len(old)

    def restore(self) -> int:
        """Make the rows that are missing, and promise what a killed run left behind; how many changed."""
        with self._engine.connect() as connection:
            known = rows.files(connection)
        missing = [path for path in self._files(DONE) if path.name not in known]
        found = [_message(path, facts) for path in missing if (facts := facts_of(path, self.keys)) is not None]
        with self._engine.begin() as connection:
            for message in found:
                rows.save(connection, message)
            promised = rows.promise_left(connection)
            self.behind = rows.waits(connection)
        return len(found) + promised

    def adopt(self, new_ear: NewEar, least_s: float) -> int:
        """Keep what a killed run left under way, if as much of it is speech; how many. Before the first call."""
        kept = 0
        for path in self._files(UNDER_WAY):
            with Hold(path) as free:
                if free and facts_of(path, self.keys) is not None:
                    kept += self._judge(path, new_ear(), least_s)
        return kept

    def _judge(self, path: Path, ear: SpeechEar, least_s: float) -> bool:
        sound = (piece[:, 0] for piece in sound_of(VaultReader(path, self.keys)))
        if speech_s(sound, ear) < least_s:
            path.unlink(missing_ok=True)
            return False
        keep_file(path)  # its row is made by `restore`
        return True

    def _of(self, packet_id: str) -> list[Path]:
        return [self.folder / f"{packet_id}{ending}{bad}" for ending in (DONE, UNDER_WAY) for bad in ("", BAD)]

    def _files(self, ending: str) -> list[Path]:
        return sorted(self.folder.glob(f"*{ending}"))


def export_message(folder: Path, keys: Keyring, message: Message, ending: str) -> tuple[bytes, str]:
    """As sound, in the format of an ending of `bot.recordings.sound.FORMATS`; what is wrong with it, "" if nothing.

    Blocking. Raises RecordingBroken, KeyUnknown, OSError.
    """
    reader = VaultReader(folder / message.file, keys)
    out = io.BytesIO()
    if not write_sound(out, ending, (piece[:, :1] for piece in sound_of(reader)), channels=1):
        raise RecordingBroken(reader.path, reader.flaw or "there is no sound in it")
    return out.getvalue(), "" if reader.whole else reader.flaw or "it was cut"


def speech_s(sound: Iterator[Samples], ear: SpeechEar) -> float:
    """How much of it is speech."""
    found = 0.0
    for samples in sound:
        for at in range(0, len(samples), FRAME_SAMPLES):
            for piece in ear.feed(samples[at : at + FRAME_SAMPLES].tobytes(), 0.0):
                found += piece.duration_ms / 1000 if piece.probability >= SPEECH_AT else 0.0
    return found


def _message(path: Path, facts: Facts) -> Message:
    return Message(facts.call_id, path.name, facts.started_at_ms, facts.length_ms, path.stat().st_size, facts.whole)
