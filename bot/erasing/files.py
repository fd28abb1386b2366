"""The folders behind the database: what waits there of a caller goes, what waits of others stays.

journal/*.jsonl           lines of calls and turns       his lines are taken out
packets/**/*.json         one handoff, event, call-back  his files are deleted
*.bad, *.new              not readable, half written     deleted where his number or a call of his is in it
"""

import os
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.erasing.person import IsHim
from bot.journal.entries import Entry, parse_entry
from bot.journal.spill import hold
from handoff.caller_key import KEY_DIGITS
from handoff.errors import PacketInvalid
from handoff.record import parse_record


@dataclass(frozen=True, slots=True)
class FilesGone:
    """How much went."""

    lines: int = 0
    files: int = 0


@dataclass(frozen=True, slots=True)
class SpillFolders:
    """`home` is the folder that both are in (`bot.store.database.spill_home`). Raises OSError."""

    home: Path

    def calls_of(self, is_him: IsHim) -> frozenset[str]:
        """His calls that the database may not know yet."""
        begun = {
            str(entry.values["call_id"])
            for path in self._journal()
            for entry in _entries(path)
            if entry is not None and entry.kind == "call" and is_him(str(entry.values.get("caller", "")))
        }
        handed = {call_id for path in self._packets() for call_id, number in _packet(path) if is_him(number)}
        return frozenset(begun | handed)

    def packets_of(self, is_him: IsHim, live: Collection[str]) -> frozenset[str]:
        """His handoffs that the database may not know yet, but for those of calls that go on."""
        return frozenset(
            path.stem
            for path in self._packets()
            for call_id, number in _packet(path)
            if is_him(number) and call_id not in live
        )

    def erase(self, is_him: IsHim, call_ids: Collection[str], packet_ids: Collection[str], *, dry: bool) -> FilesGone:
        """Take his out; `dry` only counts. What comes in meanwhile stays."""
        lines = sum(self._take_lines(path, call_ids, dry=dry) for path in self._journal())
        named = frozenset({*call_ids, *packet_ids})
        files = [path for path in self._packets() if self._is_his(path, is_him, named)]
        files += [path for path in self._bad() if _holds(path, is_him, named)]
        for path in () if dry else files:
            path.unlink(missing_ok=True)
        return FilesGone(lines, len(files))

    def _journal(self) -> list[Path]:
        return sorted((self.home / "journal").glob("*.jsonl"))

    def _packets(self) -> list[Path]:
        return sorted(path for folder in ("packets", "callbacks") for path in (self.home / folder).rglob("*.json"))

    def _bad(self) -> list[Path]:
        folders = ("journal", "packets", "callbacks")
        endings = ("*.bad", "*.new")
        return sorted(path for folder in folders for ending in endings for path in (self.home / folder).rglob(ending))

    def _is_his(self, path: Path, is_him: IsHim, named: frozenset[str]) -> bool:
        if any(name in path.name for name in named):
            return True
        found = list(_packet(path))
        if found:
            return any(call_id in named or is_him(number) for call_id, number in found)
        return _holds(path, is_him, named)

    def _take_lines(self, path: Path, call_ids: Collection[str], *, dry: bool) -> int:
        """Write the file anew without them: aside, and then in its place; who appends waits."""
        with hold(path) as handle:
            lines = os.pread(handle, os.fstat(handle).st_size, 0).splitlines(keepends=True)
            kept = [line for line in lines if not _is_of(line, call_ids)]
            if not dry and len(kept) < len(lines):
                _replace(path, kept)
        return len(lines) - len(kept)


def _replace(path: Path, lines: Iterable[bytes]) -> None:
    """Readable by our user only, whole or not at all; what a kill leaves aside has a name that nobody reads."""
    aside = path.with_name(f"{path.name}.new")
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as out:
        out.writelines(lines)
        out.flush()
        os.fsync(out.fileno())
    os.replace(aside, path)


def _entries(path: Path) -> Iterator[Entry | None]:
    for line in path.read_bytes().splitlines():
        yield _entry(line)


def _entry(line: bytes) -> Entry | None:
    try:
        return parse_entry(line)
    except ValueError:
        return None


def _is_of(line: bytes, call_ids: Collection[str]) -> bool:
    entry = _entry(line)
    return entry is not None and entry.values["call_id"] in call_ids


def _packet(path: Path) -> Iterator[tuple[str, str]]:
    """Call and number of a spilled handoff; nothing for any other file."""
    try:
        packet = parse_record(path.read_bytes()).packet
    except (PacketInvalid, FileNotFoundError):
        return
    yield packet.call_id, packet.caller.number


def _holds(path: Path, is_him: IsHim, named: frozenset[str]) -> bool:
    """Whether a file that is no handoff names one of his calls, or a number of his."""
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return False
    return any(name in text for name in named) or any(is_him(number) for number in _numbers(text))


def _numbers(text: str) -> Iterator[str]:
    """Whatever has as many digits as a telephone number."""
    number = ""
    for letter in f"{text} ":
        if letter.isdecimal() or letter == "+" and not number:
            number += letter
            continue
        if len(number) >= KEY_DIGITS:
            yield number
        number = ""
