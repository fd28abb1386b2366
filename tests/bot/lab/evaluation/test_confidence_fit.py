"""A model that is as sure as turns were right, on made-up turns of which that is known."""

import numpy as np
import pytest

from bot.lab.evaluation.confidence_fit import Fitted, accepted_at, bins, calibration_error, fit, fit_all, stored
from tests.bot.lab.evaluation.confidence_double import case, cases
from voice.listen.second_pass.certainty import NAMES, parse_table


@pytest.fixture(scope="module")
def fitted() -> Fitted:
    return fit(cases(2000))


def test_probabilities_of_speakers_that_were_left_out_are_true(fitted: Fitted) -> None:
    right = np.array([float(one.right) for one in fitted.cases])
    assert calibration_error(fitted.held_out, right) < 0.06
    assert np.corrcoef(fitted.held_out, right)[0, 1] > 0.4


def test_what_tells_nothing_weighs_nothing(fitted: Fitted) -> None:
    weights = dict(zip(NAMES, fitted.model.weights, strict=True))
    assert weights["second"] + weights["second_least"] > 2
    assert abs(weights["clear"]) < 1e-6


def test_surer_is_never_worse() -> None:
    upside_down = [case(one.features[2] < 0.5, one.features[2], speaker=one.sample.speaker) for one in cases(300)]
    weights = dict(zip(NAMES, fit(upside_down).model.weights, strict=True))
    assert weights["second"] == 0.0


def test_a_kind_with_few_right_or_few_wrong_turns_is_left_out() -> None:
    some = [case(True, 0.9, kind="digits") for _ in range(50)] + [case(False, 0.1, kind="digits") for _ in range(5)]
    assert fit_all([*some, *cases(200)]).keys() == {("fa", "general")}


def test_what_is_stored_is_read_back(fitted: Fitted) -> None:
    model = parse_table(stored({("fa", "general"): fitted}))["fa"]["general"]
    assert model.weights == pytest.approx(fitted.model.weights, abs=1e-4)
    assert model.bias == pytest.approx(fitted.model.bias, abs=1e-4)


def test_bins_hold_as_many_turns_and_the_error_is_their_distance() -> None:
    likely, right = np.array([0.2, 0.2, 0.8, 0.8]), np.array([0.0, 0.0, 1.0, 0.0])
    assert [(one.said, one.right, one.turns) for one in bins(likely, right, 2)] == [(0.2, 0.0, 2), (0.8, 0.5, 2)]
    assert calibration_error(np.repeat(0.75, 4), np.array([1, 1, 1, 0.0])) == pytest.approx(0.5, abs=0.26)


def test_the_threshold_loses_as_many_good_turns_as_allowed() -> None:
    good, other = np.linspace(0.01, 1, 100), np.array([0.0, 0.02, 0.5, 0.9])
    at, let_in = accepted_at(good, other, 0.03)
    assert (good < at).mean() <= 0.03
    assert let_in == 0.5
