"""Decodes in a process of its own: vosk and kaldifst must never meet in one (they deadlock).

One request a line: {"model": folder, "samples": [...]}; one text a line back.
"""

import json
import sys

import numpy as np
import vosk


def main() -> None:
    """Serve until stdin ends."""
    vosk.SetLogLevel(-1)
    loaded: dict[str, vosk.Model] = {}
    for line in sys.stdin:
        job = json.loads(line)
        if job["model"] not in loaded:
            loaded[job["model"]] = vosk.Model(job["model"])
        recogniser = vosk.KaldiRecognizer(loaded[job["model"]], 8000)
        recogniser.AcceptWaveform(np.array(job["samples"], dtype="<i2").tobytes())
        sys.stdout.write(json.dumps(json.loads(recogniser.FinalResult())["text"]) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
