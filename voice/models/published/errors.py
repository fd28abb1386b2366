"""What can go wrong with published models.

VoiceError
└── PublishedModelError
    ├── CatalogueBroken       catalogue.yml has a mistake
    ├── ModelUnknown          no such name in the catalogue
    ├── ModelByHand           known, but nobody offers files that can be fetched
    ├── ModelNotInstalled     known, but not on this machine
    ├── ModelInUse            it may not be removed now
    ├── StoreBusy             another process changes the same folder
    ├── StoreUnusable         the folder of models cannot be written
    ├── NoSpace               the disk is full, or would be
    ├── DownloadFailed        the address gave nothing of use
    │   └── DownloadBroken    the connection broke; what came is kept
    ├── ChecksumWrong         not the bytes that were meant
    ├── ChecksumUnreadable    what was given as a checksum is none
    ├── OriginUnfit           what --from names is not the model's
    ├── ArchiveBroken         a zip that cannot or must not be unpacked
    ├── EngineMissing         the package that loads it is not installed
    ├── ModelUnfit            its files are there, but it is no model of this kind, or does not load
    │   └── ModelTooHeavy     loading it took too much time or memory on this machine
    └── ManifestBroken        a record of ours cannot be read
"""

from collections.abc import Sequence
from pathlib import Path

from voice.errors import VoiceError


class PublishedModelError(VoiceError):
    """Root of the errors of published models."""


class CatalogueBroken(PublishedModelError):
    """An entry of the catalogue cannot be used."""

    def __init__(self, path: Path, entry: str, why: str) -> None:
        super().__init__(path, entry, why)
        self.path, self.entry, self.why = path, entry, why

    def __str__(self) -> str:
        return f"{self.path}: {self.entry}: {self.why}"


class ModelUnknown(PublishedModelError):
    """No entry of the catalogue has this name. `why` says it of one that is left out on purpose."""

    def __init__(self, name: str, near: Sequence[str] = (), why: str = "") -> None:
        super().__init__(name, tuple(near), why)
        self.name, self.near, self.why = name, tuple(near), why

    def __str__(self) -> str:
        if self.why:
            return f"{self.name} is left out on purpose: {self.why}"
        near = f"did you mean {' or '.join(self.near)}?" if self.near else "see: hatef models list"
        return f"no published model is called '{self.name}'; {near}"


class ModelByHand(PublishedModelError):
    """A known model whose files one has to make or to gather oneself."""

    def __init__(self, name: str, how: str) -> None:
        super().__init__(name, how)
        self.name, self.how = name, how

    def __str__(self) -> str:
        return f"{self.name} cannot be fetched: {self.how}; then: hatef models pull {self.name} --from FOLDER"


class ModelNotInstalled(PublishedModelError):
    """A known model that is not on this machine."""

    def __init__(self, name: str, folder: Path) -> None:
        super().__init__(name, folder)
        self.name, self.folder = name, folder

    def __str__(self) -> str:
        return f"{self.name} is not in {self.folder}; fetch it with: hatef models pull {self.name}"


class ModelInUse(PublishedModelError):
    """The model to remove is the one that calls are answered with."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name

    def __str__(self) -> str:
        return f"{self.name} is in use; choose another with `hatef models use` or remove it with --force"


class StoreBusy(PublishedModelError):
    """Another process holds the folder of models."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.folder = folder

    def __str__(self) -> str:
        return f"another `hatef models` is at work in {self.folder}; try again when it is done"


class StoreUnusable(PublishedModelError):
    """The folder of models cannot be made or written."""

    def __init__(self, folder: Path, why: str) -> None:
        super().__init__(folder, why)
        self.folder, self.why = folder, why

    def __str__(self) -> str:
        return f"{self.folder} cannot be written: {self.why}; mend its owner, or set HATEF_STATE to another folder"


class NoSpace(PublishedModelError):
    """The disk is full; `needed_bytes` 0 where it is not known how much is wanting."""

    def __init__(self, folder: Path, needed_bytes: int = 0, free_bytes: int = 0) -> None:
        super().__init__(folder, needed_bytes, free_bytes)
        self.folder, self.needed_bytes, self.free_bytes = folder, needed_bytes, free_bytes

    def __str__(self) -> str:
        sizes = f": {self.needed_bytes / 1e6:.0f} MB needed, {self.free_bytes / 1e6:.0f} MB free"
        return f"no space left in {self.folder}{sizes if self.needed_bytes else ''}; make room or move HATEF_STATE"


class DownloadFailed(PublishedModelError):
    """The address gave no file."""

    def __init__(self, url: str, why: str) -> None:
        super().__init__(url, why)
        self.url, self.why = url, why

    def __str__(self) -> str:
        return f"{self.url}: {self.why}; try --mirror URL, or --from FILE with a copy from another machine"


class DownloadBroken(DownloadFailed):
    """It broke off in the middle; the next try goes on where this one stopped."""

    def __init__(self, url: str, why: str, got_bytes: int) -> None:
        super().__init__(url, why)
        self.args = (url, why, got_bytes)
        self.got_bytes = got_bytes

    def __str__(self) -> str:
        return f"{self.url}: {self.why} after {self.got_bytes / 1e6:.1f} MB; the same command goes on from there"


class ChecksumWrong(PublishedModelError):
    """The bytes are not the ones that were meant. `said_by` names where the expected checksum comes from."""

    def __init__(self, file: str, expected: str, found: str, said_by: str) -> None:
        super().__init__(file, expected, found, said_by)
        self.file, self.expected, self.found, self.said_by = file, expected, found, said_by

    def __str__(self) -> str:
        return (
            f"{self.file}: SHA-256 is {self.found} where {self.said_by} says {self.expected}; nothing was kept: "
            "fetch it again, and if that repeats ask the publisher and pass --sha256"
        )


class ChecksumUnreadable(PublishedModelError):
    """What was given as a SHA-256 cannot be one."""

    def __init__(self, given: str) -> None:
        super().__init__(given)
        self.given = given

    def __str__(self) -> str:
        return f"--sha256 {self.given}: a SHA-256 checksum is 64 hexadecimal digits (sha256sum FILE shows one)"


class OriginUnfit(PublishedModelError):
    """A local file or folder is not there, or is another model's."""

    def __init__(self, name: str, path: Path, why: str) -> None:
        super().__init__(name, path, why)
        self.name, self.path, self.why = name, path, why

    def __str__(self) -> str:
        return f"{self.name}: {self.path} {self.why}; --from takes its file or files, or their folder"


class ArchiveBroken(PublishedModelError):
    """A zip file that is damaged, or that would write where it must not."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(path, why)
        self.path, self.why = path, why

    def __str__(self) -> str:
        return f"{self.path.name} cannot be unpacked: {self.why}; fetch it again or take another mirror"


class EngineMissing(PublishedModelError):
    """The package that loads a model is not installed."""

    def __init__(self, name: str, package: str, remedy: str) -> None:
        super().__init__(name, package, remedy)
        self.name, self.package, self.remedy = name, package, remedy

    def __str__(self) -> str:
        return f"{self.name} needs the package {self.package}: {self.remedy}; or keep the model untried with --no-load"


class ModelUnfit(PublishedModelError):
    """It is no model of its kind, is incomplete, or does not load."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(name, why)
        self.name, self.why = name, why

    def __str__(self) -> str:
        return f"{self.name}: {self.why}; fetch it again with: hatef models pull {self.name} --again"


class ModelTooHeavy(ModelUnfit):
    """Whether it loads cannot be told on this machine."""

    def __str__(self) -> str:
        return f"{self.name}: {self.why}; take a smaller model, or keep it untried with --no-load"


class ManifestBroken(PublishedModelError):
    """A JSON file of ours cannot be read."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(path, why)
        self.path, self.why = path, why

    def __str__(self) -> str:
        return f"{self.path}: {self.why}; delete it and pull or choose the model again"
