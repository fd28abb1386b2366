"""Fits the gate of `bot/call/understanding.py`: which turns a call answers, asks about, refuses.

what is fitted    whether a turn of kind general was understood as meant, from `evidence`
where it refuses  below what LOST of the turns that were understood as meant have
where it answers  from where on no more than LET_IN of the speech about other things is answered
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bot.call.ladder import INTENT_REASONS
from bot.call.understanding import NAMES
from bot.lab.evaluation.confidence_cases import FOLDS, folds
from bot.lab.evaluation.confidence_fit import LEAST, Floats, counts_of
from bot.lab.evaluation.confidence_gate import Turned, outcome_of
from bot.lab.evaluation.language_fit import regression
from bot.settings.call_options import Limits
from voice.logistic import LogisticModel

LOST, LET_IN = 0.03, 0.10
RIDGE = 0.001
SPREAD = 0.5
"""Of log odds, at least, between refusing and answering: what lies between is asked about."""


@dataclass(frozen=True, slots=True)
class FittedGate:
    """A gate, and how sure one that was fitted without the speaker is of each turn."""

    gate: LogisticModel
    turns: Sequence[Turned]
    held_out: Floats


def fit_gates(turns: Sequence[Turned]) -> dict[str, FittedGate]:
    """A gate for every language that has enough turns of both kinds; what the ladder refuses anyway is not fitted."""
    found: dict[str, FittedGate] = {}
    for language in sorted({one.case.sample.language for one in turns}):
        some = [one for one in turns if one.case.sample.language == language]
        judged = [one for one in some if outcome_of(one.got, 1.0) == "answered"]
        if LEAST <= sum(one.meant for one in judged) <= len(judged) - LEAST:
            found[language] = fit_gate(some, judged)
    return found


def fit_gate(some: Sequence[Turned], judged: Sequence[Turned]) -> FittedGate:
    """Fit on the turns `judged`; the rungs are found with models that did not hear the speaker."""
    rows = np.array([one.evidence for one in judged], np.float64)
    meant = np.array([one.meant for one in judged], np.float64)
    counts = counts_of([one.case for one in judged])
    fold = np.array(folds([one.case for one in judged]))
    odds = np.zeros(len(judged))
    for out in range(FOLDS):
        inside = fold != out
        if not inside.all():
            odds[~inside] = _odds(rows[~inside], _solution(rows[inside], meant[inside], counts[inside]))
    refuse, answer = rungs(judged, odds, others=sum(one.case.other for one in some))
    scale, shift = _onto_ladder(refuse, answer)
    solution = _solution(rows, meant, counts)
    gate = LogisticModel(tuple((scale * solution[:-1]).tolist()), float(scale * solution[-1] + shift))
    sure = {id(one): float(value) for one, value in zip(judged, _share(scale * odds + shift), strict=True)}
    return FittedGate(gate, some, np.array([sure.get(id(one), 0.0) for one in some]))


def rungs(judged: Sequence[Turned], odds: Floats, others: int) -> tuple[float, float]:
    """Log odds below which a turn is refused, and from which on it is answered."""
    turns = list(zip(judged, odds.tolist(), strict=True))
    refuse = float(np.quantile([value for one, value in turns if one.meant], LOST))
    let_in = [(one, value) for one, value in turns if one.case.other and value >= refuse]
    waiting = sorted((value for one, value in let_in if one.got.name not in INTENT_REASONS), reverse=True)
    room = max(0, int(LET_IN * others) - (len(let_in) - len(waiting)))  # who seems to ask for a human gets one at once
    answer = waiting[room] + 1e-6 if room < len(waiting) else refuse
    return refuse, max(answer, refuse + SPREAD)


def _solution(rows: Floats, meant: Floats, counts: Floats) -> Floats:
    """Weights and bias; one against its sense (surer, yet worse) is none."""
    used = np.ones(rows.shape[1], bool)
    while True:
        found = regression(rows * used, meant, counts=counts / counts.sum(), ridge=RIDGE)
        against = used & (found[:-1] < 0)
        if not against.any():
            whole: Floats = np.r_[found[:-1] * used, found[-1]]
            return whole
        used &= ~against


def _odds(rows: Floats, solution: Floats) -> Floats:
    odds: Floats = rows @ solution[:-1] + solution[-1]
    return odds


def _share(odds: Floats) -> Floats:
    share: Floats = 1 / (1 + np.exp(-np.clip(odds, -30, 30)))
    return share


def _onto_ladder(refuse: float, answer: float) -> tuple[float, float]:
    """Scale and shift that bring both log odds onto the rungs of the ladder."""
    limits = Limits()
    doubt, accept = (math.log(at / (1 - at)) for at in (limits.doubt_at, limits.accept_at))
    scale = (accept - doubt) / (answer - refuse)
    return scale, doubt - scale * refuse


def stored(fitted: Mapping[str, FittedGate]) -> str:
    """The file of gates (`bot.call.understanding.GATES`)."""
    told = {
        language: {
            **{name: round(weight, 4) for name, weight in zip(NAMES, one.gate.weights, strict=True)},
            "bias": round(one.gate.bias, 4),
        }
        for language, one in fitted.items()
    }
    return json.dumps(told, indent=1) + "\n"
