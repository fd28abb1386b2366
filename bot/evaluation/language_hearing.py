"""Hears clips with both languages' recognisers, as a call does at its first sentence; in worker processes.

Vosk never comes into the calling process: beside kaldifst it would hang.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context

from bot.errors import StartError
from bot.evaluation.condition import degrade
from bot.evaluation.sound_file import read_sound
from bot.evaluation.speech_decoding import QUIET, leave_with_parent, under
from bot.evaluation.utterances import Sample
from bot.language_evidence import PAIR, Evidence, known_share
from bot.settings import Settings
from bot.training import speech_models
from voice.audio import FRAME_BYTES, duration_ms
from voice.errors import ModelBroken
from voice.listen.engines import Engines
from voice.listen.recogniser import RecognisedText, RecogniserSource

Paths = Mapping[str, Mapping[str, str]]
Vocabularies = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Heard:
    """One clip under its condition, and what each recogniser made of it, in the order of PAIR.

    `final_ms`: by the clock, from the last frame until both recognisers, one after the other, had their final text.
    """

    sample: Sample
    evidence: tuple[Evidence, ...]
    sound_ms: int
    final_ms: float


def both_models(settings: Settings) -> Paths:
    """Language -> kind -> folder, of both languages. Raises StartError where there is nothing to choose between."""
    found = speech_models(settings)
    lack = ", ".join(language for language in PAIR if language not in found)
    if lack:
        raise StartError(f"no recogniser for: {lack}; there is nothing to choose between (hatef train, hatef models)")
    return {language: {kind: str(path) for kind, path in found[language].items()} for language in PAIR}


def hear_all(
    paths: Paths, samples: Sequence[Sample], conditions: Sequence[str], words: Vocabularies, jobs: int
) -> Iterator[Heard]:
    """Every sample under every condition, in this order, as soon as they are ready.

    Raises:
        DataFileError: a file is missing or is no sound. ModelBroken: a model cannot be loaded, or ended its process.
    """
    context = get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context, initializer=_load, initargs=(paths, words)) as pool:
        try:
            yield from pool.map(_hear, ((sample, name) for sample in samples for name in conditions))
        except BrokenProcessPool as error:
            folders = " or ".join(kinds["general"] for kinds in paths.values())
            raise ModelBroken(folders, "it cannot be loaded, or ended the process that used it") from error


_loaded: dict[str, tuple[RecogniserSource, frozenset[str]]] = {}
"""Of this worker process: language -> its models, its words."""


def _load(paths: Paths, words: Vocabularies) -> None:
    leave_with_parent()
    for language, kinds in paths.items():
        _loaded[language] = Engines({language: kinds}), words[language]


def _hear(job: tuple[Sample, str]) -> Heard:
    sample, condition = job
    pcm = degrade(read_sound(sample.path), condition, sample.path.name)
    told = {language: listen(source, language, pcm) for language, (source, _) in _loaded.items()}
    evidence = tuple(evidence_of(language, text, _loaded[language][1]) for language, (text, _) in told.items())
    final_ms = sum(taken_ms for _, taken_ms in told.values())
    return Heard(under(sample, condition), evidence, duration_ms(pcm), final_ms)


def evidence_of(language: str, said: RecognisedText, words: frozenset[str]) -> Evidence:
    """What a call would know of it."""
    return Evidence(language, said.text, said.confidence, known_share(said.text, words), said.score)


def listen(source: RecogniserSource, language: str, pcm: bytes) -> tuple[RecognisedText, float]:
    """What one language's recogniser makes of a clip fed in 20 ms frames, and how long its final text took, ms."""
    recogniser = source.open(language, "language")
    stream = QUIET + pcm + QUIET
    for at in range(0, len(stream), FRAME_BYTES):
        recogniser.accept(stream[at : at + FRAME_BYTES])
    fed_s = time.perf_counter()
    said = recogniser.final()
    return said, (time.perf_counter() - fed_s) * 1000
