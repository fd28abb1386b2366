"""Where a model's files lie on this machine, before they are taken."""

from pathlib import Path

from voice.models.published.catalogue import Catalogue, PublishedModel
from voice.models.published.errors import OriginUnfit


def local_files(model: PublishedModel, origin: Path, catalogue: Catalogue) -> list[Path]:
    """A zip or an unpacked folder of a Vosk model or of one made by hand; the two files of a voice, given by the .onnx
    or their folder; the parts of anything else, given by their folder.

    Raises OriginUnfit where one is missing or carries the name of another model.
    """
    if not origin.exists():
        raise OriginUnfit(model.name, origin, "is not there")
    whole = (one for one in catalogue.models if one != model and not one.parts)
    other = next((one.name for one in whole if origin.name in (one.name, *one.files)), "")
    if other:
        raise OriginUnfit(model.name, origin, f"is {other} by its name")
    if model.parts:
        return _parts_in(model, origin)
    if model.kind == "recogniser":
        return [origin / model.name if (origin / model.name).is_dir() else origin]
    found = [origin, origin.with_name(origin.name + ".json")]
    if origin.is_dir():
        found = [origin / file for file in model.files]
    for path in found:
        if not path.is_file():
            raise OriginUnfit(model.name, path, "is not there; a voice is two files, .onnx and .onnx.json")
    return found


def _parts_in(model: PublishedModel, folder: Path) -> list[Path]:
    found = [folder / file for file in model.files]
    if lacking := [path.name for path in found if not path.is_file()]:
        raise OriginUnfit(model.name, folder, f"holds no {' and no '.join(lacking)}; it needs {', '.join(model.files)}")
    return found
