"""How everything sounds: the voice's part of `config.yml`, with its usual values; frozen."""

from dataclasses import dataclass
from typing import Annotated

from annotated_types import Ge, Le


@dataclass(frozen=True)
class SpeakOptions:
    """What is common to all voices and recordings."""

    loudness_lufs: Annotated[float, Ge(-36), Le(-16)] = -23.0
    """Of every prompt, ITU-R BS.1770-4."""
