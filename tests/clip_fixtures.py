"""Clips of voices that no training ever heard, and decoding of them."""

import csv
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

SETS = Path(__file__).parents[1] / "data" / "sets" / "fa-voices"
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
def hear() -> Iterator[Hear]:
    command = [sys.executable, str(Path(__file__).with_name("vosk_child.py"))]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdin is not None and child.stdout is not None

        def decode(model_dir: Path, samples: NDArray[np.int16]) -> str:
            assert child.stdin is not None and child.stdout is not None
            child.stdin.write(json.dumps({"model": str(model_dir), "samples": samples.tolist()}) + "\n")
            child.stdin.flush()
            return str(json.loads(child.stdout.readline()))

        yield decode
        child.stdin.close()
