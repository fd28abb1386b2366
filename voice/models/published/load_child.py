"""Loads one model and tries it: `python -m voice.models.published.load_child KIND PATH LANGUAGE`.

In a process of its own: a damaged model can end the process that loads it, or eat all memory.
"""

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from nlu.text.languages import LANGUAGES
from voice.errors import VoiceError
from voice.listen.sherpa.folder import is_sherpa

if TYPE_CHECKING:
    from voice.listen.recogniser import Recogniser
    from voice.listen.sherpa.recogniser import SherpaModel
    from voice.listen.vosk_recogniser import VoskModel


def try_recogniser(folder: Path) -> str:
    """Load a recogniser of either engine and decode a second of silence. Raises ModelBroken."""
    from voice.audio import SAMPLE_RATE_HZ

    began = time.monotonic()
    model, recogniser = _sherpa(folder) if is_sherpa(folder) else _vosk(folder)
    took = time.monotonic() - began
    recogniser.accept(bytes(2 * SAMPLE_RATE_HZ))
    recogniser.final()
    return f"loads in {took:.1f} s, {model.rate_hz} Hz"


def _vosk(folder: Path) -> "tuple[VoskModel, Recogniser]":
    from voice.listen.vosk_recogniser import VoskModel, VoskRecogniser

    model = VoskModel(folder)
    return model, VoskRecogniser(model)


def _sherpa(folder: Path) -> "tuple[SherpaModel, Recogniser]":
    from voice.listen.sherpa.recogniser import SherpaModel, SherpaRecogniser

    model = SherpaModel(folder)
    return model, SherpaRecogniser(model)


def try_voice(file: Path, language: str) -> str:
    """Load a Piper voice and let it say three words. Raises VoiceBroken."""
    from voice.speak.piper_engine import PiperSynthesiser
    from voice.speak.synthesiser import VoiceChoice

    began = time.monotonic()
    voice = PiperSynthesiser(VoiceChoice("piper", str(file)))
    took = time.monotonic() - began
    pieces: list[bytes] = []
    voice.synthesise(" ".join(LANGUAGES[language].digit_words[1:4]), pieces.append)
    seconds = sum(map(len, pieces)) / 2 / voice.rate_hz
    return f"loads in {took:.1f} s, {voice.rate_hz} Hz, {seconds:.1f} s of sound for three words"


def try_encoder(folder: Path) -> str:
    """Load the second pass's encoder and let it hear two seconds of silence. Raises ModelBroken."""
    import numpy as np

    from voice.audio import SAMPLE_RATE_HZ
    from voice.listen.second_pass.encoder import WIDTH, Encoder

    began = time.monotonic()
    encoder = Encoder(folder)
    took = time.monotonic() - began
    frames = encoder(np.zeros(2 * SAMPLE_RATE_HZ, np.float32))
    return f"loads in {took:.1f} s, {len(frames)} frames of {WIDTH} numbers for two seconds"


def tried(kind: str, place: Path, language: str) -> str:
    """What a model of this kind tells of itself."""
    if kind == "encoder":
        return try_encoder(place)
    return try_recogniser(place) if kind == "recogniser" else try_voice(place, language)


def main(kind: str, place: str, language: str) -> int:
    """Print what the model tells of itself; 1 and the reason where it does not load."""
    try:
        told = tried(kind, Path(place), language)
    except VoiceError as error:
        sys.stderr.write(f"{getattr(error, 'why', error)}\n")
        return 1
    sys.stdout.write(told + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
