"""What a caller said or keyed in one turn, and its readings as values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from nlu.values import Kind, Reading, keyed, read

Readings = Sequence[Reading]
SOFT = frozenset({"text", "name", "yesno", "choice"})
"""Kinds that nearly any words might be: they are read only where they are asked for."""


@dataclass(frozen=True)
class Heard:
    """What the caller said or keyed, and what it was taken for; `also`: further requests in it, as intent and words."""

    text: str
    intent: str
    confidence: float
    language: str
    now: datetime
    keys: str = ""
    entities: frozenset[str] = frozenset()
    also: Sequence[tuple[str, str]] = ()
    lost_before: bool = False
    """The turn before this one was not understood either."""

    def as_value(self, kind: Kind) -> Readings:
        """All readings of the turn as a value of that kind."""
        if self.keys:
            return keyed(kind, self.keys.strip("#*"), self.now, self.language)
        return self.of(kind, self.text)

    def of(self, kind: Kind, text: str) -> Readings:
        """All readings of some words as a value of that kind."""
        return read(kind, text, self.language, self.now)
