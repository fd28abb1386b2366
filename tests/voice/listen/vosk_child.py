"""Runs the real vosk on PCM files, one turn a file, in a process of its own: it cannot live beside kaldifst.

`python -m tests.voice.listen.vosk_child KIND MODEL FILE...` prints a JSON list.
"""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any, get_args

from tests.voice.listen.sounds import frames
from voice.listen.recogniser import Kind
from voice.listen.vosk_recogniser import load


def main(kind: Kind, model: str, files: list[str]) -> list[dict[str, Any]]:
    """The turns, all on one recogniser."""
    recogniser = load({"fa": {"general": model}}).open("fa", kind)
    turns = []
    for file in files:
        recogniser.reset()
        partials = [""]
        endpoint = False
        for frame in frames(Path(file).read_bytes()):
            recogniser.accept(frame)
            endpoint |= recogniser.endpoint
            if recogniser.partial() != partials[-1]:
                partials.append(recogniser.partial())
        turns.append({"partials": partials, "endpoint": endpoint, **asdict(recogniser.final())})
    return turns


if __name__ == "__main__":
    sys.stdout.write(
        json.dumps(main(next(kind for kind in get_args(Kind) if kind == sys.argv[1]), sys.argv[2], sys.argv[3:]))
    )
