"""Vowel marks for Arabic that is written without them, and marks in the way that espeak-ng reads them.

Without marks espeak-ng reads a skeleton («مرحبا» = mrħbaː). Prompts are marked by hand and stay as they are; this is
for text made at run time: names, amounts, answers of a CRM. Piper's Arabic voices mark their text themselves.
"""

import re
from pathlib import Path
from typing import Any

from voice.errors import VoiceBroken
from voice.speak.synthesiser import Sink, Synthesiser

VERSION = "tashkeel-1"
"""For cache keys: another reading of the same text needs another number."""

_LETTER = "[\u0621-\u064a]"
_BY_HAND = re.compile("[\u064e\u064f\u0650\u0652]")  # a tanwin or a shadda alone is everyday writing («شكرًا»)
_PAUSES = ".!?؟،؛:…»)"
_PAUSE = f"(?=[{_PAUSES}]|$)"
_LAST_VOWEL = re.compile("[\u064c-\u0650]+" + _PAUSE)
_VOWEL_FIRST = re.compile("([\u064b-\u0650\u0652])\u0651")
_SUN_LETTER = re.compile(f"(?<![\u0621-\u0652])ال({_LETTER})\u0651")
_TA_MARBUTA = re.compile("\u064e?\u0629" + _PAUSE)


def is_marked(word: str) -> bool:
    """Marked by hand, or without an Arabic letter to be marked."""
    return bool(_BY_HAND.search(word)) or not re.search(_LETTER, word)


def pause_form(word: str) -> str:
    """The word as it is said before a pause: a short vowel or its tanwin at the end falls silent; «-an» stays."""
    return _LAST_VOWEL.sub("", _VOWEL_FIRST.sub("\u0651\\1", word))


def espeak_form(text: str) -> str:
    """Marks as espeak-ng 1.52 reads them; the sound is meant, not the spelling.

    It drops a vowel that stands before its shadda, where Unicode's canonical order puts it («موظَّف» = muwaððf),
    makes three letters of a shadda after the article («الرِّجاء» = arrridʒaːʔ), and says the t of a ta marbuta before
    a pause.
    """
    text = _SUN_LETTER.sub(r"ال\1", _VOWEL_FIRST.sub("\u0651\\1", text))
    return _TA_MARBUTA.sub("\u064e", text)


class Tashkeel:
    """The network of libtashkeel that comes with Piper: 64 MB and about 5 ms a sentence; one thread at a time."""

    def __init__(self) -> None:
        # Loaded here and not above: only the process that speaks Arabic needs onnxruntime.
        import onnxruntime
        from piper import tashkeel

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        try:
            self._network: Any = tashkeel.TashkeelDiacritizer()
            # Its own session spins on every core after each sentence.
            model = Path(tashkeel.__file__).with_name("model.onnx")
            self._network.session = onnxruntime.InferenceSession(str(model), options, ["CPUExecutionProvider"])
        except Exception as trouble:  # onnxruntime's errors share no base below it
            raise VoiceBroken("piper.tashkeel", "its network cannot be read; reinstall piper-tts") from trouble

    def __call__(self, sentence: str) -> str:
        """Mark the words of one sentence that are not marked; the others help to guess and stay as they are."""
        words = sentence.split()
        if all(is_marked(word) for word in words):
            return sentence
        guessed = str(self._network.diacritize(" ".join(words))).split()
        kept = [word if is_marked(word) else guess for word, guess in zip(words, guessed, strict=True)]
        pauses = [not is_marked(word) and (word[-1] in _PAUSES or word is words[-1]) for word in words]
        return " ".join(pause_form(word) if pause else word for word, pause in zip(kept, pauses, strict=True))


class MarkedVoice:
    """An espeak-ng voice of Arabic that is given marked text."""

    def __init__(self, voice: Synthesiser, marks: Tashkeel) -> None:
        self._voice = voice
        self._marks = marks

    @property
    def rate_hz(self) -> int:
        """Sampling rate of what comes out."""
        return self._voice.rate_hz

    def synthesise(self, sentence: str, sink: Sink) -> None:
        """Speak one sentence into `sink`."""
        self._voice.synthesise(espeak_form(self._marks(sentence)), sink)
