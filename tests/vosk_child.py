"""Decodes in a process of its own: vosk and kaldifst must never meet in one (they deadlock).

One request a line: {"model": folder, "samples": [...]}; one text a line back. The sound comes in pieces of 0.2 s, as in
a call, so that vosk's end-of-segment rules are at work; segments are joined.
"""

import json
import sys

import numpy as np
import vosk

PIECE = 1600
"""Samples, 0.2 s."""


def main() -> None:
    """Serve until stdin ends."""
    vosk.SetLogLevel(-1)
    loaded: dict[str, vosk.Model] = {}
    for line in sys.stdin:
        job = json.loads(line)
        if job["model"] not in loaded:
            loaded[job["model"]] = vosk.Model(job["model"])
        recogniser = vosk.KaldiRecognizer(loaded[job["model"]], 8000)
        samples, segments = np.array(job["samples"], dtype="<i2"), []
        for at in range(0, len(samples), PIECE):
            if recogniser.AcceptWaveform(samples[at : at + PIECE].tobytes()):
                segments.append(json.loads(recogniser.Result())["text"])
        segments.append(json.loads(recogniser.FinalResult())["text"])
        sys.stdout.write(json.dumps(" ".join(filter(None, segments))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
