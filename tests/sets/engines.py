"""The engines that speak the sets: they get sounds, never text."""

import ctypes
import json
from collections.abc import Mapping
from pathlib import Path

import espeakng_loader
import numpy as np
import onnxruntime
import soxr
from numpy.typing import NDArray

from voice.speak.espeak_engine import EspeakLibrary, EspeakSynthesiser
from voice.speak.synthesiser import VoiceChoice

KOKORO_HZ = 24_000
LINE_HZ = 8_000
PARAMETER_RANGE = 4  # speak_lib.h: how far the pitch moves, 0 to 100

Samples = NDArray[np.float32]


class Kokoro:
    """Kokoro-82M; a voice is 510 styles, one for each count of tokens."""

    def __init__(self, network: Path, vocabulary: Path, voices: Path) -> None:
        self._network = onnxruntime.InferenceSession(str(network), providers=["CPUExecutionProvider"])
        self._vocabulary: dict[str, int] = json.loads(vocabulary.read_text(encoding="utf-8"))["vocab"]
        self._voices = voices

    def say(self, spelled: str, packs: Mapping[str, float], speed: float) -> Samples:
        """Samples at LINE_HZ."""
        tokens = [self._vocabulary[char] for char in spelled]
        style = sum(share * self._styles(pack)[len(tokens) - 1] for pack, share in packs.items())
        feed = {
            "tokens": np.array([[0, *tokens, 0]], np.int64),
            "style": np.asarray(style, np.float32)[None],
            "speed": np.array([speed], np.float32),
        }
        sound = np.asarray(self._network.run(None, feed)[0], np.float32).ravel()
        line: Samples = soxr.resample(sound, KOKORO_HZ, LINE_HZ)
        return line

    def _styles(self, pack: str) -> Samples:
        return np.fromfile(self._voices / f"{pack}.bin", dtype="<f4").reshape(-1, 256)


class Espeak:
    """espeak-ng; `use` of its library sets rate and pitch, the range is set beside it."""

    def __init__(self) -> None:
        self._library = EspeakLibrary()
        self._same_library = ctypes.CDLL(str(espeakng_loader.get_library_path()))

    def say(self, mnemonics: str, choice: VoiceChoice, pitch_range: int) -> Samples:
        """Samples at LINE_HZ."""
        voiced = EspeakSynthesiser(self._library, choice)
        self._same_library.espeak_SetParameter(PARAMETER_RANGE, pitch_range, 0)
        pieces: list[bytes] = []
        voiced.synthesise(f"[[{mnemonics}]]", pieces.append)
        sound = np.frombuffer(b"".join(pieces), "<i2").astype(np.float32) / 32768
        line: Samples = soxr.resample(sound, voiced.rate_hz, LINE_HZ)
        return line
