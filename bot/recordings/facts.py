"""What is known of a recording; it stands in the file itself, so that the database can lose it and have it again."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.recordings.errors import RecordingBroken
from bot.recordings.keys import Keyring
from bot.recordings.sound import SoundRefused, parse_sound
from bot.recordings.vault import Part, VaultReader
from voice.audio import FRAME_MS, SAMPLE_RATE_HZ
from voice.gateway.tap import Tap


@dataclass(frozen=True, slots=True)
class Facts:
    """Times in ms; `started_at_ms` counts from 1970, UTC."""

    call_id: str
    started_at_ms: int
    length_ms: int = 0
    consent_ms: int | None = None
    """Since the call came, when the caller had heard the whole sentence; None: it was not said."""
    hushed_ms: int = 0
    """Of it in silence, because something secret was asked."""
    dropped_ms: int = 0
    """Of it lost: the writer, or the media clock, was too late."""
    handed: bool = False
    """A human took the call."""
    bridged_ms: int | None = None
    """When the human was first heard; None: it was another telephone system's, or nobody."""
    whole: bool = False
    """Written to its end; otherwise Hatef was killed or the disk was full."""

    @property
    def started_at(self) -> datetime:
        """Aware, UTC."""
        return datetime.fromtimestamp(self.started_at_ms / 1000, UTC)

    def counted(self, samples: int, tap: Tap) -> "Facts":
        """With what the tap counted."""
        return replace(
            self,
            length_ms=samples * 1000 // SAMPLE_RATE_HZ,
            hushed_ms=tap.hushed * FRAME_MS,
            dropped_ms=(tap.dropped + tap.padded) * FRAME_MS,
            bridged_ms=None if tap.bridged_at is None else tap.bridged_at * FRAME_MS,
        )


def pack_facts(facts: Facts) -> bytes:
    """As JSON."""
    return json.dumps(asdict(facts)).encode()


def parse_facts(raw: bytes) -> Facts:
    """What `pack_facts` made; keys of a newer Hatef are passed over. Raises ValueError."""
    read: Any = json.loads(raw)
    if not isinstance(read, Mapping):
        raise ValueError("no facts")
    known = {field.name for field in fields(Facts)}
    try:
        return Facts(**{name: value for name, value in read.items() if name in known})
    except TypeError as error:
        raise ValueError("facts are missing") from error


def read_facts(path: Path, keys: Keyring) -> Facts:
    """Of a file that may have been cut: the latest that it says, and the length of what can be heard.

    Raises:
        RecordingBroken: not even its first part can be read. KeyUnknown. OSError.
    """
    reader = VaultReader(path, keys)
    facts: Facts | None = None
    samples = 0
    for part in reader.parts():
        found, length = _of(path, part)
        facts, samples = found or facts, samples + length
    if facts is None:
        raise RecordingBroken(path, reader.flaw or "it says nothing of itself")
    if reader.whole:
        return replace(facts, whole=True)
    return replace(facts, whole=False, length_ms=samples * 1000 // SAMPLE_RATE_HZ)


def _of(path: Path, part: Part) -> tuple[Facts | None, int]:
    try:
        return (parse_facts(part.body), 0) if part.kind == "facts" else (None, len(parse_sound(part.body)))
    except (ValueError, SoundRefused) as error:
        raise RecordingBroken(path, str(error)) from error
