"""Erasures that wait for a call to end: the Hatef that runs does them, a moment after it."""

import asyncio
import logging

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.erasing.erase import Eraser
from bot.erasing.files import SpillFolders
from bot.recordings.keys import Keyring
from bot.recordings.shelf import Shelf
from bot.settings.settings import Settings
from bot.store.database import spill_home
from bot.store.own_secret import token_secret
from bot.voicemail.shelf import MessageShelf

log = logging.getLogger(__name__)

LOOK_S = 15.0


def open_eraser(settings: Settings, engine: Engine) -> Eraser:
    """Over everything that is kept; no key is needed to delete recordings. Raises StartError, OSError."""
    shelf = Shelf(settings.recordings_folder, Keyring(), engine)
    messages = MessageShelf(settings.voicemail_folder, Keyring(), engine)
    folders = SpillFolders(spill_home(settings.database_url(settings.journal.url), settings.state))
    return Eraser(engine, shelf, messages, folders, token_secret(settings))


async def finish_erasures(settings: Settings, engine: Engine) -> None:
    """Runs for ever."""
    eraser = await asyncio.to_thread(open_eraser, settings, engine)
    while True:
        try:
            if done := await asyncio.to_thread(eraser.finish):
                log.info("%d erasures that waited for calls to end are done", done)
        except (SQLAlchemyError, OSError) as error:
            log.warning("erasures: %s; tried again later", type(error).__name__)
        await asyncio.sleep(LOOK_S)
