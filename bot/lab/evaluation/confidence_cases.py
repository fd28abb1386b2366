"""The turns that confidence is fitted and judged on: which clips, under which conditions, and what counts as right.

in scope          heard by the bot's graphs, after the question that the set names
other things      (intent out_of_scope) heard by the bot's graphs, after each question: must be refused
the same, known   heard by a graph that knows these sentences too: the same people, and now they may be understood
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot.lab.evaluation.confidence_hearing import HeardTwice, Job, Paths, hear_twice
from bot.lab.evaluation.speech_figures import holds_number
from bot.lab.evaluation.speech_text import pair
from bot.lab.evaluation.utterances import Sample
from bot.releases.train import GENERAL, MARK, graph_folder, graph_options
from bot.settings.settings import Settings
from bot.terminal import step
from nlu.text.languages import CODES
from nlu.training import background, corpus
from voice.graphs.graph import WeightedSentence, compile_graph
from voice.lexicon.pronounce import Lexicon
from voice.listen.recogniser import KINDS
from voice.listen.second_pass.certainty import Features, features
from voice.listen.second_pass.fusion import fuse
from voice.listen.second_pass.models import SecondPassModels
from voice.models.embedded import available
from voice.score import edit_distance

OTHER = "out_of_scope"
WRONG_MOST = 1 / 3
"""A turn is heard right when no more of its words are wrong; a number, when all its digits are right."""
TEXT_WEIGHT = 0.1
"""Of a sentence that a graph is taught: what a common example of data/ has."""
LARGE_SPEAKER = 0.3
"""Who speaks more of a language's turns is parted by sentences: without him there would be nothing to learn from."""
FOLDS = 5


@dataclass(frozen=True, slots=True)
class Case:
    """A turn as a call has it: its text, what both passes tell about it, and whether it was right."""

    heard: HeardTwice
    text: str
    confidence: float
    """Without a model: by hand."""
    features: Features
    right: bool
    known: bool
    """It was heard by a graph that knows the sentence."""

    @property
    def sample(self) -> Sample:
        """The clip, with the question that was asked."""
        return self.heard.sample

    @property
    def other(self) -> bool:
        """Speech about other things, which the bot must refuse."""
        return self.sample.intent == OTHER and not self.known


def cases(
    settings: Settings, paths: Paths, second: SecondPassModels, samples: Sequence[Sample], conditions: Sequence[str],
    work: Path,
) -> list[Case]:  # fmt: skip
    """All turns of these clips, both passes heard. Raises ModelBroken, GraphError."""
    told = [sample for sample in samples if sample.intent == OTHER]
    jobs = [(sample, name) for sample in samples for name in conditions]
    jobs += [(replace(sample, kind=kind), conditions[0]) for sample in told for kind in KINDS if kind != sample.kind]
    heard = [case_of(one) for one in hear_twice(paths, second, jobs, work)]
    graphs = dict(_knowing(settings, told, work))
    if graphs:
        again: list[Job] = [(sample, name) for sample in told for name in conditions if sample.language in graphs]
        heard += [case_of(one, known=True) for one in hear_twice(graphs, second, again, work)]
    return heard


def case_of(heard: HeardTwice, *, known: bool = False) -> Case:
    """What a call would make of two texts."""
    sample = heard.sample
    fused = fuse(heard.first, heard.second, sample.kind, sample.language)
    clues = features(heard.first, heard.second)
    return Case(heard, fused.text, fused.confidence, clues, heard_right(sample, fused.text), known)


def heard_right(sample: Sample, text: str) -> bool:
    """Whether `text` is what was said, as far as it matters."""
    if sample.order_number:
        return holds_number(text, sample.order_number, sample.language)
    wanted, got = (one.split() for one in pair(sample.text, text, sample.language))
    return bool(got) and edit_distance(wanted, got) <= WRONG_MOST * len(wanted)


def folds(some: Sequence[Case]) -> list[int]:
    """The fold of each case: whoever speaks is in one fold, but for speakers of a large share (LARGE_SPEAKER)."""
    counts = Counter(one.sample.speaker for one in some)
    large = {speaker for speaker, count in counts.items() if count > LARGE_SPEAKER * len(some)}
    names = (one.sample.speaker + (one.sample.text if one.sample.speaker in large else "") for one in some)
    return [hashlib.sha256(name.encode()).digest()[0] % FOLDS for name in names]


def _knowing(settings: Settings, told: Sequence[Sample], work: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Language -> general graph of the bot's sentences and what `told` says; made once for the same texts."""
    for language in CODES:
        texts = sorted({sample.text for sample in told if sample.language == language})
        model = available(language)
        if not texts or model is None:
            continue
        shipped = graph_folder(settings, language, GENERAL) / MARK
        mark = hashlib.sha256(shipped.read_bytes() + "\n".join(texts).encode()).hexdigest()
        folder = work / f"graph-{language}-{mark[:16]}"
        if not (folder / MARK).is_file():
            with step(f"a graph that knows {len(texts)} sentences about other things ({language})"):
                sentences = [WeightedSentence(*one) for one in corpus.sentences(settings.data, language)]
                sentences += [WeightedSentence(text, TEXT_WEIGHT) for text in texts]
                options = graph_options(language, GENERAL, background.load(settings.data, language))
                lexicon = Lexicon.load(language, settings.data / "lexicons")
                compile_graph(model.folder, language, sentences, folder, lexicon=lexicon, options=options)
                (folder / MARK).write_text(mark, encoding="utf-8")
        yield language, {GENERAL: str(folder)}
