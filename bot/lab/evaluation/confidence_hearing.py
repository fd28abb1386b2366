"""What both passes make of the clips that confidence is fitted on; each pass is kept, so that a broken run goes on.

A pass is heard again only where its clip, graph, network, head or code changed: a new head costs the second pass alone.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

from rich.progress import track

from bot.lab.evaluation.second_reading import graphs_of
from bot.lab.evaluation.speech_decoding import Unusable, decode_all, jobs_for, read_all
from bot.lab.evaluation.utterances import Sample
from bot.releases.train import MARK
from bot.terminal import console, errors
from voice.events import Word
from voice.listen.recogniser import Clues, RecognisedText
from voice.listen.second_pass.models import SecondPassModels
from voice.processes import CODE

Paths = Mapping[str, Mapping[str, str]]
Job = tuple[Sample, str]
"""A clip and its condition."""
SOUND = ("bot/lab/evaluation/condition.py", "bot/lab/evaluation/sound_file.py", "voice/audio.py")
"""What makes the sound that both passes get."""
FIRST = (
    *SOUND,
    "bot/lab/evaluation/speech_decoding.py",
    *(f"voice/listen/{name}.py" for name in ("alternatives", "grammar", "vosk_recogniser")),
)
SECOND = (
    *SOUND,
    "bot/lab/evaluation/second_reading.py",
    *(
        f"voice/listen/second_pass/{name}.py"
        for name in ("clues", "denoise", "encoder", "graph", "head", "mel", "reader", "weights")
    ),
)
"""The code of each pass; its weights are pinned in it by their digest, or have a mark of their own."""


@dataclass(frozen=True, slots=True)
class HeardTwice:
    """One clip under its condition, and both passes' texts."""

    sample: Sample
    condition: str
    first: RecognisedText
    second: RecognisedText


class Kept:
    """Results on disk, a line each: `key` -> text. What is cut off at the end was not finished."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: dict[str, RecognisedText] = {}
        lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
        for line in lines:
            try:
                key, heard = json.loads(line)
                self._known[key] = unpack(heard)
            except (ValueError, KeyError, TypeError):
                continue

    def get(self, key: str) -> RecognisedText | None:
        """What was heard, where it is known."""
        return self._known.get(key)

    def add(self, key: str, heard: RecognisedText) -> None:
        """Keep one more."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._known[key] = heard
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps([key, asdict(heard)], ensure_ascii=False) + "\n")


def unpack(fields: dict[str, Any]) -> RecognisedText:
    """A text from its JSON."""
    words = tuple(Word(**word) for word in fields["words"])
    clues = fields["clues"] and Clues(**fields["clues"])
    return RecognisedText(fields["text"], words, fields["confidence"], fields["score"], clues)


@dataclass(frozen=True)
class Pass:
    """One of the two: where its texts are kept, by which key, and how a batch under one condition is heard."""

    name: str
    kept: Kept
    marks: Mapping[str, Mapping[str, str]]
    """Language -> kind -> digest of all that it hears with."""
    hear: Callable[[Sequence[Sample], Sequence[str]], Iterator[RecognisedText | None]]
    """Every sample under every condition, in this order."""

    def key(self, job: Job) -> str:
        """The same as long as the clip and all that it is heard with are the same."""
        sample, condition = job
        kinds = self.marks[sample.language]
        told = f"{condition} {sample.kind} {kinds.get(sample.kind, kinds['general'])} ".encode()
        return _digest(told + sample.path.read_bytes())

    def complete(self, jobs: Sequence[Job]) -> None:
        """Hear what is not known yet."""
        missing: dict[Sample, list[str]] = {}
        for job in jobs:
            if self.kept.get(self.key(job)) is None:
                missing.setdefault(job[0], []).append(job[1])
        alike: dict[tuple[str, ...], list[Sample]] = {}
        for sample, conditions in missing.items():
            alike.setdefault(tuple(conditions), []).append(sample)
        for names, samples in alike.items():
            todo = [(sample, condition) for sample in samples for condition in names]
            texts = track(self.hear(samples, names), self.name, total=len(todo), console=console)
            for job, heard in zip(todo, texts, strict=False):
                if heard is not None:
                    self.kept.add(self.key(job), heard)


def hear_twice(paths: Paths, second: SecondPassModels, jobs: Sequence[Job], work: Path) -> list[HeardTwice]:
    """Both passes over every job; what cannot be read is told and left out.

    Raises:
        ModelBroken: a model cannot be loaded.
    """
    own = graphs_of(second, {language: dict(kinds) for language, kinds in paths.items()})
    graphs = {language: {kind: _mark(Path(path)) for kind, path in kinds.items()} for language, kinds in paths.items()}
    heads = {language: _digest(path.read_bytes()) for language, path in own.heads.items()}
    by_first = {language: with_code(kinds, FIRST) for language, kinds in graphs.items()}
    by_second = {language: with_code(graphs[language], SECOND, head) for language, head in heads.items()}
    jobs = [job for job in jobs if job[0].language in by_second and job[0].path.is_file()]
    first = Pass("first pass", Kept(work / "first.jsonl"), by_first, partial(_first, paths))
    again = Pass("second pass", Kept(work / "second.jsonl"), by_second, partial(_second, own))
    for one in (first, again):
        one.complete(jobs)
    return [
        HeardTwice(*job, heard, other)
        for job in jobs
        if (heard := first.kept.get(first.key(job))) and (other := again.kept.get(again.key(job)))
    ]


def _first(paths: Paths, samples: Sequence[Sample], conditions: Sequence[str]) -> Iterator[RecognisedText | None]:
    outcomes = decode_all(paths, samples, conditions, jobs_for(len(samples)))
    for sample in samples:
        for _ in conditions:
            one = next(outcomes)
            if isinstance(one, Unusable):  # told once for all conditions
                problem = f"✗ left out: {sample.path}: {one.problem}"
                errors.print(problem, style="red", soft_wrap=True, markup=False)
                yield from [None] * len(conditions)
                break
            yield one.first


def _second(
    models: SecondPassModels, samples: Sequence[Sample], conditions: Sequence[str]
) -> Iterator[RecognisedText | None]:
    for readings in read_all(models, samples, conditions, jobs_for(len(samples))):
        yield from ((one.heard if one else None) for one in (readings or [None] * len(conditions)))


def _mark(folder: Path) -> str:
    """Of a model's folder: what its graph was made of."""
    mark = folder / MARK
    return _digest(mark.read_bytes() if mark.is_file() else (folder / "graph" / "HCLG.fst").read_bytes())


def with_code(marks: Mapping[str, str], names: Sequence[str], head: str = "", root: Path = CODE) -> dict[str, str]:
    """Kind -> the mark of its graph, with that of the head and of the code under `root` that a pass runs."""
    code = _digest(b"".join(name.encode() + (root / name).read_bytes() for name in names))
    return {kind: mark + head + code for kind, mark in marks.items()}


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:24]
