"""Which published model is in use: STATE/models/published/in-use.json, {"fa": {"recogniser": NAME, "voice": NAME}}."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from voice.models.published.catalogue import Catalogue, PublishedModel, load_catalogue
from voice.models.published.errors import ManifestBroken, ModelNotInstalled

FILE = "in-use.json"

# language -> kind -> name
Choices = dict[str, dict[str, str]]


@dataclass(frozen=True, slots=True)
class InUse:
    """Published models to load: a recogniser's folder and a Piper .onnx a language, where there is one."""

    recognisers: Mapping[str, Path] = field(default_factory=dict)
    voices: Mapping[str, Path] = field(default_factory=dict)


def published_folder(state: Path) -> Path:
    """Where published models lie below the state folder."""
    return state / "models" / "published"


def in_use(state: Path, catalogue: Catalogue | None = None) -> InUse:
    """The models chosen on this machine; empty where none ever was.

    Raises:
        ModelNotInstalled: a chosen one is not there any more.
        ModelUnknown: a chosen one is not in the catalogue any more.
        ManifestBroken: in-use.json cannot be read.
    """
    folder = published_folder(state)
    choices = read_choices(folder)
    if not choices:
        return InUse()
    known = catalogue or load_catalogue()
    recognisers: dict[str, Path] = {}
    voices: dict[str, Path] = {}
    for language, kinds in choices.items():
        for name in kinds.values():
            model = known.find(name)
            place = place_of(model, folder)
            if not place.exists():
                raise ModelNotInstalled(name, folder)
            (recognisers if model.kind == "recogniser" else voices)[language] = place
    return InUse(recognisers, voices)


def place_of(model: PublishedModel, folder: Path) -> Path:
    """What a loader takes: the .onnx file of a voice, the folder of anything else."""
    return folder / model.name / model.files[0] if model.kind == "voice" else folder / model.name


def read_choices(folder: Path) -> Choices:
    """The choices made; empty where there are none. Raises ManifestBroken."""
    path = folder / FILE
    try:
        choices = json.loads(path.read_text(encoding="utf-8"))
        return {str(language): {str(k): str(n) for k, n in kinds.items()} for language, kinds in choices.items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, AttributeError) as error:
        raise ManifestBroken(path, f"it cannot be read ({error})") from error


def write_choices(folder: Path, choices: Choices) -> None:
    """Keep `choices`; a reader sees the old file or the new one."""
    fresh = folder / f"{FILE}.new"
    fresh.write_text(json.dumps(choices, indent=1) + "\n", encoding="utf-8")
    os.replace(fresh, folder / FILE)
