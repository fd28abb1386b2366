"""Opens what records calls, where `recordings.which` asks for it, and cares for what is kept."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.errors import StartError
from bot.recordings.errors import KeyRefused
from bot.recordings.keeping import keep
from bot.recordings.keys import Keyring, parse_keys
from bot.recordings.recorder import Recorder
from bot.recordings.shelf import Shelf
from bot.settings.settings import Settings
from bot.tasks import begin, call_off

log = logging.getLogger(__name__)


def recording_keys(settings: Settings) -> Keyring:
    """Those of the environment. Raises KeyRefused."""
    return parse_keys(settings.secrets.recording_key)


def open_shelf(settings: Settings, engine: Engine) -> Shelf:
    """What is kept of earlier calls. Raises KeyRefused."""
    return Shelf(settings.recordings_folder, recording_keys(settings), engine)


@asynccontextmanager
async def recording(settings: Settings, engine: Engine) -> AsyncIterator[Recorder | None]:
    """Record while the block runs; None: nothing is to be recorded. What is kept is cared for all the same.

    Raises StartError: calls are to be recorded, and there is no key to lock them with.
    """
    options = settings.recordings
    try:
        shelf = open_shelf(settings, engine)
        key = recording_keys(settings).present if options.which != "none" else None
    except KeyRefused as error:
        raise StartError(f"recordings.which is {options.which}: {error}") from error
    await asyncio.to_thread(_tidy, settings, shelf)
    caring = begin(keep(shelf, options.keep_days), "the care for recordings")
    recorder = Recorder(options, settings.recordings_folder, key, shelf.keep) if key is not None else None
    try:
        yield recorder
    finally:
        await call_off(caring)
        if recorder is not None:
            await asyncio.to_thread(recorder.close)


def _tidy(settings: Settings, shelf: Shelf) -> None:
    """What a killed run left, before the first call."""
    try:
        adopted, restored = shelf.adopt(settings.recordings), shelf.restore()
    except (SQLAlchemyError, OSError) as error:
        shelf.behind = True
        log.warning("recordings in %s: %s; looked at again later", shelf.folder, type(error).__name__)
        return
    if adopted or restored:
        log.warning("recordings: %d of a killed Hatef are kept, %d were missing in the list", adopted, restored)
