"""sherpa-onnx behind the `Recogniser` port, for published streaming models.

It is loaded inside a worker process only, as vosk is, and lives beside it: it hides its own OpenFst and onnxruntime.
What was asked for (digits, yes or no) and the bot's words change nothing here: these networks write whatever they
hear. The second pass, which has the bot's graphs, goes on deciding about digits and short answers.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import soxr

from voice.audio import SAMPLE_RATE_HZ, to_samples
from voice.errors import LanguageUnknown, ModelBroken
from voice.listen.recogniser import Kind, ModelPaths, RecognisedText, Recogniser
from voice.listen.sherpa.folder import MEND, SherpaFiles, check_folder, read_folder
from voice.listen.sherpa.words import Token, words_of
from voice.listen.vosk_recogniser import merged

REST_S = 0.8
"""So long after the last token's beginning an utterance is at its end."""
SPARE_MS = 500
"""Silence behind the last chunk of a turn, for networks that look ahead further than a chunk."""
UNREADABLE = f"sherpa-onnx cannot read it: a file of it is damaged or of another version; {MEND}"
UNDECODABLE = f"sherpa-onnx loads it but cannot decode with it: its files do not fit together; {MEND}"


class SherpaModel:
    """One loaded model, shared by all recognisers of the process."""

    def __init__(self, folder: Path) -> None:
        check_folder(folder)
        self.files: SherpaFiles = read_folder(folder)
        import sherpa_onnx

        make = getattr(sherpa_onnx.OnlineRecognizer, f"from_{self.files.family}")
        networks = {name: str(path) for name, path in self.files.networks.items()}
        try:
            self.handle: Any = make(
                tokens=str(self.files.tokens), num_threads=1, sample_rate=self.files.rate_hz, **networks
            )
        except Exception as error:  # onnxruntime's errors come through as they are
            raise ModelBroken(str(folder), UNREADABLE) from error

    @property
    def rate_hz(self) -> int:
        """The rate it was trained for; the line's 8 kHz are resampled to it."""
        return self.files.rate_hz

    @contextmanager
    def translated(self) -> Iterator[None]:
        """Errors of decoding as ModelBroken."""
        try:
            yield
        except Exception as error:  # those of onnxruntime and of C++ come through as they are
            raise ModelBroken(str(self.files.folder), UNDECODABLE) from error


class SherpaRecogniser:
    """One stream after the other, a stream a turn. Raises ModelBroken where the model loads but does not decode."""

    def __init__(self, model: SherpaModel) -> None:
        self._model = model
        self.reset()

    @property
    def endpoint(self) -> bool:
        """Whether nothing came for a while after the last word."""
        return self._last_s is not None and self._clock_s - self._last_s > REST_S

    def accept(self, pcm: bytes) -> None:
        """Decode 8 kHz s16 PCM."""
        self._clock_s += len(pcm) / 2 / SAMPLE_RATE_HZ
        self._feed(self._at_model_rate(to_samples(pcm).astype(np.float32) / np.float32(32768)))

    def partial(self) -> str:
        """All words of the turn so far."""
        return " ".join(word.text for word, is_known in self._words() if is_known)

    def final(self) -> RecognisedText:
        """Decode what is left and close the turn."""
        rest = np.zeros(SAMPLE_RATE_HZ * (self._model.files.chunk_ms + SPARE_MS) // 1000, np.float32)
        self._feed(self._at_model_rate(rest, last=True))
        self._stream.input_finished()
        self._decode()
        words = self._words()
        self.reset()
        return merged(words)

    def reset(self) -> None:
        """Forget everything and begin a new turn."""
        self._stream = self._model.handle.create_stream()
        self._clock_s = 0.0  # sound given in this turn
        self._last_s: float | None = None  # when the last token began
        self._resampler = self._new_resampler()

    def _feed(self, samples: npt.NDArray[np.float32]) -> None:
        self._stream.accept_waveform(self._model.rate_hz, samples)
        self._decode()

    def _decode(self) -> None:
        handle, stream = self._model.handle, self._stream
        with self._model.translated():
            ready = handle.is_ready(stream)
            while handle.is_ready(stream):
                handle.decode_stream(stream)
            times = handle.timestamps(stream) if ready else ()
        if times:
            self._last_s = times[-1] * self._model.files.time_scale

    def _words(self) -> list[Any]:
        with self._model.translated():
            heard = self._model.handle.get_result_all(self._stream)
        scale_ms = 1000 * self._model.files.time_scale
        sure = heard.ys_probs if len(heard.ys_probs) == len(heard.tokens) else [None] * len(heard.tokens)
        pieces = zip(heard.tokens, heard.timestamps, sure, strict=True)
        return words_of(heard.text, [Token(text, scale_ms * at_s, log_prob) for text, at_s, log_prob in pieces])

    def _new_resampler(self) -> Any:
        if self._model.rate_hz == SAMPLE_RATE_HZ:
            return None
        return soxr.ResampleStream(SAMPLE_RATE_HZ, self._model.rate_hz, 1, dtype="float32")

    def _at_model_rate(self, samples: npt.NDArray[np.float32], *, last: bool = False) -> npt.NDArray[np.float32]:
        if self._resampler is None:
            return samples
        out: npt.NDArray[np.float32] = self._resampler.resample_chunk(samples, last=last)
        return out


class SherpaModels:
    """The models of one process: language -> model; every kind of turn is heard by the general one."""

    def __init__(self, paths: ModelPaths) -> None:
        self._models = {language: SherpaModel(Path(kinds["general"])) for language, kinds in paths.items()}

    def open(self, language: str, kind: Kind) -> Recogniser:
        """A fresh recogniser. Raises LanguageUnknown, ModelBroken."""
        if language not in self._models:
            raise LanguageUnknown(language, tuple(self._models))
        return SherpaRecogniser(self._models[language])
