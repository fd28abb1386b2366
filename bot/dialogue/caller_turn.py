"""What a caller did in one turn: one shape from the line through the dialogue to the journal."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class CallerTurn:
    """Words, keys or silence. Times are `time.monotonic()` seconds; `ended_s` is when the caller stopped."""

    kind: Literal["speech", "keys", "silence"]
    text: str = ""
    confidence: float = 1.0
    """The recogniser's mean over the words, 0 to 1."""
    ended_s: float = 0.0
    final_s: float = 0.0
    barged_in: bool = False
    likely: float | None = None
    """That this was said, by both passes (`voice.events.Utterance`)."""
    keys: str = ""
    loudness_dbfs: float | None = None
    """Mean power of the speech; None: keys, silence, or it was not measured."""

    @property
    def content(self) -> str:
        """What was said or keyed."""
        return self.keys or self.text

    def pack(self) -> tuple[str, Mapping[str, Any]]:
        """Its text and its part of the metadata, as the connector reads them (`nlu.rasa.turn_request`)."""
        more: dict[str, Any] = {"confidence": round(self.confidence, 3)}
        return self.text, more | {"keys": self.keys} if self.keys else more
