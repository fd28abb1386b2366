"""Unpacking a model's zip: nothing outside the target folder, nothing endless, all or nothing."""

import errno
import shutil
import stat
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from voice.models.published.errors import ArchiveBroken, NoSpace

MOST_FILES = 10_000
MOST_BYTES = 16 * 1024**3
MOST_TIMES = 20  # bigger than its archive; models shrink to a half or a third, never to a hundredth
SMALL_BYTES = 64 * 1024 * 1024  # below this an archive may shrink as it likes
ENCRYPTED = 0x1


def unpack_zip(archive: Path, target: Path) -> None:
    """Unpack `archive` into the new folder `target`; the one folder at its top is left out.

    Raises:
        ArchiveBroken: it is no zip, is damaged, or has unsafe or far too many bytes; `target` is then gone.
        NoSpace: the disk is full, or it would not fit.
    """
    try:
        with zipfile.ZipFile(archive) as zipped:
            entries = _checked(archive, zipped.infolist())
            _fits(target.parent, sum(entry.file_size for entry in entries))
            _extract(zipped, entries, target)
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        shutil.rmtree(target, ignore_errors=True)
        raise ArchiveBroken(archive, f"it is no zip file, cut off or damaged ({error})") from error
    except (NotImplementedError, RuntimeError) as error:  # zipfile's words for unknown methods and passwords
        shutil.rmtree(target, ignore_errors=True)
        raise ArchiveBroken(archive, str(error)) from error
    except OSError as error:
        shutil.rmtree(target, ignore_errors=True)
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise NoSpace(target.parent) from error
        raise ArchiveBroken(archive, f"{error.strerror or error}") from error


def _checked(archive: Path, entries: list[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    """The files among `entries`. Sizes are the declared ones: zipfile reads no byte more than was declared."""
    if len(entries) > MOST_FILES:
        raise ArchiveBroken(archive, f"it holds {len(entries)} entries, more than any model has")
    for entry in entries:
        _safe(archive, entry)
    files = [entry for entry in entries if not entry.is_dir()]
    if len({entry.filename for entry in files}) != len(files):
        raise ArchiveBroken(archive, "it holds the same name twice")
    total = sum(entry.file_size for entry in files)
    if total > MOST_BYTES or total > max(SMALL_BYTES, MOST_TIMES * archive.stat().st_size):
        raise ArchiveBroken(archive, f"it would grow to {total / 1e6:.0f} MB, more than any model does (a zip bomb?)")
    return files


def _safe(archive: Path, entry: zipfile.ZipInfo) -> None:
    name = entry.orig_filename
    parts = PurePosixPath(name).parts
    if name.startswith("/") or "\\" in name or "\0" in name or ":" in name or ".." in parts:
        raise ArchiveBroken(archive, f"the entry {name!r} would be written outside its folder")
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise ArchiveBroken(archive, f"the entry {name!r} is a link or a device")
    if entry.flag_bits & ENCRYPTED:
        raise ArchiveBroken(archive, "it is locked by a password")


def _fits(folder: Path, needed: int) -> None:
    free = shutil.disk_usage(folder).free
    if needed > free:
        raise NoSpace(folder, needed, free)


def _extract(zipped: zipfile.ZipFile, entries: list[zipfile.ZipInfo], target: Path) -> None:
    top = _top(entries)
    for entry in entries:
        path = target.joinpath(*PurePosixPath(entry.filename).parts[1 if top else 0 :])
        path.parent.mkdir(parents=True, exist_ok=True)
        with zipped.open(entry) as source, path.open("xb") as file:
            shutil.copyfileobj(source, file, 1024 * 1024)


def _top(entries: list[zipfile.ZipInfo]) -> str:
    """The folder that everything lies in, "" where there is no such."""
    tops = {PurePosixPath(entry.filename).parts[0] for entry in entries}
    flat = any(len(PurePosixPath(entry.filename).parts) == 1 for entry in entries)
    return tops.pop() if len(tops) == 1 and not flat else ""
