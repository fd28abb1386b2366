"""The folder of published models on this machine: fetched or imported, checked, chosen, removed.

STATE/models/published/NAME/...            an installed model with its manifest.json
STATE/models/published/.new-NAME/          one being made; it takes its name only when all checks are passed
STATE/models/published/.fetched/FILE.part  what came over the line so far
"""

import errno
import fcntl
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from voice.models.published import choice
from voice.models.published.catalogue import Catalogue, PublishedModel, load_catalogue
from voice.models.published.download import Limits, Progress, discard, download
from voice.models.published.errors import (
    ChecksumUnreadable,
    ChecksumWrong,
    ModelByHand,
    ModelInUse,
    ModelNotInstalled,
    ModelTooHeavy,
    ModelUnfit,
    NoSpace,
    PublishedModelError,
    StoreBusy,
    StoreUnusable,
)
from voice.models.published.manifest import NAME as MANIFEST
from voice.models.published.manifest import describe, differences, read_manifest, sha256_of
from voice.models.published.origin import local_files
from voice.models.published.shape import check_engine, check_load, check_shape
from voice.models.published.unpack import unpack_zip

FETCHED = ".fetched"


@dataclass(frozen=True, slots=True)
class Source:
    """How to come by a model. `mirror`: another host; `sha256`: checksum of its first file, over the catalogue's."""

    mirror: str = ""
    sha256: str = ""
    load: bool = True
    tries: int = 5
    pause_s: float = 1.0

    def __post_init__(self) -> None:
        if self.sha256 and not re.fullmatch("[0-9a-fA-F]{64}", self.sha256):
            raise ChecksumUnreadable(self.sha256)


@dataclass(frozen=True, slots=True)
class Arrival:
    """What `pull` brought. `checksums` of the files fetched; `vouched` those that somebody else vouched for."""

    model: PublishedModel
    folder: Path
    checksums: Mapping[str, str]
    vouched: Mapping[str, str] = field(default_factory=dict)
    told: str = ""


class ModelStore:
    """Published models below `state`. Blocking."""

    def __init__(self, state: Path, catalogue: Catalogue | None = None) -> None:
        self.folder = choice.published_folder(state)
        self.catalogue = catalogue or load_catalogue()

    def installed(self, name: str) -> bool:
        """Whether it is on this machine (its manifest is written last)."""
        return (self.folder / name / MANIFEST).is_file()

    def loadable(self, name: str) -> bool:
        """Whether it is installed and what a loader takes is still there."""
        return self.installed(name) and choice.place_of(self.catalogue.find(name), self.folder).exists()

    def chosen(self, model: PublishedModel) -> bool:
        """Whether calls are answered with it; an encoder is, wherever it is installed."""
        if model.kind == "encoder":
            return self.installed(model.name)
        return choice.read_choices(self.folder).get(model.language, {}).get(model.kind) == model.name

    def pull(self, name: str, source: Source, progress: Progress = lambda got, total: None) -> Arrival:
        """Fetch, check and install; an installed one of that name is replaced only when all went well.

        Raises every error of `download`, `unpack_zip`, `check_shape` and `check_load`; ChecksumWrong, StoreBusy,
        ModelByHand, EngineMissing.
        """
        model = self.catalogue.find(name)
        if model.by_hand:
            raise ModelByHand(name, model.by_hand)
        if source.load:
            check_engine(model)
        limits = Limits(int(model.size_mb * 1.5e6) + 10_000_000, tries=source.tries, pause_s=source.pause_s)
        with self._locked():
            (self.folder / FETCHED).mkdir(exist_ok=True)
            parts = self._parts(model)
            stated = [
                download(url, part, limits, progress).stated_sha256
                for url, part in zip(model.addresses_at(source.mirror), parts, strict=True)
            ]
            try:
                vouched = _held(model, parts, stated, source.sha256)
                arrival = self._install(model, parts, source, vouched, source.mirror or model.address)
            except (NoSpace, ModelTooHeavy):
                raise  # not the bytes' fault: they are kept for the next try
            except PublishedModelError:
                _discard(parts)
                raise
            _discard(parts)
            return arrival

    def bring(self, name: str, origin: Path, source: Source) -> Arrival:
        """`pull` from a local file or an unpacked folder; `origin` is left as it is."""
        model = self.catalogue.find(name)
        if source.load:
            check_engine(model)
        with self._locked():
            found = local_files(model, origin, self.catalogue)
            vouched = _held(model, found, [""] * len(found), source.sha256)
            return self._install(model, found, source, vouched, str(origin))

    def use(self, name: str) -> PublishedModel:
        """Answer calls with it from the next start on. Raises ModelNotInstalled."""
        model = self.catalogue.find(name)
        if not self.installed(name):
            raise ModelNotInstalled(name, self.folder)
        if model.kind == "encoder":  # there is but one
            return model
        with self._locked():
            choices = choice.read_choices(self.folder)
            choices.setdefault(model.language, {})[model.kind] = name
            choice.write_choices(self.folder, choices)
        return model

    def use_if_first(self, model: PublishedModel) -> bool:
        """`use` it where no other of its language and kind was chosen; whether it is in use now."""
        if model.kind not in choice.read_choices(self.folder).get(model.language, {}):
            self.use(model.name)
        return self.chosen(model)

    def remove(self, name: str, *, force: bool = False) -> None:
        """Delete it and what came of a broken fetch; one in use only by `force`.

        Raises ModelInUse, ModelNotInstalled.
        """
        model = self.catalogue.find(name)
        parts = [part for part in self._parts(model) if part.exists()]
        if not (self.folder / name).exists() and not parts:
            raise ModelNotInstalled(name, self.folder)
        with self._locked():
            if self.chosen(model):
                if not force:
                    raise ModelInUse(name)
                choices = choice.read_choices(self.folder)
                if choices.get(model.language, {}).pop(model.kind, None):
                    choice.write_choices(self.folder, choices)
            _discard(parts)
            if (self.folder / name).exists():
                shutil.rmtree(self.folder / name)

    def verify(self, name: str, *, load: bool = False) -> tuple[list[str], str]:
        """What is wrong with an installed model, one line each, and what it told when it was loaded."""
        model = self.catalogue.find(name)
        if not self.installed(name):
            raise ModelNotInstalled(name, self.folder)
        wrong = differences(self.folder / name, read_manifest(self.folder / name))
        told = ""
        try:
            check_shape(model, self.folder / name)
            told = check_load(model, self.folder / name) if load else ""
        except ModelUnfit as error:
            wrong.append(error.why)
        return wrong, told

    def _install(
        self, model: PublishedModel, files: list[Path], source: Source, vouched: Mapping[str, str], origin: str
    ) -> Arrival:
        fresh = self.folder / f".new-{model.name}"
        shutil.rmtree(fresh, ignore_errors=True)
        try:
            _lay_out(model, files, fresh)
            check_shape(model, fresh)
            told = check_load(model, fresh) if source.load else ""
            named = zip(model.files, files, strict=True)
            sums = {file: sha256_of(path) for file, path in named if path.is_file()}
            describe(fresh, model.name, origin, sums).write(fresh)
            _swap(fresh, self.folder / model.name)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
        return Arrival(model, self.folder / model.name, sums, vouched, told)

    def _parts(self, model: PublishedModel) -> list[Path]:
        # Files of several models may have the same name, "tokens.txt".
        before = f"{model.name}~" if model.parts else ""
        return [self.folder / FETCHED / f"{before}{file}.part" for file in model.files]

    @contextmanager
    def _locked(self) -> Iterator[None]:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = (self.folder / ".lock").open("w")
        except OSError as error:
            raise StoreUnusable(self.folder, error.strerror or str(error)) from error
        with lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise StoreBusy(self.folder) from error
            yield


def _discard(parts: list[Path]) -> None:
    for part in parts:
        discard(part)


def _held(model: PublishedModel, paths: list[Path], stated: list[str], given: str) -> dict[str, str]:
    """Who vouched for which file; one that nobody vouches for is left out. Raises ChecksumWrong.

    `given` speaks of the first file; it goes before the catalogue, and that before the server's own word.
    """
    vouched = {}
    for file, path, word in zip(model.files, paths, stated, strict=True):
        said = {"the server": word, "the catalogue": model.sha256.get(file, "")}
        if given and file == model.files[0]:
            said = {"--sha256": given.lower()}
        for by, expected in said.items():
            if expected and path.is_file():
                if (found := sha256_of(path)) != expected:
                    raise ChecksumWrong(file, expected, found, by)
                vouched[file] = by
    return vouched


def _lay_out(model: PublishedModel, files: list[Path], fresh: Path) -> None:
    """The model's files, unpacked or copied, in the new folder `fresh`."""
    is_folder = model.kind == "recogniser" and not model.parts
    if is_folder and files[0].is_file():
        unpack_zip(files[0], fresh)
        return
    try:
        if is_folder:
            shutil.copytree(files[0], fresh, ignore=shutil.ignore_patterns(MANIFEST))
            return
        fresh.mkdir()
        for name, path in zip(model.files, files, strict=True):
            shutil.copyfile(path, fresh / name)
    except FileNotFoundError as error:
        raise ModelUnfit(model.name, f"{error.filename} is missing") from error
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise NoSpace(fresh.parent) from error
        raise ModelUnfit(model.name, f"it cannot be copied ({error})") from error


def _swap(fresh: Path, place: Path) -> None:
    """Let `fresh` take the place of what is at `place`: two renames, then the old one goes."""
    old = place.with_name(f".old-{place.name}")
    shutil.rmtree(old, ignore_errors=True)
    if place.exists():
        os.replace(place, old)
    os.replace(fresh, place)
    shutil.rmtree(old, ignore_errors=True)
