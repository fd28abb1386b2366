"""Decodes a set in worker processes, one a core. A model that kills its process, or a bad file, costs only itself.

Vosk never comes into the calling process: beside kaldifst, which compiles the graphs, it would hang.
"""

import os
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from multiprocessing import get_context, parent_process
from pathlib import Path

from bot.errors import DataFileError
from bot.lab.evaluation.condition import CLEAN, degrade
from bot.lab.evaluation.second_reading import Reading, read_again
from bot.lab.evaluation.sound_file import read_sound
from bot.lab.evaluation.utterances import Sample
from voice.audio import FRAME_BYTES, duration_ms
from voice.errors import ModelBroken
from voice.listen.engines import Engines, check_folder
from voice.listen.recogniser import NOTHING, RecognisedText, RecogniserSource
from voice.listen.second_pass.fusion import fuse
from voice.listen.second_pass.models import SecondPassModels

QUIET = bytes(25 * FRAME_BYTES)
"""Half a second of digital silence around each clip, as a call has."""
Paths = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Decoded:
    """One sample, under its condition, and what the recogniser made of it.

    `decode_ms` is processor time, so that other work on the machine does not count; `final_ms` is by the clock, from
    the last frame to the final text; `first_partial_ms` is the place in the clip at which the first word came out.
    `first` is the first pass's text, `second` the other's where there is one; `heard` follows from both.
    """

    sample: Sample
    heard: str
    sound_ms: int
    decode_ms: float
    first_partial_ms: int | None
    final_ms: float
    first: RecognisedText = NOTHING
    second: RecognisedText | None = None


@dataclass(frozen=True, slots=True)
class Unusable:
    """A sample whose file cannot be used, and why."""

    sample: Sample
    problem: str


Outcome = Decoded | Unusable


def decode_all(
    paths: Paths,
    samples: Sequence[Sample],
    conditions: Sequence[str],
    jobs: int,
    second: SecondPassModels | None = None,
) -> Iterator[Outcome]:
    """Every sample under every condition (none: as it is), in this order, as soon as they are ready.

    `second`: what reads each of them again.

    Raises:
        ModelBroken: a model cannot be loaded, or ended the process that used it.
    """
    for kinds in paths.values():
        for folder in kinds.values():
            check_folder(Path(folder))
    with _pool(jobs) as pool, _pool(jobs) as again:
        for language, kinds in paths.items():
            _result(pool.submit(_models, {language: kinds}), kinds)
        waiting = [pool.submit(_decode, paths, sample, conditions) for sample in samples]
        readings = [again.submit(read_again, second, sample, conditions) for sample in samples] if second else ()
        for at, (sample, future) in enumerate(zip(samples, waiting, strict=True)):
            outcomes = _result(future, paths[sample.language])
            if readings and (found := _result(readings[at], paths[sample.language])):
                yield from (_joined(one, reading) for one, reading in zip(outcomes, found, strict=True))
            else:
                yield from outcomes


def read_all(
    second: SecondPassModels, samples: Sequence[Sample], conditions: Sequence[str], jobs: int
) -> Iterator[list[Reading | None]]:
    """What the second pass makes of every sample under every condition. Raises ModelBroken."""
    with _pool(jobs) as pool:
        for future in [pool.submit(read_again, second, sample, conditions) for sample in samples]:
            yield future.result()


def _pool(jobs: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=leave_with_parent)


def _joined(one: Outcome, reading: Reading | None) -> Outcome:
    """The outcome as a call would have it from both passes."""
    if reading is None or isinstance(one, Unusable):
        return one
    heard = fuse(one.first, reading.heard, one.sample.kind, one.sample.language).text
    return replace(one, heard=heard, second=reading.heard, decode_ms=one.decode_ms + reading.read_ms)


def jobs_for(samples: int) -> int:
    """How many processes: one a core that this process may use, but none without a good share of the work."""
    return max(1, min(len(os.sched_getaffinity(0)), samples // 8))


def _result[T](future: Future[T], kinds: Mapping[str, str]) -> T:
    try:
        return future.result()
    except BrokenProcessPool as error:
        folder = next(iter(kinds.values()))
        told = "it ended the process that used it: a file of it is damaged, or of another version"
        raise ModelBroken(folder, told) from error


_loaded: dict[str, RecogniserSource] = {}
"""Of this worker process: the models of each language."""


def leave_with_parent() -> None:
    """A worker would wait for work for ever if the command was killed."""
    parent = parent_process()
    assert parent is not None  # this runs in workers only

    def watch() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _models(paths: Paths) -> None:
    for language, kinds in paths.items():
        if language in _loaded:
            continue
        source = Engines({language: kinds})
        try:
            source.open(language, "general")
        except Exception as error:  # vosk raises nothing more precise
            told = "vosk loads it but cannot decode with it: its files do not fit together"
            raise ModelBroken(next(iter(kinds.values())), told) from error
        _loaded[language] = source


def _decode(paths: Paths, sample: Sample, conditions: Sequence[str]) -> list[Outcome]:
    _models({sample.language: paths[sample.language]})
    try:
        pcm = read_sound(sample.path)
    except DataFileError as error:
        return [Unusable(sample, error.problem)]
    if not conditions:
        return [decode(_loaded[sample.language], sample, pcm)]
    return [
        decode(_loaded[sample.language], under(sample, name), degrade(pcm, name, sample.path.name))
        for name in conditions
    ]


def under(sample: Sample, condition: str) -> Sample:
    """`sample` with `condition` added to the one it was recorded under."""
    if condition == CLEAN:
        return replace(sample, condition=sample.condition or CLEAN)
    recorded = sample.condition if sample.condition not in ("", CLEAN) else ""
    return replace(sample, condition=f"{recorded}+{condition}" if recorded else condition)


def decode(source: RecogniserSource, sample: Sample, pcm: bytes) -> Decoded:
    """Decode one clip in 20 ms frames, as a call does."""
    recogniser = source.open(sample.language, sample.kind)
    stream = QUIET + pcm + QUIET
    first_partial_ms: int | None = None
    began_s = time.process_time()
    for at in range(0, len(stream), FRAME_BYTES):
        recogniser.accept(stream[at : at + FRAME_BYTES])
        if first_partial_ms is None and recogniser.partial():
            first_partial_ms = duration_ms(stream[: at + FRAME_BYTES]) - duration_ms(QUIET)
    fed_s = time.perf_counter()
    heard = recogniser.final()
    final_ms = (time.perf_counter() - fed_s) * 1000
    decode_ms = (time.process_time() - began_s) * 1000
    return Decoded(sample, heard.text, duration_ms(stream), decode_ms, first_partial_ms, final_ms, heard)
