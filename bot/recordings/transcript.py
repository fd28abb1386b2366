"""What people said to each other in a recorded call, written down afterwards by a child of the lowest priority."""

import json
import logging
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

import numpy as np

from bot.recordings.errors import RecordingError
from bot.recordings.keys import Keyring
from bot.recordings.sound import parse_sound
from bot.recordings.vault import VaultReader
from voice import processes
from voice.audio import SAMPLE_RATE_HZ
from voice.gateway.tap import Stereo

log = logging.getLogger(__name__)

CHILD = "voice.listen.transcribe_child"
PATIENCE_S = 4 * 3600.0
"""A machine under load has little time left over."""
Side = Literal["caller", "agent"]
SIDES: tuple[Side, ...] = get_args(Side)
"""The channels of a bridged call."""

Models = Mapping[str, Mapping[str, Path]]


class TranscriptLost(RecordingError):
    """The child ended without doing its work."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why

    def __str__(self) -> str:
        return f"a recorded call could not be written down: {self.why}"


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence or so; times in ms from the beginning of the recording."""

    speaker: Side
    text: str
    start_ms: int
    end_ms: int
    confidence: float


def write_down(
    path: Path,
    keys: Keyring,
    from_ms: int,
    language: str,
    models: Models,
    *,
    sides: Sequence[Side] = SIDES,
    idle: bool = True,
) -> tuple[Said, ...]:
    """What both sides, or one, said from that moment on, by time. Blocking, for as long as it takes.

    `idle`: with what everybody else leaves of the processor.

    Raises RecordingError, OSError.
    """
    sound = sound_from(path, keys, from_ms)
    folders = {kind: str(folder) for kind, folder in models[language].items()}
    job = json.dumps({"language": language, "models": {language: folders}, "idle": idle}).encode() + b"\n"
    said: list[Said] = []
    for who in sides:
        heard = np.ascontiguousarray(sound[:, SIDES.index(who)])
        said += _one_side(job + heard.tobytes(), who, from_ms)
    return tuple(sorted(said, key=lambda one: one.start_ms))


def sound_from(path: Path, keys: Keyring, from_ms: int) -> Stereo:
    """Both channels from that moment on."""
    skip = from_ms * SAMPLE_RATE_HZ // 1000
    pieces: list[Stereo] = []
    for part in VaultReader(path, keys).parts():
        if part.kind == "sound":
            piece = parse_sound(part.body)
            pieces.append(piece[skip:])
            skip = max(0, skip - len(piece))
    return np.concatenate(pieces) if pieces else np.zeros((0, 2), dtype=np.int16)


def _one_side(told: bytes, who: Side, from_ms: int) -> list[Said]:
    child = subprocess.run(
        processes.command(CHILD),
        env=processes.environment(),
        input=told,
        capture_output=True,
        timeout=PATIENCE_S,
        check=False,
    )
    if child.returncode:
        last = child.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
        raise TranscriptLost(" ".join(last) or f"exit code {child.returncode}")
    return [_said(line, who, from_ms) for line in child.stdout.decode("utf-8").splitlines()]


def _said(line: str, who: Side, from_ms: int) -> Said:
    raw = json.loads(line)
    return Said(who, raw["text"], from_ms + raw["start_ms"], from_ms + raw["end_ms"], round(raw["confidence"], 3))
