"""What callers said in their messages, written down in the background, redacted like everything else."""

import asyncio
import logging
import subprocess
from dataclasses import dataclass

from sqlalchemy import Engine

from bot.errors import BotError
from bot.journal.privacy import Redaction
from bot.recordings.transcript import Models, write_down
from bot.voicemail.shelf import MessageShelf
from handoff.errors import PacketInvalid
from handoff.packet import from_json
from handoff.voicemail import rows
from handoff.voicemail.message import Message, Transcript

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class MessageTranscriber:
    """One message after the other."""

    engine: Engine
    shelf: MessageShelf
    redaction: Redaction
    models: Models
    idle: bool = True
    """With what everybody else leaves of the processor."""

    async def next(self) -> bool:
        """Do the oldest that waits; False where none does. One that cannot be done is told and left."""
        found = await asyncio.to_thread(self._waiting)
        if found is None:
            return False
        message, body = found
        words = await asyncio.to_thread(self._words, message, body)
        await asyncio.to_thread(self._keep, message.packet_id, "failed" if words is None else "done", words or "")
        return True

    def _words(self, message: Message, body: str) -> str | None:
        path = self.shelf.folder / message.file
        try:
            language = from_json(body).language
            said = write_down(path, self.shelf.keys, 0, language, self.models, sides=("caller",), idle=self.idle)
        except (BotError, PacketInvalid, OSError, KeyError, subprocess.TimeoutExpired) as error:
            log.warning("the message of handoff %s is not written down: %s", message.packet_id, error)
            return None
        return self.redaction.text(" ".join(one.text for one in said), language)

    def _waiting(self) -> tuple[Message, str] | None:
        with self.engine.connect() as connection:
            return rows.next_to_write_down(connection)

    def _keep(self, packet_id: str, state: Transcript, words: str) -> None:
        with self.engine.begin() as connection:
            rows.written_down(connection, packet_id, state, words)
