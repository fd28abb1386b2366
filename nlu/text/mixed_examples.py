"""Training sentences as callers string them together: a greeting before the request, thanks behind it, a «نه» in front.

Callers open with «سلام خسته نباشید، ...» and end with «... ممنون میشم»; the training data holds requests and
pleasantries apart. A classifier that never saw them together takes the whole for the greeting, so every request is also
shown to it with what may stand around it, under the request's intent. All is drawn by a seeded generator.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Row = tuple[str, str, str]
"""Language, intent, and the text that the classifier reads."""

MIXES = 2
"""How many mixed sentences each request gets beside itself."""
SHORT_WORDS = 5  # of a greeting that stands before something
TWICE = 0.4  # «سلام خسته نباشید وقتتون بخیر»: how often one greeting follows another
_PATTERNS = (
    ("greet", 0.5),
    ("thank", 0.2),
    ("greet thank", 0.1),
    ("no", 0.1),
    ("yes", 0.1),
)


@dataclass(frozen=True)
class Pleasantries:
    """Which intents are no requests, by their part in a conversation; names of the training data."""

    greet: str = "greet"
    thank: str = "thank"
    goodbye: str = "goodbye"
    yes: str = "affirm"
    no: str = "deny"

    @property
    def names(self) -> frozenset[str]:
        """All of them."""
        return frozenset({self.greet, self.thank, self.goodbye, self.yes, self.no})


@dataclass
class _Around:
    """What one language puts around a request."""

    greet: list[str] = field(default_factory=list)
    thank: list[str] = field(default_factory=list)
    goodbye: list[str] = field(default_factory=list)
    yes: list[str] = field(default_factory=list)
    no: list[str] = field(default_factory=list)


def mixed(
    rows: Sequence[Row],
    openings: Mapping[str, Sequence[str]],
    closings: Mapping[str, Sequence[str]],
    pleasantries: Pleasantries = Pleasantries(),
    seed: int = 7,
) -> list[Row]:
    """Rows to add to `rows`; `openings` and `closings` are the data's lookups by language."""
    around = _collect(rows, openings, closings, pleasantries)
    found: list[Row] = []
    for language, intent, text in rows:
        draw = random.Random(f"{seed}:{language}:{intent}:{text}")
        own = around[language]
        if intent in pleasantries.names:
            found.append((language, intent, _longer(text, intent, own, pleasantries, draw)))
        else:
            found += [(language, intent, _around(text, own, draw)) for _ in range(MIXES)]
    return found


def _collect(
    rows: Sequence[Row],
    openings: Mapping[str, Sequence[str]],
    closings: Mapping[str, Sequence[str]],
    pleasantries: Pleasantries,
) -> dict[str, _Around]:
    around: dict[str, _Around] = defaultdict(_Around)
    for language, intent, text in rows:
        words = len(text.split())
        own = around[language]
        if intent == pleasantries.greet and words <= SHORT_WORDS:
            own.greet.append(text)
        elif intent == pleasantries.thank and words < SHORT_WORDS:
            own.thank.append(text)
        elif intent == pleasantries.goodbye and words < SHORT_WORDS:
            own.goodbye.append(text)
        elif intent in (pleasantries.yes, pleasantries.no) and words <= 2:
            (own.yes if intent == pleasantries.yes else own.no).append(text)
    for language, own in around.items():
        own.greet += openings.get(language, ())
        own.thank += closings.get(language, ())
    return around


def _longer(text: str, intent: str, own: _Around, pleasantries: Pleasantries, draw: random.Random) -> str:
    """A pleasantry with another: it is still one."""
    if intent == pleasantries.greet:
        return _join(_one(own.greet, draw), text)
    if intent == pleasantries.goodbye:
        return _join(_one(own.thank + own.goodbye, draw), text)
    return _join(text, _one(own.thank, draw))


def _around(text: str, own: _Around, draw: random.Random) -> str:
    """A request with what stands around it."""
    pattern = draw.choices([name for name, _ in _PATTERNS], [weight for _, weight in _PATTERNS])[0]
    before = after = ""
    if pattern.startswith("greet"):
        before = _join(_one(own.greet, draw), _one(own.greet, draw) if draw.random() < TWICE else "")
    if pattern.endswith("thank"):
        after = _one(own.thank, draw)
    if pattern in ("no", "yes"):
        before = _one(own.no if pattern == "no" else own.yes + own.thank, draw)
    return _join(before, text, after)


def _one(choices: Sequence[str], draw: random.Random) -> str:
    return draw.choice(choices) if choices else ""


def _join(*parts: str) -> str:
    return " ".join(part for part in parts if part)
