"""Runs the real vosk on PCM files, one turn a file, in a process of its own: it cannot live beside kaldifst.

`python -m tests.voice.listen.vosk_child MODEL FILE...` prints a JSON list.
"""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tests.voice.listen.sounds import frames
from voice.listen.vosk_recogniser import load


def main(model: str, files: list[str]) -> list[dict[str, Any]]:
    """The turns, all on one recogniser."""
    recogniser = load({"fa": {"general": model}}).open("fa", "digits")
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
    sys.stdout.write(json.dumps(main(sys.argv[1], sys.argv[2:])))
