"""`hatef evaluate speech`: word error, sentence, intent and keyword accuracy, speed and delay of the recogniser."""

import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.progress import track

from bot.errors import DataFileError, StartError
from bot.lab.evaluation import plot
from bot.lab.evaluation.condition import parse_conditions
from bot.lab.evaluation.intents import intents_of
from bot.lab.evaluation.keywords import read_keywords, unpacked
from bot.lab.evaluation.second_reading import graphs_of
from bot.lab.evaluation.speech_decoding import Decoded, Outcome, Unusable, decode_all, jobs_for
from bot.lab.evaluation.speech_figures import Intents, judge
from bot.lab.evaluation.speech_phrases import closed_model, of_language, read_phrases, strangers
from bot.lab.evaluation.speech_report import Report, show, write_json, write_plot
from bot.lab.evaluation.utterances import Sample, read_table
from bot.releases.second_pass import lack, second_pass
from bot.releases.train import GENERAL, speech_models
from bot.settings.paths import SHARE
from bot.settings.settings import Settings
from bot.terminal import console, step
from nlu.errors import NluError
from nlu.text.languages import CODES
from voice.listen.second_pass.models import SecondPassModels

DEFAULT_SET = Path("data/sets/fa-voices")
SHOWN = 3
Paths = dict[str, dict[str, str]]


@dataclass(frozen=True, slots=True)
class Options:
    """What the command was asked to do; None: not asked for."""

    directory: Path | None = None
    phrases: Path | None = None
    conditions: str | None = None
    jobs: int | None = None
    json_file: Path | None = None
    plot_file: Path | None = None
    second_pass: bool | None = None
    """Whether every clip is read twice; None: as calls are, by config.yml and what is installed."""


def evaluate(settings: Settings, options: Options) -> None:
    """Decode the set, print the table, write the figures and the plot.

    Raises:
        DataFileError: the set or the phrases cannot be used, or no file of the set can. StartError, ModelBroken: there
        is no recogniser, or it cannot be loaded. ConditionError: a condition that nobody knows.
    """
    conditions = parse_conditions(options.conditions) if options.conditions else ()
    if options.plot_file is not None:
        plot.check_name(options.plot_file)
    path = options.directory or SHARE / DEFAULT_SET
    with tempfile.TemporaryDirectory() as scratch:
        folder = unpacked(path, Path(scratch) / "set")
        keywords = not (folder / "ref.tsv").exists()
        samples = read_keywords(folder) if keywords else read_table(folder)
        paths, warnings = _models(settings, samples, options.phrases, keywords, Path(scratch) / "graphs")
        jobs = options.jobs or jobs_for(len(samples))
        work = decode_all(paths, samples, conditions, jobs, _second(settings, options, paths))
        clips = len(samples) * max(1, len(conditions))
        outcomes = list(track(work, "decoding", total=clips, console=console))
    decoded, unusable = sort_out(outcomes, path)
    intents, lack = (None, ()) if keywords else _intents(settings, decoded)
    report = Report(str(path), [judge(one, intents) for one in decoded], unusable, [*warnings, *lack], keywords)
    show(report)
    if options.json_file is not None:
        write_json(report, options.json_file)
    if options.plot_file is not None:
        write_plot(report, options.plot_file)


def _second(settings: Settings, options: Options, paths: Paths) -> SecondPassModels | None:
    """What reads the clips again. Raises StartError where it was asked for and cannot be."""
    if options.second_pass is False:
        return None
    found = second_pass(settings)
    if found is None and options.second_pass:
        raise StartError(f"there is no second pass: {lack(settings)}; hatef doctor says what to do")
    return graphs_of(found, paths) if found and not settings.speech.models else found


def sort_out(outcomes: Sequence[Outcome], path: Path) -> tuple[list[Decoded], list[Unusable]]:
    """The decoded clips and the files that cannot be used. Raises DataFileError if nothing could be decoded."""
    decoded = [one for one in outcomes if isinstance(one, Decoded)]
    unusable = [one for one in outcomes if isinstance(one, Unusable)]
    if not decoded:
        first = unusable[0]
        raise DataFileError(
            path, f"none of its {len(unusable)} files can be used; {first.sample.path.name}: {first.problem}"
        )
    return decoded, unusable


def _models(
    settings: Settings, samples: Sequence[Sample], phrases: Path | None, keywords: bool, scratch: Path
) -> tuple[Paths, list[str]]:
    """The model folders of the set's languages, and what must be told about them."""
    languages = sorted({sample.language for sample in samples})
    if phrases is None and not keywords:
        found = speech_models(settings)
        for language in languages:
            if language not in found:
                raise StartError(f"no recogniser model for '{language}'; run: hatef train (or hatef models pull)")
        return {lang: {kind: str(path) for kind, path in found[lang].items()} for lang in languages}, []
    paths: Paths = {}
    warnings: list[str] = []
    for language in (one for one in CODES if one in languages):
        own = [sample for sample in samples if sample.language == language]
        lines = read_phrases(phrases) if phrases else tuple(dict.fromkeys(sample.text for sample in samples))
        source = phrases or samples[0].path.parent.parent
        folder, prepared = closed_model(settings, language, of_language(lines, language, samples), scratch, source)
        paths[language] = {GENERAL: str(folder)}
        warnings += prepared.warnings
        if lost := strangers(prepared.sentences, own):
            texts = ", ".join(f"«{text}»" for text in list(dict.fromkeys(one.text for one in lost))[:SHOWN])
            warnings.append(f"{len(lost)} clips say what is not in {phrases} and can only be wrong: {texts}")
    return paths, warnings


def _intents(settings: Settings, decoded: Sequence[Decoded]) -> tuple[Intents | None, tuple[str, ...]]:
    """What the trained model takes the texts for; without one there is no intent accuracy, and that is told."""
    texts: dict[str, set[str]] = {}
    for one in decoded:
        texts.setdefault(one.sample.language, set()).update((one.heard, one.sample.text))
    try:
        with step("understanding"):
            return intents_of(settings, texts), ()
    except (NluError, StartError) as error:
        return None, (f"no intent accuracy: {error}",)
    except subprocess.TimeoutExpired as error:
        return None, (f"no intent accuracy: Rasa took more than {error.timeout:.0f} s; try again on a quieter machine",)
