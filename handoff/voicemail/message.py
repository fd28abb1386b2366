"""A message on its way: what became of it, and what is known of one that is kept."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Literal

NOTE = "left a message"
"""Of the step to CALLBACK, where a message stands behind the promise."""


class Fate(StrEnum):
    """What became of what was said behind the beep."""

    KEPT = "kept"
    CUT = "cut"
    """Its beginning is kept, then the disk took no more."""
    EMPTY = "empty"
    """Nothing was said, or next to nothing; it is not kept."""
    UNABLE = "unable"
    """Nothing could be written."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A message that was asked for. `gone`: the caller is off the line; `lost`: how, "" where they hung up."""

    fate: Fate
    gone: bool = False
    lost: str = ""

    @property
    def kept(self) -> bool:
        """Something of it stands on the disk."""
        return self.fate in (Fate.KEPT, Fate.CUT)


Transcript = Literal["", "done", "failed"]
""""": still to be written down."""


@dataclass(frozen=True, slots=True)
class Message:
    """One that is kept. `file` is its name in the folder; `words` are personal, and only as good as the recogniser."""

    packet_id: str
    file: str
    left_at_ms: int
    """Since 1970."""
    length_ms: int
    size_bytes: int
    whole: bool
    """Written to its end; otherwise Hatef was killed or the disk was full."""
    transcript: Transcript = ""
    words: str = ""

    @property
    def left_at(self) -> datetime:
        """Aware, UTC."""
        return datetime.fromtimestamp(self.left_at_ms / 1000, UTC)
