"""What both recognisers made of one utterance, and how likely that makes each language: a logistic regression.

The weights are in `language_weights.json`; `python -m bot.evaluation.language_fit` makes them anew. docs/languages.md
says what each feature is good for, with figures.
"""

import json
import math
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from nlu.fold import fold

WEIGHTS = Path(__file__).with_name("language_weights.json")
PAIR = ("fa", "ar")
"""The weights are for the first of the two; the second has what is left of 1."""
LEAD_MOST = 0.4
"""A greater lead tells no more."""
COST_LEAST = 20.0
"""Nats: that of a short clear word."""

Features = tuple[float, ...]


def known_share(text: str, words: Container[str]) -> float:
    """How many of the words of `text` are among `words` (folded), 0 to 1."""
    said = fold(text).split()
    return sum(word in words for word in said) / len(said) if said else 0.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one language's recogniser made of an utterance."""

    language: str
    text: str
    confidence: float
    """Mean of all words, unknown ones count as 0; 0 to 1."""
    known: float
    """Share of the words that the language's training data know, 0 to 1."""
    score: float | None
    """Log-likelihood of the sound, nats (`voice.events.Utterance.score`)."""


def features(one: Evidence, other: Evidence) -> Features:
    """One number a weight: how far `one` is ahead of `other`; the first is 0 where there are no scores.

    The lead of the score is taken as a share of what the better reading costs: noise, foreign accents and unknown
    words make both readings dear, and what leads there by many nats leads by accident.
    """
    lead = 0.0
    if one.score is not None and other.score is not None:
        lead = (one.score - other.score) / max(COST_LEAST, -max(one.score, other.score))
    return (10 * max(-LEAD_MOST, min(LEAD_MOST, lead)), one.confidence - other.confidence, one.known - other.known)


NAMES = ("score", "confidence", "known")
"""Of the features, as the file of weights has them."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A logistic regression over `features` of the pair."""

    weights: Features
    bias: float

    def probability(self, given: Features) -> float:
        """That the first language of the pair is spoken."""
        total = self.bias + sum(weight * value for weight, value in zip(self.weights, given, strict=True))
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def parse_rules(text: str) -> Mapping[str, Rule]:
    """The rules "score" (both recognisers tell scores) and "words" (they do not) of a file of weights."""
    stored: dict[str, Any] = json.loads(text)
    return {name: Rule(tuple(stored[name][one] for one in NAMES), stored[name]["bias"]) for name in ("score", "words")}


@cache
def rules() -> Mapping[str, Rule]:
    """The rules in use."""
    return parse_rules(WEIGHTS.read_text(encoding="utf-8"))


def probabilities(evidence: Sequence[Evidence], by: Mapping[str, Rule] | None = None) -> dict[str, float]:
    """How likely each language is.

    Where nobody understood a word, none is. One that was heard alone is certain.
    """
    heard = {one.language: one for one in evidence}
    if not any(one.text for one in evidence):
        return dict.fromkeys(heard, 0.0)
    if set(heard) != set(PAIR):
        return dict.fromkeys(heard, 1.0 / len(heard))
    first, second = (heard[language] for language in PAIR)
    rule = (by or rules())["words" if first.score is None or second.score is None else "score"]
    likely = rule.probability(features(first, second))
    return {first.language: likely, second.language: 1 - likely}


def likelier(evidence: Sequence[Evidence], before: Mapping[str, float] | None = None) -> Evidence:
    """The best one; at a tie the first. `before`: how likely each was by what was said earlier."""
    likely = probabilities(evidence)
    return max(evidence, key=lambda one: likely[one.language] * (before or {}).get(one.language, 1.0))


def choose(evidence: Sequence[Evidence], certainty: float) -> Evidence | None:
    """The best one where it is at least as likely as `certainty`, else None: ask the caller."""
    best = likelier(evidence)
    return best if probabilities(evidence)[best.language] >= certainty else None
