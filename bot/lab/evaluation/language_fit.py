"""Fits the rule that tells the language of a call, and writes its weights.

    python -m bot.lab.evaluation.language_fit [--clips 250] [--out FILE]

To be run again whenever the recognisers, a head or what they know change (`hatef train` first); `hatef evaluate
language` then measures the result on voices that were not used here. Half an hour on two cores. Without a second pass
the rule "heads" stays as it is.
"""

import argparse
import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.progress import track

from bot.call.language.evidence import NAMES, PAIR, WEIGHTS, Evidence, features
from bot.lab.evaluation.language import listeners
from bot.lab.evaluation.language_hearing import Heard, hear_all
from bot.lab.evaluation.language_speech import Script, speak_set
from bot.lab.evaluation.speech_decoding import jobs_for
from bot.settings.paths import CODE
from bot.settings.settings import Settings, load_settings
from bot.terminal import console

Floats = NDArray[np.float64]
CLIPS = 250
RIDGE = 0.001
STEPS = 40
FOLDS = 5
CERTAINTIES = (0.8, 0.9, 0.95)
USED: Mapping[str, tuple[str, ...]] = {
    "heads": ("clear", "fitting", "usual", "agreed"),
    "score": ("score", "confidence"),
    "words": ("confidence",),
}
"""What each rule looks at. Our own recognisers know no word outside data/, so that `known` cannot be fitted here."""
KNOWN_UNFITTED = 1.0
"""The weight of `known` where there are no scores: with published models, whose words are those of the language."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """Weights by feature and the bias, and by cross-validation what they would have decided."""

    weights: dict[str, float]
    bias: float
    right: dict[float, float]
    wrong: dict[float, float]

    def stored(self) -> dict[str, object]:
        """As the file has it."""
        held_out = {f"{at:g}": {"right": self.right[at], "wrong": self.wrong[at]} for at in CERTAINTIES}
        return {**self.weights, "bias": self.bias, "cross_validation": held_out}


def fit(settings: Settings, clips: int, out: Path) -> None:
    """Speak, hear, fit, write; prints what cross-validation says. Raises StartError, ModelBroken."""
    scripts = [Script.load(language, CODE) for language in PAIR]
    by = listeners(settings)
    with tempfile.TemporaryDirectory() as scratch:
        speaking = track(speak_set(scripts, clips, Path(scratch)), "speaking", total=2 * clips, console=console)
        samples = list(speaking)
        work = hear_all(by, samples, ("clean",), jobs_for(len(samples)))
        heard = list(track(work, "listening", total=len(samples), console=console))
    stored: dict[str, object] = json.loads(out.read_text(encoding="utf-8")) if out.is_file() else {}
    stored["clips"] = len(heard)
    for name, used in USED.items():
        if name == "heads" and by.second is None:
            console.print("rule 'heads': there is no second pass for both languages, so it stays (hatef doctor)")
            continue
        fitted = fit_rule(heard, used, known=KNOWN_UNFITTED if name == "words" else 0.0, both=name == "heads")
        stored[name] = fitted.stored()
        for at in CERTAINTIES:
            told = f"right {fitted.right[at]:.1%}, wrong {fitted.wrong[at]:.1%}"
            console.print(f"rule '{name}', certainty {at:g}: {told} (cross-validation)")
    out.write_text(json.dumps(stored, indent=2) + "\n", encoding="utf-8")


def fit_rule(heard: Sequence[Heard], used: Sequence[str], *, known: float = 0.0, both: bool = False) -> Fitted:
    """Fit a rule on these clips that looks at the features `used`; both languages count the same.

    `both`: on what both passes heard, else on the first alone.
    """
    pairs: list[tuple[Evidence, ...]] = [one.evidence if both else one.first for one in heard]
    rows = np.array([features(*pair) for pair in pairs])[:, [NAMES.index(name) for name in used]]
    first = np.array([one.sample.language == PAIR[0] for one in heard], np.float64)
    likely = np.zeros(len(first))
    folds = np.arange(len(first)) % FOLDS
    for fold in range(FOLDS):
        likely[folds == fold] = logistic(rows[folds == fold], regression(rows[folds != fold], first[folds != fold]))
    solution = regression(rows, first)
    weights = dict.fromkeys(NAMES, 0.0) | {"known": known}
    weights |= {name: round(float(value), 4) for name, value in zip(used, solution, strict=False)}
    hits = (likely > 0.5) == (first > 0.5)
    certain = {at: np.maximum(likely, 1 - likely) >= at for at in CERTAINTIES}
    right = {at: round(float(np.mean(hits & sure)), 4) for at, sure in certain.items()}
    wrong = {at: round(float(np.mean(~hits & sure)), 4) for at, sure in certain.items()}
    return Fitted(weights, round(float(solution[-1]), 4), right, wrong)


def regression(rows: Floats, first: Floats, *, counts: Floats | None = None, ridge: float = RIDGE) -> Floats:
    """Ridge logistic regression by Newton's method: a weight a column, then the bias, which pays no ridge.

    `counts`: how much each row counts, 1 together; by default both classes count the same.
    """
    given = np.c_[rows, np.ones(len(rows))]
    if counts is None:
        counts = np.where(first > 0.5, 0.5 / max(first.sum(), 1), 0.5 / max((1 - first).sum(), 1))
    price = np.r_[np.full(rows.shape[1], ridge), 1e-6]
    solution = np.zeros(given.shape[1])
    for _ in range(STEPS):
        likely = logistic(rows, solution)
        slope = given.T @ (counts * (likely - first)) + price * solution
        curve = (given.T * (counts * likely * (1 - likely))) @ given + np.diag(price)
        solution -= np.linalg.solve(curve, slope)
    return solution


def logistic(rows: Floats, solution: Floats) -> Floats:
    """The probability of each row."""
    total = np.clip(rows @ solution[:-1] + solution[-1], -30, 30)
    likely: Floats = 1 / (1 + np.exp(-total))
    return likely


def main() -> None:
    """Read the arguments and fit."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--config", type=Path, default=Path("config.yml"))
    parser.add_argument("--clips", type=int, default=CLIPS, help="a language")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    given = parser.parse_args()
    fit(load_settings(given.config), given.clips, given.out)


if __name__ == "__main__":
    main()
