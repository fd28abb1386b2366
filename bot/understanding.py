"""How sure is a call of what a caller wants: how surely his words were heard, and how clear their intent is. Pure.

Nobody wants just what half a sentence or speech about other things resembles. So a doubtful intent needs words that are
surely heard, and doubtful words an intent without a doubt: both together, not their product.

`hatef evaluate confidence` judges it; no call uses it yet, see docs/recogniser.md.
"""

import math
from collections.abc import Mapping

WEIGHTS: Mapping[str, tuple[float, float, float]] = {"fa": (0.5, 8.0, -7.0), "ar": (0.7, 6.5, -6.3)}
"""Language -> weight of the words' log odds and of the intent's confidence, and bias: `hatef evaluate confidence` tells
what they let in and what they lose (docs/recogniser.md)."""
MOST_LOGIT = 6.0
LEAST_WORDS = 0.03
"""Words less sure than this do not come before the dialogue, which would remember them."""


def understood(language: str, words: float, intent: float) -> float:
    """0 to 1, of the confidences of the words (`voice.listen.second_pass.certainty`) and of their intent."""
    weight, clear, bias = WEIGHTS[language]
    total = bias + clear * intent + weight * _log_odds(words)
    return min(intent, 1 / (1 + math.exp(-total)))


def _log_odds(probability: float) -> float:
    if probability <= 0 or probability >= 1:
        return math.copysign(MOST_LOGIT, probability - 0.5)
    return max(-MOST_LOGIT, min(MOST_LOGIT, math.log(probability / (1 - probability))))
