"""Piper voices, where a voice file is present: better to the ear, and 100 times the work of espeak-ng."""

import json
from pathlib import Path
from typing import Any

from voice.errors import VoiceBroken
from voice.speak.espeak_data import short_name
from voice.speak.synthesiser import Sink, VoiceChoice

PAUSE_MS = 180  # between sentences; Piper itself leaves none
BREATH_MS = 60  # where one is cut at a comma
COMMAS = ("،", ",", "؛", ";", ":")
LONGEST = 50  # characters: three seconds of sound, half a second of work


class PiperSynthesiser:
    """One Piper voice with an onnxruntime session of its own, one thread wide: more threads were slower.

    `rate_hz` of what comes out is 16,000 or 22,050.
    """

    rate_hz: int

    def __init__(self, choice: VoiceChoice) -> None:
        # Loaded here and not above: the espeak process needs neither onnxruntime nor its 60 MB.
        import onnxruntime
        from piper import PiperConfig, PiperVoice, SynthesisConfig
        from piper.phonemize_espeak import ESPEAK_DATA_DIR

        path = Path(choice.voice)
        try:
            config = PiperConfig.from_dict(read_config(path))
            self.rate_hz = int(config.sample_rate)
            self._settings = SynthesisConfig(length_scale=float(config.length_scale) / choice.speed)
        except KeyError as lack:
            raise VoiceBroken(str(path), f"{path.name}.json lacks {lack}") from lack
        except (AttributeError, TypeError, ValueError) as error:
            raise VoiceBroken(str(path), f"{path.name}.json does not describe a Piper voice ({error})") from error
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        try:
            session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        except Exception as error:  # onnxruntime's errors share no base below it
            raise VoiceBroken(choice.voice, "onnxruntime cannot read the file") from error
        self._name = choice.voice
        self._voice: Any = PiperVoice(session=session, config=config, espeak_data_dir=Path(short_name(ESPEAK_DATA_DIR)))

    @property
    def longest(self) -> int:
        """Characters of one piece: the first is heard only when it is made."""
        return LONGEST

    def synthesise(self, sentence: str, sink: Sink) -> None:
        """Speak one sentence into `sink`, in one piece, and a pause."""
        try:
            for chunk in self._voice.synthesize(sentence, self._settings):
                sink(chunk.audio_int16_bytes)
        except Exception as error:  # of piper, numpy or onnxruntime, and their words may hold the sentence
            told = f"it broke at a sentence ({type(error).__name__}); its files may be damaged"
            raise VoiceBroken(self._name, told) from error
        pause_ms = BREATH_MS if sentence.rstrip().endswith(COMMAS) else PAUSE_MS
        sink(bytes(2 * (self.rate_hz * pause_ms // 1000)))


def read_config(path: Path) -> dict[str, Any]:
    """The settings of the voice at `path`. Raises VoiceBroken where a file is missing or they are no JSON."""
    config = path.with_name(path.name + ".json")
    if path.is_dir():
        raise VoiceBroken(str(path), "it is a folder; give the .onnx file in it")
    for needed in (path, config):
        if not needed.is_file():
            raise VoiceBroken(str(path), f"{needed.name} is missing in {needed.parent}")
    try:
        facts: dict[str, Any] = json.loads(config.read_text(encoding="utf-8"))
    except ValueError as error:
        raise VoiceBroken(str(path), f"{config.name} is no JSON") from error
    return facts
