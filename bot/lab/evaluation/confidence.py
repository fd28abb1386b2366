"""`hatef evaluate confidence`: does a confidence of 0.8 mean right in 8 of 10, and what is refused by it?"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.call.understanding import GATES
from bot.errors import StartError
from bot.lab.evaluation import plot
from bot.lab.evaluation.condition import parse_conditions
from bot.lab.evaluation.confidence_cases import Case, cases
from bot.lab.evaluation.confidence_fit import Floats, fit_all, stored
from bot.lab.evaluation.confidence_gate import Gated, Texts, at_the_gate, gated, sure_of, understand, with_meaning
from bot.lab.evaluation.confidence_report import Judged, draw, show, write_json
from bot.lab.evaluation.gate_fit import fit_gates
from bot.lab.evaluation.gate_fit import stored as stored_gates
from bot.lab.evaluation.utterances import Sample, read_set
from bot.releases.second_pass import lack, second_pass
from bot.releases.train import speech_models
from bot.settings.paths import SHARE
from bot.settings.settings import Settings
from bot.terminal import console
from voice.listen.second_pass.certainty import TABLE, model_of

DEFAULT_SETS = (Path("data/sets/fa-calls"), Path("data/sets/ar-calls"))
WORK = Path("confidence")
"""In var/: what both passes heard is kept there."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the command was asked to do; None: not asked for."""

    directories: Sequence[Path] = ()
    """Sets beside the project's own."""
    conditions: str = "clean,noise15"
    most: int | None = None
    """Clips a set, for a quick look."""
    fit: bool = False
    json_file: Path | None = None
    plot_file: Path | None = None


def evaluate(settings: Settings, options: Options) -> None:
    """Hear the sets, print how true the confidences are and what they refuse; with `fit`, write new weights first.

    Raises:
        DataFileError: a set cannot be used. ConditionError. StartError: there is no second pass. ModelBroken.
    """
    conditions = parse_conditions(options.conditions)
    if options.plot_file is not None:
        plot.check_name(options.plot_file)
    second = second_pass(settings)
    if second is None:
        raise StartError(f"confidence comes of two passes, and there is no second: {lack(settings)}")
    samples = _samples(options.directories, options.most)
    paths = {lang: {kind: str(path) for kind, path in kinds.items()} for lang, kinds in speech_models(settings).items()}
    some = cases(settings, paths, second, samples, conditions, settings.state / WORK)
    texts = understand(settings, some)
    some = with_meaning(some, texts) if texts is not None else some
    likely = _fitted(some) if options.fit else np.array([_now(one) for one in some])
    judged = [Judged(one, float(probability)) for one, probability in zip(some, likely, strict=True)]
    gate = _gate(settings, judged, texts, fit=options.fit) if texts is not None else None
    show(judged, gate, held_out=options.fit)
    if options.json_file is not None:
        write_json(judged, gate, options.json_file)
    if options.plot_file is not None:
        draw(judged, options.plot_file)


def _gate(settings: Settings, judged: Sequence[Judged], texts: Texts, *, fit: bool) -> list[Gated]:
    """What a call does with the turns of kind general; with `fit`, gates that did not hear the speaker."""
    general = [one for one in judged if one.case.sample.kind == "general"]
    turns = [at_the_gate(one.case, one.likely, texts, settings.speech.minimum_confidence) for one in general]
    if not fit:
        return [gated(one, sure_of(one)) for one in turns]
    fitted = fit_gates(turns)
    GATES.write_text(stored_gates(fitted), encoding="utf-8")
    console.print(f"gates of {', '.join(fitted) or 'nothing'} written to {GATES}")
    return [gated(*pair) for one in fitted.values() for pair in zip(one.turns, one.held_out.tolist(), strict=True)]


def _samples(more: Sequence[Path], most: int | None) -> list[Sample]:
    """Of each set every clip, or `most` of them, evenly drawn."""
    sets = [read_set(folder) for folder in (*(SHARE / one for one in DEFAULT_SETS), *more)]
    return [sample for one in sets for sample in one[:: max(1, len(one) // most) if most else 1]]


def _now(one: Case) -> float:
    """The confidence of the weights in use; by hand where there are none."""
    model = model_of(one.sample.language, one.sample.kind)
    return model.probability(one.features) if model and one.text else one.confidence


def _fitted(some: Sequence[Case]) -> Floats:
    """Fit and write the weights; what a model without the speaker says of each case."""
    fitted = fit_all(some)
    TABLE.write_text(stored(fitted), encoding="utf-8")
    console.print(f"weights of {', '.join('/'.join(key) for key in fitted) or 'nothing'} written to {TABLE}")
    likely = {
        id(one): float(value) for each in fitted.values() for one, value in zip(each.cases, each.held_out, strict=True)
    }
    return np.array([likely.get(id(one), one.confidence) for one in some])
