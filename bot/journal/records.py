"""What the journal keeps of a call. Times inside a call are milliseconds since its start."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Speaker = Literal["caller", "bot", "agent"]
Kind = Literal["speech", "keys", "silence", "system", "bridged"]
"""Bridged: said between caller and agent, and written down afterwards; its only time is `first_sample_ms`."""


@dataclass(frozen=True, slots=True)
class CallStart:
    """A call as it comes in. `started_at` is aware (UTC); `caller` is the number as the line brought it."""

    call_id: str
    caller: str
    called: str
    language: str
    started_at: datetime


@dataclass(frozen=True, slots=True)
class CallEnd:
    """How a call ended: `ended_ms` after its start, why, and the last state of its handoff if there was one."""

    call_id: str
    ended_ms: int
    reason: str
    handoff_outcome: str | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """What one side said. A caller's turn carries the times of the answer to it; None where it never came.

    `end_of_speech_ms`: the caller stopped. `final_text_ms`: the recogniser was sure. `answer_decided_ms`: the bot knew
    what to say. `first_sample_ms`: its first sample left. Confidences are 0 to 1.
    """

    index: int
    speaker: Speaker
    text: str
    kind: Kind = "speech"
    confidence: float | None = None
    intent: str | None = None
    intent_confidence: float | None = None
    slots: Mapping[str, Any] = field(default_factory=dict)
    end_of_speech_ms: int | None = None
    final_text_ms: int | None = None
    answer_decided_ms: int | None = None
    first_sample_ms: int | None = None
    likely: float | None = None
    """That this was said, by both passes of hearing; None where one alone heard it."""
    sure: float | None = None
    """What the rungs of the ladder were compared with: heard right, and meant."""

    @property
    def answer_ms(self) -> int | None:
        """From the end of the caller's speech to the first sample of the answer."""
        if self.end_of_speech_ms is None or self.first_sample_ms is None:
            return None
        return self.first_sample_ms - self.end_of_speech_ms


@dataclass(frozen=True, slots=True)
class RecordedCall:
    """A call as the journal tells it; what is None has not happened, or was lost."""

    call_id: str
    caller: str
    called: str
    language: str
    started_at: datetime
    answered_ms: int | None
    ended_ms: int | None
    end_reason: str | None
    handoff_outcome: str | None
    turns: tuple[Turn, ...] = ()


@dataclass(frozen=True, slots=True)
class Spread:
    """How one delay is spread over `count` turns, ms; None where there were none."""

    count: int
    p50_ms: int | None
    p95_ms: int | None
    most_ms: int | None


@dataclass(frozen=True, slots=True)
class Latencies:
    """Where the time between the caller's last word and the bot's first sample goes."""

    recognise: Spread
    decide: Spread
    speak: Spread
    answer: Spread
