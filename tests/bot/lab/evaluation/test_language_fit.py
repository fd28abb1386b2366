"""The regression behind the language rule, on evidence made up with a known answer."""

import json
from pathlib import Path

import numpy as np
import pytest

from bot.call.language.evidence import NAMES, PAIR, RULES, Evidence, parse_rules
from bot.lab.evaluation.language_fit import CERTAINTIES, fit_rule, logistic, regression
from bot.lab.evaluation.language_hearing import Heard
from bot.lab.evaluation.utterances import Sample


def clips(count: int, lead: float) -> list[Heard]:
    """Half of them Persian; the score of the spoken language leads by `lead` nats on average, with spread 10."""
    draw = np.random.default_rng(5)
    heard = []
    for number in range(count):
        language = PAIR[number % 2]
        leads = (lead if language == "fa" else -lead) + draw.normal(0, 10)
        evidence = (
            Evidence("fa", "x", 0.5, 1.0, -60.0 + leads),
            Evidence("ar", "x", 0.5, 1.0, -60.0),
        )
        heard.append(Heard(Sample(Path("x"), language, "x"), evidence, 1000, 1.0, evidence))
    return heard


def test_the_regression_finds_the_weights_that_made_the_data() -> None:
    draw = np.random.default_rng(1)
    rows = draw.normal(size=(20_000, 2))
    first = (draw.random(20_000) < logistic(rows, np.array([2.0, -1.0, 0.0]))).astype(float)
    assert regression(rows, first) == pytest.approx([2.0, -1.0, 0.0], abs=0.15)


def test_one_language_more_often_among_the_clips_is_not_likelier_for_it() -> None:
    rows, first = np.zeros((100, 1)), np.r_[np.ones(90), np.zeros(10)]
    assert regression(rows, first)[-1] == pytest.approx(0, abs=1e-3)


def test_what_does_not_tell_gets_no_weight_and_a_doubtful_lead_is_unsure() -> None:
    fitted = fit_rule(clips(200, 10.0), ("score", "confidence"))
    assert fitted.weights["score"] > 1
    assert fitted.weights["confidence"] == pytest.approx(0, abs=1e-3)
    assert 0.5 < fitted.right[0.8] < 0.9
    assert fitted.wrong[0.9] < 0.06
    assert list(fitted.right) == list(CERTAINTIES)


def test_a_clear_lead_is_right() -> None:
    fitted = fit_rule(clips(100, 60.0), ("score",))
    assert fitted.right[0.9] == 1.0
    assert fitted.wrong[0.8] == 0.0


def test_what_is_stored_is_read_back() -> None:
    fitted = fit_rule(clips(60, 20.0), ("score",), known=0.5)
    rules = parse_rules(json.dumps(dict.fromkeys(RULES, fitted.stored())))
    assert rules["words"].weights[NAMES.index("known")] == 0.5
    assert rules["score"].bias == fitted.bias
