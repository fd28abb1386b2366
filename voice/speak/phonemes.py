"""What a text sounds like in IPA, to mend pronunciations by: espeak-ng's reading, which Piper's voices use too.

`python -m voice.speak.phonemes LANGUAGE TEXT` prints it, one sentence a line.
"""

import subprocess
import sys
from pathlib import Path
from typing import Any

from voice.errors import VoiceBroken

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 60.0


def ipa(text: str, language: str) -> str:
    """The phonemes of `text`, one sentence a line. Raises VoiceBroken.

    In a process of its own: a second set-up of espeak-ng in one process makes it read nonsense.
    """
    command = [sys.executable, "-m", "voice.speak.phonemes", language, text]
    try:
        done = subprocess.run(
            command, cwd=ROOT, capture_output=True, timeout=PATIENCE_S, check=False, encoding="utf-8", errors="replace"
        )
    except subprocess.TimeoutExpired as trouble:
        raise VoiceBroken("espeak-ng", f"it gave no phonemes within {PATIENCE_S:g} s") from trouble
    if done.returncode:
        told = done.stderr.strip().splitlines() or [f"its process ended with code {done.returncode}"]
        raise VoiceBroken("espeak-ng", f"it gave no phonemes ({told[-1]})")
    return done.stdout.strip()


def main(language: str, text: str) -> None:
    """Print the phonemes."""
    # Loaded here and not above: it brings onnxruntime, 60 MB that nobody else in this room needs.
    import piper
    from piper.phonemize_espeak import EspeakPhonemizer

    phonemizer: Any = EspeakPhonemizer(Path(piper.__file__).parent / "espeak-ng-data")
    sentences = phonemizer.phonemize(language, text)
    sys.stdout.buffer.write("\n".join("".join(sentence) for sentence in sentences).encode())


if __name__ == "__main__":
    main(*sys.argv[1:])
