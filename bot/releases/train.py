"""`hatef train`: the Rasa model and the decoding graphs, both from data/; nothing is made twice."""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from bot.errors import StartError
from bot.releases.data_review import refuse_broken
from bot.settings.settings import Settings
from bot.terminal import console, step
from nlu import latin
from nlu.latin import Latin
from nlu.numbers import dictation as spoken_digits
from nlu.text.languages import CODES
from nlu.training import background, corpus
from nlu.training.background import Background
from nlu.training.train import Sources
from nlu.training.train import train as train_rasa
from voice import graphs, lexicon
from voice.graphs.confusions import ears
from voice.graphs.graph import GraphError, GraphReport, WeightedSentence, compile_graph
from voice.graphs.options import GraphOptions
from voice.lexicon.pronounce import Lexicon
from voice.listen.second_pass.models import HEAD
from voice.models import embedded, published

GENERAL: corpus.Kind = "general"
MARK = "made.json"
GUESSED_SHOWN = 12
NUMBER_COSTS: dict[corpus.Kind, float] = {"general": 4.0, "digits": 3.0, "yesno": 6.0, "date": 6.0}
"""Of beginning an order number, by what was asked; a negative natural logarithm."""
BACKGROUND_SHARES: dict[corpus.Kind, float] = {"general": 0.06, "digits": 0.02, "yesno": 0.02, "date": 0.02}
"""Of usual words of the language, by what was asked: where nothing was, the caller may say anything."""
PRUNE = 3e-7
"""Nats a word: a word model of 0.4 times the size, with the same words heard (docs/recogniser.md)."""
Report = Callable[[str], None]


def train_all(settings: Settings, *, force: bool = False) -> None:
    """Everything that is made from data/: the Rasa model and the graphs, on as many cores as there are.

    Raises:
        DataBroken: mistakes in data/, with their lines. RasaMissing, TrainingFailed, StartError: it cannot be made.
    """
    refuse_broken(settings.data, settings.file)
    try:
        settings.state.mkdir(parents=True, exist_ok=True)
        with step("dialogue model and decoding graphs"):
            _at_once(_jobs(settings, _tell, force=force))
    except OSError as error:
        place = error.filename or settings.state
        raise StartError(
            f"{place}: {error.strerror}; is the disk full, or the folder not yours? HATEF_STATE names another"
        ) from error


def _jobs(settings: Settings, report: Report, *, force: bool) -> Iterator[Callable[[], object]]:
    """What is to be made; Rasa first, which takes longest. Each waits for a process of its own, so threads will do."""
    yield partial(train_rasa, Sources(settings.file, settings.data), settings.state, report, force=force)
    for graph in graph_jobs(settings, force=force):
        yield partial(graph.run, report)


def _at_once(jobs: Iterable[Callable[[], object]]) -> None:
    """Run the jobs, as many at once as there are cores; the first error ends it, when what runs already has ended."""
    with ThreadPoolExecutor(max_workers=len(os.sched_getaffinity(0))) as pool:
        begun = [pool.submit(job) for job in jobs]
        for one in as_completed(begun):
            if one.exception() is not None:
                pool.shutdown(wait=False, cancel_futures=True)
                one.result()


def _tell(line: str) -> None:
    console.print(f"    {line}", soft_wrap=True)


def graph_folder(settings: Settings, language: str, kind: str) -> Path:
    """Where the ready Vosk model of one language and kind of answer lies."""
    return settings.state / "models" / "speech" / language / kind


@dataclass(frozen=True)
class GraphJob:
    """A graph that is to be made, and why."""

    name: str
    """Language and kind."""
    target: Path
    marks: Mapping[str, str]
    why: str
    compile: Callable[[Path], GraphReport]

    def run(self, report: Report) -> None:
        """Make it beside the one that is there, which stays until this one is whole."""
        making = self.target.with_name(f"{self.target.name}.making")
        shutil.rmtree(making, ignore_errors=True)
        try:
            made = self.compile(making)
        except GraphError as error:
            raise StartError(f"graph {self.name} cannot be compiled: {error}") from error
        (making / MARK).write_text(json.dumps(self.marks), encoding="utf-8")
        shutil.rmtree(self.target, ignore_errors=True)
        making.replace(self.target)
        report(f"{_told(self.name, made)}; made because: {self.why}")


def graph_jobs(settings: Settings, *, force: bool = False) -> Iterator[GraphJob]:
    """The recogniser's graphs whose parts changed, of every language that has an embedded model."""
    data = settings.data
    for language in CODES:
        model = embedded.available(language)
        if model is None:
            continue
        lexicon = Lexicon.load(language, data / "lexicons", latin=Latin(language))
        beside = background.load(data, language)
        for kind in corpus.KINDS:
            options = graph_options(language, kind, beside)
            sentences = tuple(WeightedSentence(text, weight) for text, weight in corpus.sentences(data, language, kind))
            target = graph_folder(settings, language, kind)
            marks = _marks(model.folder, data / "lexicons", language, repr((sentences, options)))
            why = "asked for" if force else _changed(target, marks)
            if sentences and why:
                make = partial(compile_graph, model.folder, language, sentences, lexicon=lexicon, options=options)
                yield GraphJob(f"{language}/{kind}", target, marks, why, make)


def graph_options(language: str, kind: corpus.Kind, beside: Background) -> GraphOptions:
    """Costs chosen on spoken dev sentences (docs/recogniser.md); an order number is likelier where one is awaited."""
    common = GraphOptions(
        background=beside.words,
        background_share=BACKGROUND_SHARES[kind],
        background_lines=beside.lines if kind == GENERAL else (),
        classes=beside.classes if kind == GENERAL else {},
        numbers=spoken_digits.patterns(corpus.ORDER_NUMBER_DIGITS, language),
        number_cost=NUMBER_COSTS[kind],
        ears=ears(language),
        prune=PRUNE,
    )
    if language == "ar":  # its sounds are heard less surely: the sentences count more, and [unk] must not win
        return replace(common, language_scale=1.3, word_cost=-1.0, unknown_cost=8.0, unknown_phone_cost=2.6)
    return replace(common, language_scale=1.0, word_cost=0.0)


Models = dict[str, dict[str, Path]]


def speech_models(settings: Settings) -> Models:
    """The Vosk models to load: language -> kind -> folder; published models come first.

    Raises:
        StartError: there is none for the language that calls begin in.
    """
    found: Models = {}
    chosen = published.in_use(settings.state).recognisers
    for language in CODES:
        named = settings.speech.models.get(language)
        folder = settings.home / named if named else chosen.get(language)
        if folder is not None:
            found[language] = {GENERAL: folder}
        elif kinds := dict[str, Path](_made(settings, language)):
            found[language] = kinds
    if settings.language not in found:
        raise StartError(f"no recogniser model for '{settings.language}'; run: make train (or hatef train)")
    return found


def made_graphs(settings: Settings) -> Models:
    """Language -> kind -> the model's folder, for all graphs that `hatef train` has made."""
    made = {language: dict[str, Path](_made(settings, language)) for language in CODES}
    return {language: kinds for language, kinds in made.items() if kinds}


def _told(name: str, made: GraphReport) -> str:
    guessed = ""
    if made.guessed and name.endswith(GENERAL):
        more = f" and {len(made.guessed) - GUESSED_SHOWN} more" if len(made.guessed) > GUESSED_SHOWN else ""
        guessed = f"; guessed by letters: {'، '.join(made.guessed[:GUESSED_SHOWN])}{more}"
    return f"graph {name}: {made.words} words, {made.sentences} sentences, {made.arcs} arcs{guessed}"


def _made(settings: Settings, language: str) -> Iterator[tuple[corpus.Kind, Path]]:
    for kind in corpus.KINDS:
        folder = graph_folder(settings, language, kind)
        if (folder / MARK).is_file():
            yield kind, folder


def _changed(target: Path, marks: Mapping[str, str]) -> str:
    """Which parts of a graph changed since it was made; "" where none did."""
    try:
        made = json.loads((target / MARK).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return "not there yet"
    made = made if isinstance(made, dict) else {}
    return ", ".join(f"{part} changed" for part, mark in marks.items() if made.get(part) != mark)


def _marks(model: Path, lexicons: Path, language: str, sentences: str) -> dict[str, str]:
    """A digest of each part that a graph is made of; another language's words are no part of it."""
    code = [file for room in (graphs, lexicon) for file in Path(room.__path__[0]).glob("*.py") if file.stem != "check"]
    return {
        "sentences": hashlib.sha256(sentences.encode()).hexdigest(),
        "lexicon": _digest([*lexicons.glob(f"{language}.*"), *Path(latin.__file__).parent.glob("*")]),
        "network": _digest(file for file in model.iterdir() if file.name != HEAD),  # the second pass takes any graph
        "compiler": _digest(code),
    }


def _digest(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for file in sorted(files):
        if file.is_file():
            digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()
