"""Whether this Hatef reads turns twice, and with what: config.yml, the graphs that it made, the encoder's weights."""

import asyncio
import logging
from pathlib import Path

from bot.releases.train import made_graphs
from bot.settings.settings import Settings
from nlu.text.languages import CODES
from voice.errors import VoiceError
from voice.listen.pool import ListenerPool
from voice.listen.second_pass import models
from voice.listen.second_pass.heads import HeadStore
from voice.listen.second_pass.models import SecondPassModels
from voice.models.published.choice import published_folder

_log = logging.getLogger(__name__)

ENCODER = "encoder"
"""Its name in the catalogue of published models."""
LOOK_S = 5.0
"""So soon a running service sees that another head was chosen."""


def weights_folder(settings: Settings) -> Path | None:
    """The folder with the encoder's weights; None where there is none, so that the packages are used."""
    pulled = published_folder(settings.state) / ENCODER
    imported = settings.state / "models" / "encoder"  # where import-encoder put it once
    return next((folder for folder in (pulled, imported) if (folder / "model.bin").is_file()), None)


def head_store(settings: Settings, language: str) -> HeadStore:
    """The heads of a language that were made on this machine."""
    return HeadStore(settings.state / "models" / "heads", language)


def own_heads(settings: Settings) -> dict[str, Path]:
    """Language -> the head of one's own that is in use; the other languages are heard with the shipped one."""
    chosen = {language: head_store(settings, language).in_use().release for language in CODES}
    return {language: release.path for language, release in chosen.items() if release}


def second_pass(settings: Settings) -> SecondPassModels | None:
    """What the second pass is started with; None where it is switched off or cannot be."""
    if not settings.speech.second_pass:
        return None
    return models.find(made_graphs(settings), weights_folder(settings), own_heads(settings))


def lack(settings: Settings) -> str:
    """Why turns are heard once only; "" where they are read twice."""
    if not settings.speech.second_pass:
        return "switched off (config.yml, speech.second_pass)"
    if why := models.lack(weights_folder(settings)):
        return why
    return "" if second_pass(settings) else "no language has both a head and decoding graphs"


async def follow_heads(settings: Settings, listeners: ListenerPool, look_s: float = LOOK_S) -> None:
    """Read turns with the heads that are chosen while we run; for ever, whatever becomes of the files."""
    stores = [head_store(settings, language) for language in CODES]
    seen: list[float] | None = None
    while listeners.second_pass is not None:
        now = await asyncio.to_thread(lambda: [store.changed_s for store in stores])
        if now != seen:
            seen = now
            try:
                await _follow(settings, listeners, listeners.second_pass.models)
            except (OSError, VoiceError) as error:
                _log.error("turns are read with the heads of before: the chosen ones cannot be found out: %s", error)
        await asyncio.sleep(look_s)


async def _follow(settings: Settings, listeners: ListenerPool, before: SecondPassModels) -> None:
    found = await asyncio.to_thread(second_pass, settings)
    if found is not None and found.heads != before.heads:
        await listeners.renew_second_pass(found)
