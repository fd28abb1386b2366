"""Runs the real engines on PCM files in a process of its own, where no kaldifst is: both may live there together.

`python -m tests.voice.listen.engine_child FILE MODEL...` hears the file with each model, three times in turn, and
prints a JSON list of texts.
"""

import json
import sys
from pathlib import Path

from tests.voice.listen.sounds import frames
from voice.listen.engines import load
from voice.listen.vad import VadNetwork


def main(file: str, models: list[str]) -> list[str]:
    """What was heard, in the order of hearing."""
    VadNetwork()  # as in a recogniser process: onnxruntime is there already
    source = load({str(number): {"general": model} for number, model in enumerate(models)})
    texts = []
    for _ in range(3):
        for number in range(len(models)):
            recogniser = source.open(str(number), "general")
            for frame in frames(Path(file).read_bytes()):
                recogniser.accept(frame)
            texts.append(recogniser.final().text)
    return texts


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(sys.argv[1], sys.argv[2:])))
