"""What a text sounds like in IPA, to mend pronunciations by: espeak-ng's reading, which Piper's voices use too."""

from pathlib import Path
from typing import Any


def ipa(text: str, language: str) -> str:
    """The phonemes of `text`, one sentence a line. Not for a process that speaks: it loads espeak-ng."""
    # Loaded here and not above: it brings onnxruntime, 60 MB that nobody else in this room needs.
    import piper
    from piper.phonemize_espeak import EspeakPhonemizer

    phonemizer: Any = EspeakPhonemizer(Path(piper.__file__).parent / "espeak-ng-data")
    return "\n".join("".join(sentence) for sentence in phonemizer.phonemize(language, text))
