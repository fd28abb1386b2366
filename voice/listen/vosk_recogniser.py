"""Vosk behind the `Recogniser` port: published models and our own compact ones alike.

Vosk is loaded only inside a worker process, when models are: its library and kaldifst's (which compiles our graphs)
hold two copies of OpenFst, and one process that loads both hangs or crashes.
"""

import json
from pathlib import Path
from typing import Any

import soxr

from voice.audio import SAMPLE_RATE_HZ, to_samples
from voice.errors import LanguageUnknown, ModelBroken
from voice.events import Word
from voice.listen.alternatives import READINGS, read_alternatives
from voice.listen.grammar import read_grammar
from voice.listen.recogniser import Kind, ModelPaths, RecognisedText, Recogniser

STATIC = "graph/HCLG.fst"
DYNAMIC = ("graph/HCLr.fst", "graph/Gr.fst")
UNKNOWN_WORDS = frozenset({"[unk]", "<unk>"})
KALDI_DEFAULT_HZ = 16000
_MEND = "bring it here anew (hatef models pull NAME --again) or make the graphs again (hatef train --force)"
UNREADABLE = f"vosk cannot read it: a file of it is damaged, missing or of another version; {_MEND}"
UNDECODABLE = (
    "vosk loads it but cannot decode with it: its files do not fit together, or one of graph/ or ivector/ is damaged "
    f"or missing; {_MEND}"
)
NORMALISED = b"<LogSoftmaxComponent>"
"""In a network whose last layer this is, every output is the logarithm of a probability."""


def _features(folder: Path) -> Path | None:
    """The settings of a model's features: published models use MFCC, our own log-mel energies."""
    paths = (folder / "conf" / "mfcc.conf", folder / "conf" / "fbank.conf")
    return next((path for path in paths if path.is_file()), None)


def model_rate_hz(folder: Path) -> int:
    """The rate a model was trained for; the line's 8 kHz are resampled to it."""
    settings = _features(folder)
    for line in settings.read_text(encoding="utf-8").splitlines() if settings else ():
        name, _, value = line.split("#")[0].strip().partition("=")
        if name == "--sample-frequency":
            return int(float(value))
    return KALDI_DEFAULT_HZ


def has_scores(folder: Path) -> bool:
    """Whether the model's log-likelihoods compare with another language's: our own networks', and those normalised."""
    network = folder / "am" / "final.mdl"
    return (folder / "conf" / "fbank.conf").is_file() and NORMALISED in network.read_bytes()


def check_folder(folder: Path) -> None:
    """Raise ModelBroken unless the files are there that vosk cannot do without."""
    if not folder.is_dir():
        raise ModelBroken(str(folder), "there is no such folder")
    needed = ("am/final.mdl", "conf/model.conf")
    for name in needed:
        if not (folder / name).is_file():
            raise ModelBroken(str(folder), f"{name} is missing")
    if _features(folder) is None:
        raise ModelBroken(str(folder), "there is neither conf/mfcc.conf nor conf/fbank.conf")
    if not ((folder / STATIC).is_file() or is_dynamic(folder)):
        raise ModelBroken(str(folder), f"there is neither {STATIC} nor {' with '.join(DYNAMIC)}")
    words = () if is_dynamic(folder) else ("graph/words.txt",)  # without them vosk hears words that have no letters
    for name in (*needed, *words):
        if not (folder / name).is_file() or not (folder / name).stat().st_size:
            raise ModelBroken(str(folder), f"{name} is missing or empty")


def is_dynamic(folder: Path) -> bool:
    """Whether the model's graph is put together at run time, so that it takes a grammar of one's own."""
    return not (folder / STATIC).is_file() and all((folder / name).is_file() for name in DYNAMIC)


class VoskModel:
    """One loaded model, shared by all recognisers of the process."""

    def __init__(self, folder: Path) -> None:
        import vosk

        check_folder(folder)
        self.folder = folder
        self.rate_hz = model_rate_hz(folder)
        self.has_scores = has_scores(folder)
        self.grammar = read_grammar(folder)
        try:
            # Always a path: without one vosk goes to the network and may end the process.
            self.handle = vosk.Model(model_path=str(folder))
        except Exception as error:  # vosk raises nothing more precise
            raise ModelBroken(str(folder), UNREADABLE) from error


def read_result(result: str, offset_s: float) -> list[tuple[Word, bool]]:
    """The words of vosk's JSON, each with "is it known?"; times count from `offset_s` of the recogniser's clock."""
    words = []
    for fact in json.loads(result).get("result", ()):
        start_ms, end_ms = (round(1000 * (fact[key] - offset_s)) for key in ("start", "end"))
        word = Word(fact["word"], min(1.0, float(fact["conf"])), max(0, start_ms), max(0, end_ms))
        words.append((word, word.text not in UNKNOWN_WORDS))
    return words


def merged(words: list[tuple[Word, bool]], score: float | None = None) -> RecognisedText:
    """Known words as a text; unknown ones only lower the confidence."""
    known = tuple(word for word, is_known in words if is_known)
    confidence = sum(word.confidence for word in known) / len(words) if words else 0.0
    return RecognisedText(" ".join(word.text for word in known), known, confidence, score)


class VoskRecogniser:
    """One KaldiRecognizer. Vosk closes segments by its own endpoint rules; a turn may hold several.

    `scored`: tell the log-likelihood of each turn too. Raises ModelBroken where vosk loads the model but cannot decode.
    """

    def __init__(self, model: VoskModel, *, scored: bool = False) -> None:
        import vosk

        self._model = model
        try:
            grammar = () if model.grammar is None else (model.grammar,)
            self._kaldi: Any = vosk.KaldiRecognizer(model.handle, float(model.rate_hz), *grammar)
        except Exception as error:  # vosk raises nothing more precise
            raise ModelBroken(str(model.folder), UNDECODABLE) from error
        self._kaldi.SetWords(True)
        self._scored = scored
        if scored:
            self._kaldi.SetMaxAlternatives(READINGS)
        self._score = 0.0  # of the segments that are closed
        self._clock_s = 0.0  # sound given to this KaldiRecognizer in its whole life
        self._begin_s = 0.0  # its clock when the turn began
        self._words: list[tuple[Word, bool]] = []  # of the segments that are closed
        self._resampler = self._new_resampler()
        self.endpoint = False

    def accept(self, pcm: bytes) -> None:
        """Decode 8 kHz s16 PCM."""
        self._clock_s += len(pcm) / 2 / SAMPLE_RATE_HZ
        if self._kaldi.AcceptWaveform(self._at_model_rate(pcm)):
            self.endpoint = True
            self._words += self._read(self._kaldi.Result())

    def partial(self) -> str:
        """All words of the turn so far."""
        running = json.loads(self._kaldi.PartialResult()).get("partial", "")
        if running:
            self.endpoint = False  # another segment has begun
        closed = [word.text for word, is_known in self._words if is_known]
        return " ".join(closed + [word for word in running.split() if word not in UNKNOWN_WORDS])

    def final(self) -> RecognisedText:
        """Decode what is left and close the turn."""
        words = self._words + self._read(self._kaldi.FinalResult())
        score = self._score if self._scored else None
        self.reset()
        return merged(words, score)

    def reset(self) -> None:
        """Forget everything and begin a new turn."""
        self._kaldi.Reset()
        self._begin_s = self._clock_s
        self._words = []
        self._score = 0.0
        self._resampler = self._new_resampler()
        self.endpoint = False

    def _read(self, result: str) -> list[tuple[Word, bool]]:
        if not self._scored:
            return read_result(result, self._begin_s)
        words, score = read_alternatives(result, self._begin_s)
        self._score += score
        return [(word, word.text not in UNKNOWN_WORDS) for word in words]

    def _new_resampler(self) -> Any:
        if self._model.rate_hz == SAMPLE_RATE_HZ:
            return None
        return soxr.ResampleStream(SAMPLE_RATE_HZ, self._model.rate_hz, 1, dtype="int16")

    def _at_model_rate(self, pcm: bytes) -> bytes:
        if self._resampler is None:
            return pcm
        out: bytes = self._resampler.resample_chunk(to_samples(pcm)).tobytes()
        return out


class VoskModels:
    """The models of one process: language, kind -> model; the same folder is loaded once."""

    def __init__(self, paths: ModelPaths) -> None:
        import vosk

        vosk.SetLogLevel(-2)  # errors only: with alternatives it warns of every turn that its times are rounded
        loaded: dict[str, VoskModel] = {}
        self._models: dict[str, dict[str, VoskModel]] = {}
        for language, kinds in paths.items():
            for folder in kinds.values():
                if folder not in loaded:
                    loaded[folder] = VoskModel(Path(folder))
            self._models[language] = {kind: loaded[folder] for kind, folder in kinds.items()}

    def open(self, language: str, kind: Kind) -> Recogniser:
        """A fresh recogniser. Raises LanguageUnknown, ModelBroken."""
        kinds = self._models.get(language)
        if kinds is None:
            raise LanguageUnknown(language, tuple(self._models))
        model = kinds.get(kind, kinds["general"])
        return VoskRecogniser(model, scored=kind == "language" and model.has_scores)


def load(paths: ModelPaths) -> VoskModels:
    """Load all models, for a worker process. Raises ModelBroken."""
    return VoskModels(paths)
