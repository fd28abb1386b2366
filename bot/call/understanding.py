"""How sure is a call of what a caller wants: were his words heard right, and is their intent clear? Pure.

Nobody wants just what half a sentence or speech about other things resembles. So a doubtful intent needs words that are
surely heard, and doubtful words an intent without a doubt: both together, not their product.

The weights are fitted by `hatef evaluate confidence --fit`, so that the rungs of `ladder.Limits` refuse few good
turns and answer little speech about other things; docs/recogniser.md has the figures.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.call.ladder import HUMAN_INTENT
from voice.logistic import LogisticModel

GATES = Path(__file__).with_name("understanding.json")
MOST_LOGIT = 6.0
LEAST_LIKELY = 0.05
"""Words less likely than this do not come before the dialogue, which would remember them."""
Evidence = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Intent:
    """What the dialogue takes a text for, and how surely."""

    name: str
    confidence: float


NAMES = ("likely", "words", "intent")
"""Of the evidence, as the file of weights has them."""


def evidence(likely: float, words: float, intent: float) -> Evidence:
    """The log odds that both passes heard right, the confidence of the words by hand, that of their intent."""
    if likely <= 0 or likely >= 1:
        return math.copysign(MOST_LOGIT, likely - 0.5), words, intent
    return max(-MOST_LOGIT, min(MOST_LOGIT, math.log(likely / (1 - likely)))), words, intent


def doubtful(likely: float | None, words: float, least: float) -> bool:
    """Whether the dialogue is not even told: by hand less sure than `least`, and not likely either."""
    return words < least and (likely is None or likely < LEAST_LIKELY)


def understood(language: str, likely: float | None, words: float, intent: Intent) -> float:
    """0 to 1. Without `likely` (one pass alone heard it), or in a language without a gate, both must be sure.

    So must they for who asks for a human, if the gate doubts it: he is rather believed once too often.
    """
    gate = gates().get(language)
    both = words * intent.confidence
    if likely is None or gate is None:
        return both
    return believed(intent, gate.probability(evidence(likely, words, intent.confidence)), both)


def believed(intent: Intent, sure: float, both: float) -> float:
    """What the gate says, or `both`, the product, where a human is asked for and that is more."""
    return max(sure, both) if intent.name == HUMAN_INTENT else sure


def parse_gates(text: str) -> Mapping[str, LogisticModel]:
    """Language -> gate, of a file of weights."""
    stored = json.loads(text)
    return {
        language: LogisticModel(tuple(one[name] for name in NAMES), one["bias"]) for language, one in stored.items()
    }


@cache
def gates() -> Mapping[str, LogisticModel]:
    """The gates in use."""
    return parse_gates(GATES.read_text(encoding="utf-8"))
