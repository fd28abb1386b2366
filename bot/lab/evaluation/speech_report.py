"""What `hatef evaluate speech` tells: a table, a JSON file, a plot, and what could not be used."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.table import Column, Table

from bot.errors import DataFileError
from bot.lab.evaluation.confusions import Confusions, confusions
from bot.lab.evaluation.confusions import table as confusion_table
from bot.lab.evaluation.plot import bars
from bot.lab.evaluation.speech_decoding import Unusable
from bot.lab.evaluation.speech_figures import Figures, Judged, breakdown, figures_of
from bot.terminal import console, errors

RATES = ("word_error_rate", "character_error_rate", "sentence_accuracy", "intent_accuracy", "number_accuracy")
HEADINGS = {
    "clips": "clips",
    "word_error_rate": "word error",
    "character_error_rate": "char. error",
    "sentence_accuracy": "sentences right",
    "intent_accuracy": "intents right",
    "number_accuracy": "numbers right",
    "real_time_factor": "x real time",
    "first_partial_p50_ms": "1st word p50 ms",
    "first_partial_p95_ms": "p95 ms",
    "final_p50_ms": "final p50 ms",
    "final_p95_ms": "p95 ms",
}
SHOWN_PROBLEMS = 20
PLOTTED = {"sentence_accuracy": "sentences right", "intent_accuracy": "intents right", "word_error_rate": "words wrong"}


@dataclass(frozen=True, slots=True)
class Report:
    """All results of one run. `keywords`: a sentence is one word, so that sentence accuracy is keyword accuracy."""

    source: str
    judged: Sequence[Judged]
    unusable: Sequence[Unusable]
    warnings: Sequence[str]
    keywords: bool = False

    @property
    def groups(self) -> dict[str, dict[str, Figures]]:
        """Language, speaker and condition -> name -> figures."""
        return breakdown(self.judged)

    @property
    def confusions(self) -> Confusions:
        """Digits, yes and no: which was taken for which."""
        return confusions((one.decoded.sample.language, one.reference, one.heard) for one in self.judged)

    def content(self) -> dict[str, object]:
        """What the JSON file holds."""
        whole = figures_of(self.judged)
        extra = {"keyword_accuracy": whole["sentence_accuracy"]} if self.keywords else {}
        return {
            **whole,
            **extra,
            "set": self.source,
            **{f"by_{name}": groups for name, groups in self.groups.items()},
            "confusions": self.confusions.content(),
            "warnings": list(self.warnings),
            "unusable": [{"file": str(one.sample.path), "problem": one.problem} for one in self.unusable],
            "utterances": [_utterance(one) for one in self.judged],
        }


def _utterance(one: Judged) -> dict[str, object]:
    sample = one.decoded.sample
    return {
        "file": sample.path.name,
        "language": sample.language,
        "speaker": sample.speaker,
        "condition": sample.condition,
        "text": sample.text,
        "heard": one.decoded.heard,
        "first_pass": one.decoded.first.text,
        "second_pass": one.decoded.second.text if one.decoded.second is not None else None,
        "right": one.reference == one.heard,
        "intent": one.intent,
        "wanted_intent": one.wanted_intent,
    }


def write_json(report: Report, path: Path) -> None:
    """Write all figures and every utterance. Raises DataFileError where that is impossible."""
    text = json.dumps(report.content(), ensure_ascii=False, indent=2) + "\n"
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise DataFileError(path, f"the figures cannot be written there ({error.strerror})") from error


def write_plot(report: Report, path: Path) -> None:
    """Draw a bar for each rate of each group. Raises DataFileError where that is impossible."""
    rows = {"all": figures_of(report.judged)}
    for groups in report.groups.values():
        rows.update({name: figures for name, figures in groups.items() if len(groups) > 1})
    told = {
        heading: [figures[name] for figures in rows.values()]
        for name, heading in PLOTTED.items()
        if rows["all"][name] is not None
    }
    bars(path, report.source, list(rows), told)


def show(report: Report) -> None:
    """Print the table, the warnings and what could not be used."""
    whole = figures_of(report.judged)
    names = [name for name in HEADINGS if whole[name] is not None]
    first = Column("", no_wrap=True)
    table = Table(first, *(HEADINGS[name] for name in names), title=report.source, caption=_caption(whole, report))
    table.add_row("all", *_cells(whole, names), end_section=True)
    for groups in report.groups.values():
        for at, (group, figures) in enumerate(groups.items(), 1):
            table.add_row(group, *_cells(figures, names), end_section=at == len(groups))
    console.print(table)
    if (confused := confusion_table(report.confusions)) is not None:
        console.print(confused)
    if report.keywords:
        console.print(f"keyword accuracy {whole['sentence_accuracy']:.1%} of {whole['clips']} clips")
    for warning in report.warnings:
        errors.print(f"! {warning}", style="yellow", soft_wrap=True, markup=False)
    for one in report.unusable[:SHOWN_PROBLEMS]:
        errors.print(f"✗ left out: {one.sample.path}: {one.problem}", style="red", soft_wrap=True, markup=False)
    if len(report.unusable) > SHOWN_PROBLEMS:
        more = len(report.unusable) - SHOWN_PROBLEMS
        errors.print(f"✗ and {more} more files that cannot be used; --json names them", style="red")


def _caption(whole: Figures, report: Report) -> str | None:
    best = whole["intent_accuracy_of_text"]
    if best is None or not any(one.decoded.sample.intent for one in report.judged):
        return None
    return f"of the written texts {best:.1%} have the right intent: more cannot come of hearing better"


def _cells(figures: Mapping[str, float | int | None], names: Sequence[str]) -> list[str]:
    return ["" if figures[name] is None else _cell(name, figures[name]) for name in names]


def _cell(name: str, value: float | int | None) -> str:
    return f"{value:.1%}" if name in RATES else str(value)
