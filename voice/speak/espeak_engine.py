"""espeak-ng by ctypes. Its library holds one state for the whole process and bears one thread only."""

import ctypes
from pathlib import Path
from typing import Any

import espeakng_loader

from voice.errors import VoiceBroken
from voice.speak.espeak_data import short_name
from voice.speak.sentences import LONGEST
from voice.speak.synthesiser import Sink, VoiceChoice

# speak_lib.h
AUDIO_OUTPUT_SYNCHRONOUS = 2
INITIALIZE_DONT_EXIT = 0x8000
CHARS_UTF8 = 0x01
PHONEMES = 0x100  # [[...]] in the text holds phoneme mnemonics
POS_CHARACTER = 1
EE_OK = 0
PARAMETER_RATE = 1
PARAMETER_PITCH = 3

BUFFER_MS = 60
WORDS_A_MINUTE = 160  # a little slower than espeak's own 175: a telephone swallows consonants

_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


class EspeakLibrary:
    """The loaded library: one a process. `rate_hz` is fixed by its data (22,050)."""

    def __init__(self) -> None:
        self._sink: Sink | None = None
        self._lib: Any = ctypes.CDLL(str(espeakng_loader.get_library_path()))
        self.rate_hz = self._lib.espeak_Initialize(
            AUDIO_OUTPUT_SYNCHRONOUS,
            BUFFER_MS,
            short_name(Path(espeakng_loader.get_data_path())).encode(),
            INITIALIZE_DONT_EXIT,
        )
        if self.rate_hz <= 0:
            raise VoiceBroken("espeak-ng", f"its data cannot be read from {espeakng_loader.get_data_path()}")
        # The library keeps the bare pointer: the Python object must live as long.
        self._callback = _Callback(self._take)
        self._lib.espeak_SetSynthCallback(self._callback)

    def use(self, choice: VoiceChoice) -> None:
        """Make `choice` the voice of what follows. Raises VoiceBroken."""
        if self._lib.espeak_SetVoiceByName(choice.voice.encode()) != EE_OK:
            raise VoiceBroken(choice.voice, "espeak-ng has no voice of this name")
        self._lib.espeak_SetParameter(PARAMETER_RATE, round(WORDS_A_MINUTE * choice.speed), 0)
        self._lib.espeak_SetParameter(PARAMETER_PITCH, choice.pitch, 0)

    def speak(self, sentence: str, sink: Sink) -> None:
        """Speak with the voice in use; returns when all of it went into `sink`."""
        text = sentence.encode()
        self._sink = sink
        flags = CHARS_UTF8 | PHONEMES
        code = self._lib.espeak_Synth(text, len(text) + 1, 0, POS_CHARACTER, 0, flags, None, None)
        self._sink = None
        if code != EE_OK:
            raise VoiceBroken("espeak-ng", f"it refused a sentence (code {code})")

    def _take(self, samples: Any, count: int, _events: Any) -> int:
        if samples and count > 0 and self._sink is not None:
            self._sink(ctypes.string_at(samples, 2 * count))
        return 0


class EspeakSynthesiser:
    """One voice of the library."""

    def __init__(self, library: EspeakLibrary, choice: VoiceChoice) -> None:
        self._library = library
        self._choice = choice
        library.use(choice)

    @property
    def rate_hz(self) -> int:
        """Sampling rate of what comes out."""
        return int(self._library.rate_hz)

    @property
    def longest(self) -> int:
        """Characters of one piece: ten seconds of sound are made in ten milliseconds."""
        return LONGEST

    def synthesise(self, sentence: str, sink: Sink) -> None:
        """Speak one sentence into `sink`, 60 ms a piece."""
        self._library.use(self._choice)
        self._library.speak(sentence, sink)
