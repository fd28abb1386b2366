"""What a text sounds like in IPA, to mend pronunciations by: espeak-ng's reading, which Piper's voices use too.

`python -m voice.speak.phonemes LANGUAGE TEXT` prints it, one sentence a line; with "as-said" after it, as espeak-ng's
voices of ours get the text: Arabic with its vowel marks, in the way that espeak-ng reads them.
"""

import sys
from pathlib import Path
from subprocess import TimeoutExpired
from typing import Any

from voice import processes
from voice.errors import VoiceBroken
from voice.speak.espeak_data import short_name
from voice.speak.sentences import sentences
from voice.speak.tashkeel import Tashkeel, espeak_form

PATIENCE_S = 60.0


def ipa(text: str, language: str) -> str:
    """The phonemes of `text` as it stands, one sentence a line. Raises VoiceBroken."""
    return _phonemes(language, text)


def ipa_as_said(text: str, language: str) -> str:
    """The phonemes of `text` as our espeak-ng voice of `language` says it, one sentence a line. Raises VoiceBroken."""
    return _phonemes(language, text, "as-said")


def _phonemes(*arguments: str) -> str:
    """In a process of its own: a second set-up of espeak-ng in one process makes it read nonsense."""
    try:
        done = processes.run("voice.speak.phonemes", *arguments, patience_s=PATIENCE_S)
    except TimeoutExpired as error:
        raise VoiceBroken("espeak-ng", f"it gave no phonemes within {PATIENCE_S:g} s") from error
    if done.returncode:
        told = done.stderr.strip().splitlines() or [f"its process ended with code {done.returncode}"]
        raise VoiceBroken("espeak-ng", f"it gave no phonemes ({told[-1]})")
    return done.stdout.strip()


def main(language: str, text: str, how: str = "") -> None:
    """Print the phonemes."""
    # Loaded here and not above: it brings onnxruntime, 60 MB that nobody else in this room needs.
    import piper
    from piper.phonemize_espeak import EspeakPhonemizer

    if how == "as-said" and language == "ar":
        marks = Tashkeel()
        text = "\n".join(espeak_form(marks(sentence)) for sentence in sentences(text))
    phonemizer: Any = EspeakPhonemizer(short_name(Path(piper.__file__).parent / "espeak-ng-data"))
    found = phonemizer.phonemize(language, text)
    sys.stdout.buffer.write("\n".join("".join(sentence) for sentence in found).encode())


if __name__ == "__main__":
    main(*sys.argv[1:])
