"""The published models that Hatef knows: catalogue.yml as frozen values."""

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, cast, get_args
from urllib.parse import urlsplit

import yaml

from voice.models.published.errors import CatalogueBroken, ModelUnknown

Kind = Literal["recogniser", "voice", "encoder"]
Engine = Literal["vosk", "sherpa-onnx", ""]

ANY = "any"
"""The language of what serves all of them."""
PATH = Path(__file__).with_name("catalogue.yml")
_NAME = re.compile(r"[A-Za-z0-9][\w.-]*")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_ENDINGS = {"recogniser": ".zip", "voice": ".onnx"}
_CONFIG = ".json"
"""Piper looks for a voice's settings at the voice's own name with this after it."""


@dataclass(frozen=True, slots=True)
class PublishedModel:
    """A Vosk model (one zip), a Piper voice (.onnx and .onnx.json), or the files of a sherpa-onnx model or an encoder.

    `size_mb` of the download as published; `word_error` in percent with the test sets, as published;
    `sha256` by file name, empty where unknown; `parts`: the files below `address`, where that is a folder;
    `engine` of a recogniser, vosk where left out; `by_hand`: how to come by it where nobody offers files that can be
    fetched, and `address` is a page.
    """

    name: str
    kind: Kind
    language: str
    size_mb: float
    licence: str
    address: str
    word_error: str = ""
    note: str = ""
    sha256: Mapping[str, str] = field(default_factory=dict)
    engine: Engine = ""
    parts: tuple[str, ...] = ()
    by_hand: str = ""

    @property
    def is_sherpa(self) -> bool:
        """Whether it is a recogniser for sherpa-onnx rather than for vosk."""
        return self.kind == "recogniser" and self.engine == "sherpa-onnx"

    @property
    def addresses(self) -> tuple[str, ...]:
        """Every file to fetch."""
        if self.parts:
            return tuple(self.address + part for part in self.parts)
        return (self.address,) if self.kind == "recogniser" else (self.address, self.address + _CONFIG)

    @property
    def files(self) -> tuple[str, ...]:
        """The file names of `addresses`."""
        return tuple(urlsplit(address).path.rsplit("/", 1)[-1] for address in self.addresses)

    def addresses_at(self, mirror: str) -> tuple[str, ...]:
        """`addresses` at another host: "{file}" or "{path}" in `mirror` is filled in, else the file name follows it."""
        if not mirror:
            return self.addresses
        pattern = mirror if "{" in mirror else f"{mirror.rstrip('/')}/{{file}}"
        pairs = zip(self.files, self.addresses, strict=True)
        return tuple(
            pattern.replace("{file}", file).replace("{path}", urlsplit(address).path.lstrip("/"))
            for file, address in pairs
        )


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All known models in the order of the file; `left_out`: name -> why it is not among them."""

    models: tuple[PublishedModel, ...]
    left_out: Mapping[str, str]

    def find(self, name: str) -> PublishedModel:
        """The model of this name. Raises ModelUnknown, which names the nearest."""
        for model in self.models:
            if model.name == name:
                return model
        names = [model.name for model in self.models]
        raise ModelUnknown(name, difflib.get_close_matches(name, names, 2, 0.5), self.left_out.get(name, ""))


def load_catalogue(path: Path = PATH) -> Catalogue:
    """Read and check a catalogue. Raises CatalogueBroken."""
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
        entries, left_out = raw["models"], raw.get("left_out", {})
        pairs = [(str(name), dict(facts)) for name, facts in entries.items()]
    except (OSError, yaml.YAMLError, TypeError, KeyError, AttributeError, ValueError) as error:
        raise CatalogueBroken(path, "the file", f"cannot be read ({error})") from error
    return Catalogue(tuple(_checked(path, name, facts) for name, facts in pairs), left_out)


def _checked(path: Path, name: str, facts: dict[str, Any]) -> PublishedModel:
    try:
        model = PublishedModel(name=name, **{**facts, "parts": tuple(facts.get("parts", ()))})
    except TypeError as error:
        raise CatalogueBroken(path, name, str(error).replace("PublishedModel.__init__() ", "")) from error
    if not _NAME.fullmatch(name):
        raise CatalogueBroken(path, name, "a name is letters, digits, '.', '_' and '-'")
    if model.kind not in get_args(Kind):
        raise CatalogueBroken(path, name, f"kind must be one of {', '.join(get_args(Kind))}")
    if model.engine not in get_args(Engine):
        raise CatalogueBroken(path, name, f"engine must be one of {', '.join(filter(None, get_args(Engine)))}")
    if model.by_hand and model.is_sherpa and not model.parts:
        return model
    if (model.is_sherpa or model.kind == "encoder") and not model.parts:
        raise CatalogueBroken(path, name, "parts: the names of its files are missing")
    if not str(model.address).endswith("/" if model.parts else _ENDINGS.get(model.kind, "/")):
        raise CatalogueBroken(
            path, name, "address must end in .zip (recogniser), .onnx (voice), or / where there are parts"
        )
    for file, digest in cast(Mapping[str, object], model.sha256).items():
        if file not in model.files or not _SHA256.fullmatch(str(digest)):
            raise CatalogueBroken(path, name, f"sha256: {file}: must be a file of the model and 64 hexadecimal digits")
    return model
