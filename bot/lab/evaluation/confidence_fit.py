"""Fits how likely a turn was heard right: a ridge logistic regression a language and kind of turn. Pure."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.lab.evaluation.confidence_cases import FOLDS, Case, folds
from bot.lab.evaluation.language_fit import logistic, regression
from voice.listen.second_pass.certainty import MOST_LOGIT, NAMES
from voice.logistic import LogisticModel

Floats = NDArray[np.float64]
AGAINST = frozenset(("lost", "distance", "worst", "unknown", "cost"))
RIDGE = 0.03
"""On features of spread 1, against a mean loss."""
SENSE = np.array([{"pace": 0, "length": 0}.get(name, -1 if name in AGAINST else 1) for name in NAMES])
"""Whether more of a feature speaks for a turn (1), against it (-1), or either (0)."""
LEAST = 12
"""Of right and of wrong turns each; with fewer there is nothing to fit."""
SYNTHETIC = ("kokoro", "espeak", "piper")
SYNTHETIC_SHARE = 0.5
"""A synthetic voice's turn counts so much of a person's."""
Key = tuple[str, str]
"""Language and kind of turn."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """A model, and for each of its cases the probability by a model that was fitted without its speaker."""

    model: LogisticModel
    cases: Sequence[Case]
    held_out: Floats


def fit_all(some: Sequence[Case]) -> dict[Key, Fitted]:
    """A model for every language and kind that has enough right and wrong turns."""
    groups: dict[Key, list[Case]] = {}
    for one in (case for case in some if case.text):  # nothing heard is refused whatever its confidence
        groups.setdefault((one.sample.language, one.sample.kind), []).append(one)
    enough = {
        key: group for key, group in groups.items() if LEAST <= sum(one.right for one in group) <= len(group) - LEAST
    }
    return {key: fit(group) for key, group in sorted(enough.items())}


def fit(some: Sequence[Case]) -> Fitted:
    """Fit one model, and cross-validate it by speakers."""
    rows = np.array([one.features for one in some], np.float64)
    right = np.array([one.right for one in some], np.float64)
    counts = counts_of(some)
    fold = np.array(folds(some))
    held_out = np.zeros(len(some))
    for out in range(FOLDS):
        inside = fold != out
        if not inside.all():
            held_out[~inside] = logistic(rows[~inside], _solution(rows[inside], right[inside], counts[inside]))
    solution = _solution(rows, right, counts)
    return Fitted(LogisticModel(tuple(solution[:-1].tolist()), float(solution[-1]), MOST_LOGIT), some, held_out)


def counts_of(some: Sequence[Case]) -> Floats:
    """How much each case counts: a person's more than a synthetic voice's."""
    return np.array([SYNTHETIC_SHARE if one.sample.speaker.startswith(SYNTHETIC) else 1.0 for one in some])


def _solution(rows: Floats, right: Floats, counts: Floats) -> Floats:
    """Weights of the features as they are, and the bias; a weight against its sense (SENSE) is none.

    Few voices spoke: without this a chance of theirs («the surer, the worse») would be learned.
    """
    middle, spread = rows.mean(0), rows.std(0) + 1e-6
    scaled = (rows - middle) / spread
    used = np.ones(rows.shape[1], bool)
    while True:
        found = regression(scaled * used, right, counts=counts / counts.sum(), ridge=RIDGE)
        against = used & (found[:-1] * SENSE < 0)
        if not against.any():
            break
        used &= ~against
    weights = found[:-1] * used / spread
    whole: Floats = np.r_[weights, found[-1] - weights @ middle]
    return whole


def stored(fitted: Mapping[Key, Fitted]) -> str:
    """The file of weights (`voice.listen.second_pass.certainty.TABLE`)."""
    table: dict[str, dict[str, object]] = {}
    for (language, kind), one in fitted.items():
        weights = {name: round(weight, 4) for name, weight in zip(NAMES, one.model.weights, strict=True)}
        table.setdefault(language, {})[kind] = {"bias": round(one.model.bias, 4), "weights": weights}
    return json.dumps(table, indent=1) + "\n"


# --- how good probabilities are ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Bin:
    """Turns of about the same probability, and which share of them was right."""

    said: float
    right: float
    turns: int


def bins(likely: Floats, right: Floats, count: int = 10) -> Iterator[Bin]:
    """Turns in order of their probability, in bins of the same number of turns."""
    order = np.argsort(likely, kind="stable")
    for part in np.array_split(order, min(count, len(order))):
        if len(part):
            yield Bin(float(likely[part].mean()), float(right[part].mean()), len(part))


def calibration_error(likely: Floats, right: Floats) -> float:
    """Expected calibration error: how far probabilities are from shares, a turn."""
    return sum(one.turns * abs(one.said - one.right) for one in bins(likely, right)) / max(1, len(likely))


def accepted_at(good: Floats, other: Floats, lost: float) -> tuple[float, float]:
    """The least probability at which `lost` of the good turns are refused, and the share of the others it lets in."""
    at = float(np.quantile(good, lost, method="lower"))
    return at, float((other >= at).mean()) if len(other) else 0.0
