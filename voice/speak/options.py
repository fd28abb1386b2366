"""How everything sounds: the voice's part of `config.yml`, with its usual values; frozen.

Loaded by every synthesiser's process, so the bounds stand in the settings: the package that says them takes 9 MB.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class SpeakOptions:
    """What is common to all voices and recordings."""

    loudness_lufs: float = -23.0
    """Of every prompt, ITU-R BS.1770-4."""
