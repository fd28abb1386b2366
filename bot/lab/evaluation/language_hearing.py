"""Hears clips with both languages' recognisers, as a call does at its first sentence; in worker processes.

Vosk never comes into the calling process, nor into those of the second pass: beside kaldifst it would hang.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import repeat
from multiprocessing import get_context
from typing import Any

from bot.call.language.evidence import PAIR, Evidence, known_share
from bot.errors import StartError
from bot.lab.evaluation.condition import degrade
from bot.lab.evaluation.second_reading import PAUSE
from bot.lab.evaluation.sound_file import read_sound
from bot.lab.evaluation.speech_decoding import QUIET, leave_with_parent, under
from bot.lab.evaluation.utterances import Sample
from bot.releases.train import speech_models
from bot.settings.settings import Settings
from voice.audio import FRAME_BYTES, duration_ms
from voice.errors import ModelBroken
from voice.listen.engines import Engines
from voice.listen.recogniser import RecognisedText, RecogniserSource
from voice.listen.second_pass.fusion import fuse
from voice.listen.second_pass.models import SecondPassModels
from voice.listen.second_pass.reader import Reader

Paths = Mapping[str, Mapping[str, str]]
Vocabularies = Mapping[str, frozenset[str]]
Texts = Mapping[str, RecognisedText]
"""Language -> what its recogniser made of a clip."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One clip under its condition, and what each recogniser made of it, in the order of PAIR.

    `first`: the evidence without the second pass; where none read, both are the same.
    `final_ms`: by the clock, from the last frame until both recognisers, one after the other, had their final text;
    `read_ms`: what the second pass took for both, most of it before that in a call, while the caller is silent.
    """

    sample: Sample
    evidence: tuple[Evidence, ...]
    sound_ms: int
    final_ms: float
    first: tuple[Evidence, ...]
    read_ms: float = 0.0


def both_models(settings: Settings) -> Paths:
    """Language -> kind -> folder, of both languages. Raises StartError where there is nothing to choose between."""
    found = speech_models(settings)
    lack = ", ".join(language for language in PAIR if language not in found)
    if lack:
        raise StartError(f"no recogniser for: {lack}; there is nothing to choose between (hatef train, hatef models)")
    return {language: {kind: str(path) for kind, path in found[language].items()} for language in PAIR}


@dataclass(frozen=True)
class Listeners:
    """All that hears: the models of the first pass, those of the second if it is to read too, the known words."""

    paths: Paths
    words: Vocabularies
    second: SecondPassModels | None = None


def hear_all(by: Listeners, samples: Sequence[Sample], conditions: Sequence[str], jobs: int) -> Iterator[Heard]:
    """Every sample under every condition, in this order, as soon as they are ready.

    Raises:
        DataFileError: a file is missing or is no sound. ModelBroken: a model cannot be loaded, or ended its process.
    """
    todo = [(sample, name) for sample in samples for name in conditions]
    with _pool(jobs, _load, by.paths) as pool, _pool(jobs, _load_reader, by.second) as again:
        try:
            readings = again.map(_read, todo) if by.second else repeat(({}, 0.0))
            for job, first, second in zip(todo, pool.map(_hear, todo), readings, strict=False):
                yield _joined(job, first, second, by.words)
        except BrokenProcessPool as error:
            folders = " or ".join(kinds["general"] for kinds in by.paths.values())
            raise ModelBroken(folders, "it cannot be loaded, or ended the process that used it") from error


def _pool(jobs: int, load: Callable[[Any], None], models: object) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=load, initargs=(models,))


_Job = tuple[Sample, str]
_First = tuple[Texts, int, float]
_Second = tuple[Texts, float]

_loaded: dict[str, RecogniserSource] = {}
"""Of a worker process of the first pass: language -> its models."""
_readers: list[Reader] = []
"""Of a worker process of the second pass: the one that reads both languages."""


def _load(paths: Paths) -> None:
    leave_with_parent()
    for language, kinds in paths.items():
        _loaded[language] = Engines({language: kinds})


def _load_reader(models: SecondPassModels) -> None:
    leave_with_parent()
    settings = models.settings()
    _readers.append(Reader.load(settings["heads"], settings["graphs"], models.weights))


def _hear(job: _Job) -> _First:
    pcm = _sound(job)
    told = {language: listen(source, language, pcm) for language, source in _loaded.items()}
    texts = {language: text for language, (text, _) in told.items()}
    return texts, duration_ms(pcm), sum(taken_ms for _, taken_ms in told.values())


def _read(job: _Job) -> _Second:
    sound = PAUSE + _sound(job) + PAUSE
    began_s = time.perf_counter()
    texts = {language: _readers[0].read(language, "language", sound) for language in _readers[0].languages}
    return texts, 1000 * (time.perf_counter() - began_s)


def _sound(job: _Job) -> bytes:
    sample, condition = job
    return degrade(read_sound(sample.path), condition, sample.path.name)


def _joined(job: _Job, heard: _First, read: _Second, words: Vocabularies) -> Heard:
    """The evidence as a call would have it."""
    texts, sound_ms, final_ms = heard
    again, read_ms = read
    both = {language: fuse(text, again.get(language), "language", language) for language, text in texts.items()}
    evidence, first = (
        tuple(evidence_of(language, text, words[language]) for language, text in told.items()) for told in (both, texts)
    )
    return Heard(under(*job), evidence, sound_ms, final_ms, first, read_ms)


def evidence_of(language: str, said: RecognisedText, words: frozenset[str]) -> Evidence:
    """What a call would know of it."""
    known = known_share(said.text, words)
    return Evidence(language, said.text, said.confidence, known, said.score, said.fit)


def listen(source: RecogniserSource, language: str, pcm: bytes) -> tuple[RecognisedText, float]:
    """What one language's recogniser makes of a clip fed in 20 ms frames, and how long its final text took, ms."""
    recogniser = source.open(language, "language")
    stream = QUIET + pcm + QUIET
    for at in range(0, len(stream), FRAME_BYTES):
        recogniser.accept(stream[at : at + FRAME_BYTES])
    fed_s = time.perf_counter()
    said = recogniser.final()
    return said, (time.perf_counter() - fed_s) * 1000
