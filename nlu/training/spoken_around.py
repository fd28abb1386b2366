"""What callers say around a request: «سلام خسته نباشید، ببخشید ...، ... لطفاً», and the hesitations inside it.

The lookups `opening`, `closing` and `filler` of the training data are drawn into the sentences of the recogniser's
graph. They stay out of the intent examples: which greeting comes first tells no intent.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

AROUND = ("opening", "closing", "filler")
OPENINGS, CLOSINGS, FILLERS = 3, 1, 1
"""How many variants of each sort a sentence gets."""
OPENED, CLOSED, FILLED = 0.1, 0.03, 0.05
"""Their weight together, as a share of the sentence's own."""


def around(said: Sequence[tuple[str, float]], extras: Mapping[str, Sequence[str]]) -> list[tuple[str, float]]:
    """`said` (sentence, weight) and what it becomes with openings, closings and fillers; seeded by each sentence."""
    found = list(said)
    for text, weight in said:
        draw = random.Random(text)
        for opening in _some(draw, extras.get("opening", ()), OPENINGS):
            found.append((f"{opening} {text}", weight * OPENED / OPENINGS))
        for closing in _some(draw, extras.get("closing", ()), CLOSINGS):
            found.append((f"{text} {closing}", weight * CLOSED / CLOSINGS))
        for filler in _some(draw, extras.get("filler", ()), FILLERS):
            words = text.split()
            words.insert(draw.randrange(len(words)), filler)
            found.append((" ".join(words), weight * FILLED / FILLERS))
    return found


def _some(draw: random.Random, choices: Sequence[str], count: int) -> list[str]:
    return draw.sample(choices, min(count, len(choices)))
