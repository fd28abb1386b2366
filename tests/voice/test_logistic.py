"""Features to a probability."""

import pytest

from voice.logistic import LogisticModel


def test_no_evidence_is_one_half_and_more_of_it_is_surer() -> None:
    model = LogisticModel((1.0, -2.0), 0.0)
    assert model.probability((0.0, 0.0)) == 0.5
    assert model.probability((2.0, 0.0)) == pytest.approx(0.880797, abs=1e-6)
    assert model.probability((0.0, 1.0)) < 0.5


def test_nothing_is_surer_than_it_may_be() -> None:
    assert LogisticModel((1.0,), 0.0, most=6.0).probability((100.0,)) == pytest.approx(0.997527, abs=1e-6)
    assert 0 < LogisticModel((1.0,), 0.0).probability((-1e6,)) < 1e-12


def test_a_feature_too_many_is_told() -> None:
    with pytest.raises(ValueError):
        LogisticModel((1.0,), 0.0).probability((1.0, 2.0))
