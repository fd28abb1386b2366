"""The messages that callers left, for `hatef callbacks`: their words in the list, and one of them as a sound file."""

import sys
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from bot.errors import DatabaseError
from bot.service.recording import recording_keys
from bot.settings.settings import Settings
from bot.store.database import open_database, require_database
from bot.terminal import console, errors
from bot.voicemail.shelf import export_message
from handoff.voicemail import rows
from handoff.voicemail.message import Message


def left_messages(settings: Settings) -> Mapping[str, Message]:
    """The messages behind open promises, as far as that can be read."""
    url = settings.database_url(settings.journal.url)
    try:
        require_database(url, settings.file)
        engine = open_database(url)
        try:
            with engine.connect() as connection:
                return rows.open_ones(connection)
        finally:
            engine.dispose()
    except (DatabaseError, SQLAlchemyError):
        return {}


def words_of(one: Message) -> str:
    """A message's length, and what was said."""
    words = {"": "not written down yet", "failed": "could not be written down", "done": f"«{one.words}»"}
    cut = "" if one.whole else ", cut"
    return f"voicemail, {one.length_ms / 1000:.0f} s{cut}: {words[one.transcript]}"


def export(settings: Settings, packet_id: str, file: Path) -> None:
    """Write one as a sound file; ends the program where there is none. Raises RecordingError, OSError."""
    message = left_messages(settings).get(packet_id)
    if message is None or not (settings.voicemail_folder / message.file).exists():
        errors.print(f"hatef: no message was left with {packet_id}, or it is deleted by now", markup=False)
        sys.exit(1)
    sound, flaw = export_message(settings.voicemail_folder, recording_keys(settings), message, file.suffix.lower())
    file.write_bytes(sound)
    length = f"{message.length_ms / 1000:.0f} s"
    console.print(f"the message of {packet_id}, {length}, is in {file}", soft_wrap=True, markup=False)
    if flaw:
        errors.print(f"hatef: it is not whole: {flaw}", markup=False)
