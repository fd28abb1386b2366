"""What both recognisers made of one utterance, and how likely that makes each language: a logistic regression.

The weights are in `language_weights.json`; `python -m bot.lab.evaluation.language_fit` makes them anew.
docs/languages.md says what each feature is good for, with figures.
"""

import json
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from nlu.text.languages import CODES
from nlu.text.letters import fold
from voice.events import LanguageFit
from voice.logistic import LogisticModel

WEIGHTS = Path(__file__).with_name("language_weights.json")
PAIR = CODES
"""The weights are for the first of the two; the second has what is left of 1."""
LEAD_MOST = 0.4
"""A greater lead tells no more."""
COST_LEAST = 20.0
"""Nats: that of a short clear word."""
FIT_UNIT, FIT_MOST = 4.0, 10.0
"""Nats; and so many of these at most count."""

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
    fit: LanguageFit | None = None
    """How its second pass heard it."""


def features(one: Evidence, other: Evidence) -> Features:
    """One number a weight: how far `one` is ahead of `other`; 0 where not both have what is compared."""
    return (
        _lead(one.score, other.score),
        one.confidence - other.confidence,
        one.known - other.known,
        *_fit_leads(one.fit, other.fit),
    )


def _lead(one: float | None, other: float | None) -> float:
    """Tenths of what the better reading costs.

    Noise, foreign accents and unknown words make both readings dear, and what leads there by many nats leads by
    accident.
    """
    if one is None or other is None:
        return 0.0
    lead = (one - other) / max(COST_LEAST, -max(one, other))
    return 10 * max(-LEAD_MOST, min(LEAD_MOST, lead))


def _fit_leads(one: LanguageFit | None, other: LanguageFit | None) -> Features:
    """How far the sounds, the words' likelihood, the words themselves and the passes' agreement lead.

    The first three in bare nats: a short word must lead by little.
    """
    if one is None or other is None:
        return 0.0, 0.0, 0.0, 0.0
    sounds = max(one.sounds, other.sounds)
    leads = ((other.doubt - one.doubt) * sounds, other.lost - one.lost, other.cost - one.cost)
    return *(max(-FIT_MOST, min(FIT_MOST, lead / FIT_UNIT)) for lead in leads), one.agreed - other.agreed


NAMES = ("score", "confidence", "known", "clear", "fitting", "usual", "agreed")
"""Of the features, as the file of weights has them."""
RULES = ("heads", "score", "words")
"""Both second passes answered; both first passes tell scores; neither. The first that can be used is."""


def parse_rules(text: str) -> Mapping[str, LogisticModel]:
    """The rules of a file of weights."""
    stored: dict[str, Any] = json.loads(text)
    return {name: LogisticModel(tuple(stored[name][one] for one in NAMES), stored[name]["bias"]) for name in RULES}


@cache
def rules() -> Mapping[str, LogisticModel]:
    """The rules in use."""
    return parse_rules(WEIGHTS.read_text(encoding="utf-8"))


def probabilities(evidence: Sequence[Evidence], by: Mapping[str, LogisticModel] | None = None) -> dict[str, float]:
    """How likely each language is.

    Where nobody understood a word, none is. One that was heard alone is certain.
    """
    heard = {one.language: one for one in evidence}
    if not any(one.text for one in evidence):
        return dict.fromkeys(heard, 0.0)
    if set(heard) != set(PAIR):
        return dict.fromkeys(heard, 1.0 / len(heard))
    first, second = (heard[language] for language in PAIR)
    likely = (by or rules())[rule_for(first, second)].probability(features(first, second))
    return {first.language: likely, second.language: 1 - likely}


def rule_for(first: Evidence, second: Evidence) -> str:
    """The name of the rule that has all that it looks at."""
    if first.score is None or second.score is None:
        return "words"
    return "score" if first.fit is None or second.fit is None else "heads"


def likelier(evidence: Sequence[Evidence], before: Mapping[str, float] | None = None) -> Evidence:
    """The best one; at a tie the first. `before`: how likely each was by what was said earlier."""
    likely = probabilities(evidence)
    return max(evidence, key=lambda one: likely[one.language] * (before or {}).get(one.language, 1.0))


def choose(evidence: Sequence[Evidence], certainty: float) -> Evidence | None:
    """The best one where it is at least as likely as `certainty`, else None: ask the caller."""
    best = likelier(evidence)
    return best if probabilities(evidence)[best.language] >= certainty else None
