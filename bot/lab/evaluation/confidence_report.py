"""What `hatef evaluate confidence` tells: how true confidences are, what they refuse, and a reliability plot."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rich.table import Table

from bot.errors import DataFileError
from bot.lab.evaluation import plot
from bot.lab.evaluation.confidence_cases import Case
from bot.lab.evaluation.confidence_fit import Floats, accepted_at, bins, calibration_error
from bot.lab.evaluation.confidence_gate import Gated
from bot.terminal import console

LOST = (0.01, 0.03, 0.05)
"""Shares of the good turns that may be refused."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A case and how likely it is right."""

    case: Case
    likely: float


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one language and kind of turn; shares are 0 to 1."""

    turns: int
    right: float
    error: float
    """Expected calibration error."""
    others: int
    accepted: Mapping[float, float]
    """Share of good turns lost -> share of speech about other things that is let in."""
    at: Mapping[float, float]
    """Share of good turns lost -> the least confidence that is let in."""


def groups(judged: Sequence[Judged]) -> dict[str, list[Judged]]:
    """By "LANGUAGE KIND"."""
    found: dict[str, list[Judged]] = {}
    for one in judged:
        found.setdefault(f"{one.case.sample.language} {one.case.sample.kind}", []).append(one)
    return dict(sorted(found.items()))


def figures_of(judged: Sequence[Judged]) -> Figures:
    """The figures of some turns."""
    likely, right = _columns(judged)
    good = np.array([one.likely for one in judged if one.case.right and not one.case.other])
    other = np.array([one.likely if one.case.text else 0.0 for one in judged if one.case.other])
    curve = {lost: accepted_at(good, other, lost) if len(good) else (0.0, 0.0) for lost in LOST}
    return Figures(
        turns=len(judged),
        right=float(right.mean()) if len(right) else 0.0,
        error=calibration_error(likely, right),
        others=len(other),
        accepted={lost: share for lost, (_, share) in curve.items()},
        at={lost: at for lost, (at, _) in curve.items()},
    )


def _columns(judged: Sequence[Judged]) -> tuple[Floats, Floats]:
    """Of turns in which words were heard: an empty text is refused whatever its confidence."""
    heard = [one for one in judged if one.case.text]
    return np.array([one.likely for one in heard]), np.array([float(one.case.right) for one in heard])


def show(judged: Sequence[Judged], gate: Sequence[Gated] | None, *, held_out: bool) -> None:
    """Print both tables."""
    told = "by models without the speaker" if held_out else "by the weights in use"
    columns = (
        "",
        "turns",
        "right",
        "calibration error",
        "other things",
        *(f"let in, {lost:.0%} lost" for lost in LOST),
    )
    table = Table(*columns, title=f"confidence, {told}")
    for name, some in groups(judged).items():
        one = figures_of(some)
        curve = (f"{one.accepted[lost]:.1%} (from {one.at[lost]:.2f})" if one.others else "-" for lost in LOST)
        table.add_row(name, str(one.turns), f"{one.right:.1%}", f"{one.error:.3f}", str(one.others), *curve)
    console.print(table)
    if gate is not None:
        console.print(_gate_table(gate))


def _gate_table(gate: Sequence[Gated]) -> Table:
    """What a call does with general turns, in three groups."""
    table = Table("general turns", "turns", "answered", "asked again or whether it is meant", "refused")
    for name, some in gate_groups(gate).items():
        shares = (sum(one.outcome == outcome for one in some) for outcome in ("answered", "asked", "refused"))
        table.add_row(name, str(len(some)), *(f"{count} ({count / len(some):.1%})" for count in shares))
    return table


def gate_groups(gate: Sequence[Gated]) -> dict[str, list[Gated]]:
    """By language: about other things, understood as it was meant, misunderstood; those without turns are left out."""
    found: dict[str, list[Gated]] = {}
    for one in gate:
        what = "other things" if one.other else "understood as meant" if one.meant else "misunderstood"
        found.setdefault(f"{one.language} {what}", []).append(one)
    return dict(sorted(found.items()))


def write_json(judged: Sequence[Judged], gate: Sequence[Gated] | None, path: Path) -> None:
    """Write the figures and every turn. Raises DataFileError where that is impossible."""
    content = {
        "groups": {name: _told(figures_of(some)) for name, some in groups(judged).items()},
        "gate": None if gate is None else {name: _outcomes(some) for name, some in gate_groups(gate).items()},
        "turns": [_turn(one) for one in judged],
    }
    try:
        path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise DataFileError(path, f"the figures cannot be written there ({error.strerror})") from error


def _told(one: Figures) -> dict[str, object]:
    curve = {f"{lost:g}": {"let_in": one.accepted[lost], "from": one.at[lost]} for lost in LOST}
    return {"turns": one.turns, "right": one.right, "calibration_error": one.error, "others": one.others, "lost": curve}


def _outcomes(some: Sequence[Gated]) -> dict[str, int]:
    return {name: sum(one.outcome == name for one in some) for name in ("answered", "asked", "refused")}


def _turn(one: Judged) -> dict[str, object]:
    sample = one.case.sample
    return {
        "file": sample.path.name,
        "set": sample.path.parent.name,
        "language": sample.language,
        "kind": sample.kind,
        "condition": one.case.heard.condition,
        "known": one.case.known,
        "other": one.case.other,
        "text": sample.text,
        "heard": one.case.text,
        "right": one.case.right,
        "confidence": round(one.likely, 4),
        "features": [round(value, 4) for value in one.case.features],
    }


def draw(judged: Sequence[Judged], path: Path) -> None:
    """The reliability plot: what was said beside what was right. Raises DataFileError."""
    curves = {name: [(one.said, one.right) for one in bins(*_columns(some))] for name, some in groups(judged).items()}
    plot.reliability(path, "confidence and share of turns heard right", curves)
