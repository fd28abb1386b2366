"""Clips of voices that no training ever heard, and decoding of them."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile
import vosk
from numpy.typing import NDArray

SETS = Path(__file__).parent / "sets"
Hear = Callable[[Path, NDArray[np.int16]], str]


@pytest.fixture(scope="session")
def reference() -> list[dict[str, str]]:
    with (SETS / "ref.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


@pytest.fixture(scope="session")
def clip() -> Callable[[str], NDArray[np.int16]]:
    def read(name: str) -> NDArray[np.int16]:
        samples: NDArray[np.int16] = soundfile.read(SETS / name, dtype="int16")[0]
        return samples

    return read


@pytest.fixture(scope="session")
def hear() -> Hear:
    vosk.SetLogLevel(-1)
    loaded: dict[Path, vosk.Model] = {}

    def decode(model_dir: Path, samples: NDArray[np.int16]) -> str:
        if model_dir not in loaded:
            loaded[model_dir] = vosk.Model(str(model_dir))
        recogniser = vosk.KaldiRecognizer(loaded[model_dir], 8000)
        recogniser.AcceptWaveform(samples.tobytes())
        return str(json.loads(recogniser.FinalResult())["text"])

    return decode
