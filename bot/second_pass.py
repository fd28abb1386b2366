"""Whether this Hatef reads turns twice, and with what: config.yml, the graphs that it made, the encoder's weights."""

from pathlib import Path

from bot.settings import Settings
from bot.training import made_graphs
from voice.listen.second_pass import models
from voice.listen.second_pass.models import SecondPassModels
from voice.models.published.choice import published_folder

ENCODER = "encoder"
"""Its name in the catalogue of published models."""


def weights_folder(settings: Settings) -> Path | None:
    """The folder with the encoder's weights; None where there is none, so that the packages are used."""
    pulled = published_folder(settings.state) / ENCODER
    imported = settings.state / "models" / "encoder"  # where import-encoder put it once
    return next((folder for folder in (pulled, imported) if (folder / "model.bin").is_file()), None)


def second_pass(settings: Settings) -> SecondPassModels | None:
    """What the second pass is started with; None where it is switched off or cannot be."""
    if not settings.speech.second_pass:
        return None
    return models.find(made_graphs(settings), weights_folder(settings))


def lack(settings: Settings) -> str:
    """Why turns are heard once only; "" where they are read twice."""
    if not settings.speech.second_pass:
        return "switched off (config.yml, speech.second_pass)"
    if why := models.lack(weights_folder(settings)):
        return why
    return "" if second_pass(settings) else "no language has both a head and decoding graphs"
