"""Where the models that ship with Hatef lie."""

from dataclasses import dataclass
from pathlib import Path

from nlu.text.languages import CODES
from voice.lexicon.phones import MODELS


@dataclass(frozen=True)
class EmbeddedModel:
    """The network and feature settings of one language; a graph is compiled beside it for each bot."""

    language: str
    folder: Path
    """Holds final.mdl, fbank.conf and phones.tsv: what compile_graph takes as model_dir."""


def available(language: str) -> EmbeddedModel | None:
    """The shipped model of "fa" or "ar", or None where there is none."""
    folder = MODELS / language
    if language not in CODES or not (folder / "final.mdl").is_file():
        return None
    return EmbeddedModel(language, folder)
