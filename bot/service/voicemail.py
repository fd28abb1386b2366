"""Opens what takes callers' messages, where `handoff.voicemail.enabled` asks for it, and cares for what is kept."""

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.errors import StartError
from bot.prompts.load import Prompts
from bot.recordings.errors import KeyRefused
from bot.recordings.keeping import keep
from bot.recordings.keys import Key
from bot.recordings.recorder import Recorder
from bot.service.recording import recording_keys
from bot.settings.recording_options import RecordingOptions
from bot.settings.settings import Settings
from bot.tasks import begin, call_off
from bot.voicemail.ending import NewEar
from bot.voicemail.recorder import MessageTaker
from bot.voicemail.shelf import MessageShelf
from handoff.voicemail.mailbox import Mailbox
from voice.errors import ModelBroken

log = logging.getLogger(__name__)


def open_message_shelf(settings: Settings, engine: Engine) -> MessageShelf:
    """What callers left. Raises KeyRefused."""
    return MessageShelf(settings.voicemail_folder, recording_keys(settings), engine)


def mailbox(taker: MessageTaker | None, prompts: Mapping[str, Prompts]) -> Mailbox | None:
    """Who asks callers for messages; None where none are taken."""
    return None if taker is None else Mailbox(taker, {code: own.voicemail for code, own in prompts.items()})


@asynccontextmanager
async def voicemail(settings: Settings, engine: Engine) -> AsyncIterator[MessageTaker | None]:
    """Take messages while the block runs; None: none are taken. What is kept is cared for all the same.

    To be opened when the handoffs of an earlier run are settled. Raises StartError: there is no key to lock them with.
    """
    rules = settings.handoff.voicemail
    try:
        shelf = open_message_shelf(settings, engine)
        key = shelf.keys.present if rules.enabled else None
    except KeyRefused as error:
        raise StartError(f"handoff.voicemail is on: {error}") from error
    new_ear = await asyncio.to_thread(_ears) if rules.enabled else None
    await asyncio.to_thread(_tidy, shelf, new_ear, rules.least_s)
    caring = begin(keep(shelf, rules.keep_days), "the care for messages")
    recorder = _recorder(settings, shelf, key) if key is not None else None
    try:
        yield MessageTaker(recorder, new_ear, rules) if recorder is not None and new_ear is not None else None
    finally:
        await call_off(caring)
        if recorder is not None:
            await asyncio.to_thread(recorder.close)


def _recorder(settings: Settings, shelf: MessageShelf, key: Key) -> Recorder:
    """As of calls, in a folder of its own; who speaks behind the beep was told that it is recorded."""
    options = RecordingOptions("all", consent=False, least_free_mb=settings.recordings.least_free_mb)
    return Recorder(options, shelf.folder, key, shelf.keep)


def _ears() -> NewEar:
    """Raises StartError. The network is loaded only where messages are taken: it takes 30 MB."""
    from voice.listen.vad import Vad, VadNetwork

    try:
        network = VadNetwork()
    except ModelBroken as error:
        raise StartError(f"handoff.voicemail is on: {error}") from error
    return lambda: Vad(network)


def _tidy(shelf: MessageShelf, new_ear: NewEar | None, least_s: float) -> None:
    """What a killed run left, before the first call."""
    try:
        adopted = shelf.adopt(new_ear, least_s) if new_ear is not None else 0
        restored = shelf.restore()
    except (SQLAlchemyError, OSError) as error:
        shelf.behind = True
        log.warning("messages in %s: %s; looked at again later", shelf.folder, type(error).__name__)
        return
    if adopted or restored:
        log.warning("messages: %d of a killed Hatef are kept, %d were missing in the list", adopted, restored)
