"""Logistic regression, the predicting half: a weight a feature and a bias to a probability. Pure."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

MOST_LOGIT = 30.0


@dataclass(frozen=True, slots=True)
class LogisticModel:
    """What was fitted elsewhere; log odds (nats) beyond `most` tell no more."""

    weights: tuple[float, ...]
    bias: float
    most: float = MOST_LOGIT

    def probability(self, given: Sequence[float]) -> float:
        """0 to 1, of as many features as there are weights. Raises ValueError where they are not."""
        total = self.bias + sum(weight * value for weight, value in zip(self.weights, given, strict=True))
        return 1 / (1 + math.exp(-max(-self.most, min(self.most, total))))
