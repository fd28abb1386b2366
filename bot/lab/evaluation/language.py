"""`hatef evaluate language`: how often the first sentence tells in which language a call is to be held."""

import json
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from rich.progress import track
from rich.table import Table

from bot.call.language.evidence import choose, probabilities
from bot.call.language.lock import vocabularies
from bot.errors import StartError
from bot.lab.evaluation.condition import parse_conditions
from bot.lab.evaluation.language_hearing import Heard, Listeners, both_models, hear_all
from bot.lab.evaluation.speech_decoding import jobs_for
from bot.lab.evaluation.utterances import Sample, read_set
from bot.releases.second_pass import second_pass
from bot.settings.paths import SHARE
from bot.settings.settings import Settings
from bot.terminal import console
from nlu.text.languages import CODES

Verdict = Literal["right", "wrong", "unsure"]
VERDICTS: tuple[Verdict, ...] = ("right", "wrong", "unsure")
SETS = (Path("data/sets/fa-calls"), Path("data/sets/ar-calls"))
"""Callers that no model was trained on, in the project's folder."""
SHORT_WORDS = 2
"""Texts of so few words are also told apart: they tell least."""
Figures = dict[str, dict[str, dict[str, float]]]


@dataclass(frozen=True, slots=True)
class Options:
    """What the command was given; no folders: SETS. `again`: read by the second pass, None as calls do."""

    folders: tuple[Path, ...] = ()
    conditions: str = "clean,noise15,gsm"
    kinds: str = "general"
    again: bool | None = None
    json_file: Path | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """One clip as it was heard, and the language chosen (None: the caller would be asked)."""

    heard: Heard
    chosen: str | None

    @property
    def verdict(self) -> Verdict:
        """right, wrong or unsure."""
        if self.chosen is None:
            return "unsure"
        return "right" if self.chosen == self.heard.sample.language else "wrong"


def evaluate(settings: Settings, options: Options) -> None:
    """Hear every clip of the sets with both recognisers, print a row a language and condition, write the figures.

    Clips that answer another question (digits, yes or no) are left out unless asked for: few calls begin with them.

    Raises:
        StartError: there are not two recognisers to choose between, no clip, or no second pass where one is asked for.
        DataFileError: a set cannot be used. ConditionError: nobody knows the condition.
    """
    conditions = parse_conditions(options.conditions)
    folders = options.folders or [SHARE / folder for folder in SETS]
    by = listeners(settings, again=options.again)
    kinds = options.kinds.split(",")
    samples = [sample for folder in folders for sample in read_set(folder) if sample.kind in kinds]
    if not samples:
        raise StartError(f"no clip of kind '{options.kinds}' in {', '.join(map(str, folders))}")
    judged = judge(by, samples, conditions, settings.languages.certainty)
    figures = figures_of(judged)
    _print(figures, judged, settings.languages.certainty)
    for language in CODES:
        if language not in figures:
            console.print(f"{language}: no clips; add audio files and lines to a ref.tsv to measure it", soft_wrap=True)
    if options.json_file is not None:
        content = {
            **figures,
            "sets": [str(folder) for folder in folders],
            "certainty": settings.languages.certainty,
            "second_pass": by.second is not None,
            "utterances": [_told(one) for one in judged],
        }
        options.json_file.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def listeners(settings: Settings, *, again: bool | None = None) -> Listeners:
    """All that this Hatef hears with; `again` as in Options. Raises StartError."""
    second = None if again is False else second_pass(settings)
    if second is not None and set(second.heads) != set(CODES):
        second = None
    if again and second is None:
        raise StartError("there is no second pass for both languages (hatef doctor says why)")
    return Listeners(both_models(settings), vocabularies(settings.data, CODES), second)


def judge(by: Listeners, samples: Sequence[Sample], conditions: Sequence[str], certainty: float) -> list[Judged]:
    """Choose a language for each clip under each condition, as a call does at its first utterance."""
    work = hear_all(by, samples, conditions, jobs_for(len(samples)))

    def judged() -> Iterator[Judged]:
        for heard in track(work, "listening", total=len(samples) * len(conditions), console=console):
            chosen = choose(heard.evidence, certainty)
            yield Judged(heard, chosen.language if chosen else None)

    return list(judged())


def figures_of(judged: Sequence[Judged]) -> Figures:
    """Language -> "all", each condition, and the short ones of each -> clips, verdicts and delay."""
    figures: Figures = {}
    for language in CODES:
        mine = [one for one in judged if one.heard.sample.language == language]
        groups = {"all": mine}
        for one in mine:
            groups.setdefault(one.heard.sample.condition, []).append(one)
            if len(one.heard.sample.text.split()) <= SHORT_WORDS:
                groups.setdefault(f"{one.heard.sample.condition}, short", []).append(one)
        if mine:
            figures[language] = {name: tally(group) for name, group in groups.items()}
    return figures


def tally(judged: Sequence[Judged]) -> dict[str, float]:
    """Clips, how many of them were right, wrong and unsure, and the median and worst delay of the decision, ms."""
    counts = Counter(one.verdict for one in judged)
    delays_ms = [one.heard.final_ms for one in judged] or [0.0]
    verdicts: dict[str, float] = {verdict: counts[verdict] for verdict in VERDICTS}
    worst_ms, median_ms = max(delays_ms), statistics.median(delays_ms)
    return {"utterances": len(judged), **verdicts, "final_ms": round(median_ms), "final_ms_worst": round(worst_ms)}


def _told(one: Judged) -> dict[str, object]:
    likely = probabilities(one.heard.evidence)
    return {
        "file": one.heard.sample.path.name,
        "language": one.heard.sample.language,
        "condition": one.heard.sample.condition,
        "speaker": one.heard.sample.speaker,
        "chosen": one.chosen,
        "probabilities": {language: round(value, 4) for language, value in likely.items()},
        "heard": {own.language: own.text for own in one.heard.evidence},
        "scores": {own.language: own.score and round(own.score, 1) for own in one.heard.evidence},
        "read_ms": round(one.heard.read_ms),
        "confidences": {own.language: round(own.confidence, 3) for own in one.heard.evidence},
    }


def _print(figures: Figures, judged: Sequence[Judged], certainty: float) -> None:
    columns = ("language", "condition (short: one or two words)", "clips", *VERDICTS, "ms to decide: median, worst")
    table = Table(*columns, title=f"certainty {certainty:g}")
    for language, groups in figures.items():
        for condition, counts in groups.items():
            shares = (f"{counts[verdict]} ({counts[verdict] / counts['utterances']:.0%})" for verdict in VERDICTS)
            delay = f"{counts['final_ms']}, {counts['final_ms_worst']}"
            table.add_row(language, condition, str(counts["utterances"]), *shares, delay)
    console.print(table)
    wrong = [one for one in judged if one.verdict == "wrong"]
    for one in wrong:
        heard = " | ".join(f"{own.language}: {own.text or '-'}" for own in one.heard.evidence)
        line = f"wrong: {one.heard.sample.path.name} {one.heard.sample.condition} ({heard})"
        console.print(line, soft_wrap=True, markup=False)
