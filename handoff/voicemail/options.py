"""What callers may leave a message by: its part of `config.yml`, with its usual values; frozen."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from annotated_types import Ge, Le


@dataclass(frozen=True)
class VoicemailRules:
    """Whether callers whom nobody takes may leave a message, how it ends, and how long it is kept. Times are s."""

    enabled: bool = False
    """Messages are locked: it takes the key of recordings."""
    call_back: bool = False
    """Who left one is called back like everybody else, where `callbacks.dial` says how; else a human listens first."""
    end_silence_s: Annotated[float, Ge(1), Le(30)] = 4.0
    """So much silence behind speech is its end; also before the first word, twice as long."""
    most_s: Annotated[float, Ge(10), Le(1_800)] = 180.0
    least_s: Annotated[float, Ge(0.2), Le(10)] = 1.0
    """With less speech in it, it is none."""
    keep_days: Annotated[int, Ge(1), Le(3_650)] = 30
    transcribe: bool = True
    """It is written down afterwards, where the machine has time."""
    folder: Path = Path("var/voicemail")
