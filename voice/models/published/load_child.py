"""Loads one model and tries it: `python -m voice.models.published.load_child KIND PATH LANGUAGE`.

In a process of its own: a damaged model can end the process that loads it, or eat all memory.
"""

import sys
import time
from pathlib import Path

from voice.errors import VoiceError

DIGITS = {"fa": "یک دو سه", "ar": "واحد اثنان ثلاثة"}


def try_recogniser(folder: Path) -> str:
    """Load a Vosk model and decode a second of silence. Raises ModelBroken."""
    from voice.audio import SAMPLE_RATE_HZ
    from voice.listen.vosk_recogniser import VoskModel, VoskRecogniser

    began = time.monotonic()
    model = VoskModel(folder)
    took = time.monotonic() - began
    recogniser = VoskRecogniser(model)
    recogniser.accept(bytes(2 * SAMPLE_RATE_HZ))
    recogniser.final()
    return f"loads in {took:.1f} s, {model.rate_hz} Hz"


def try_voice(file: Path, language: str) -> str:
    """Load a Piper voice and let it say three words. Raises VoiceBroken."""
    from voice.speak.piper_engine import PiperSynthesiser
    from voice.speak.synthesiser import VoiceChoice

    began = time.monotonic()
    voice = PiperSynthesiser(VoiceChoice("piper", str(file)))
    took = time.monotonic() - began
    pieces: list[bytes] = []
    voice.synthesise(DIGITS[language], pieces.append)
    seconds = sum(map(len, pieces)) / 2 / voice.rate_hz
    return f"loads in {took:.1f} s, {voice.rate_hz} Hz, {seconds:.1f} s of sound for three words"


def main(kind: str, place: str, language: str) -> int:
    """Print what the model tells of itself; 1 and the reason where it does not load."""
    try:
        told = try_recogniser(Path(place)) if kind == "recogniser" else try_voice(Path(place), language)
    except VoiceError as trouble:
        sys.stderr.write(f"{getattr(trouble, 'why', trouble)}\n")
        return 1
    sys.stdout.write(told + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
