"""What the head hears: a list of examples, always the same for the same people, each made from its number alone."""

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from voice.models.training.second_pass.people import Clip


@dataclass(frozen=True)
class Amounts:
    """How many examples of each kind; `variants`: times each clip of a source, single digits and short words `digit`
    times as often."""

    variants: dict[str, float]
    rows: int
    sentences: dict[str, int]
    """Engine -> synthetic sentences."""
    spoken_rows: dict[str, int]
    """Engine -> rows of digits in a synthetic voice."""
    short: dict[str, int]
    """Engine -> single digits, yes and no in a synthetic voice."""
    digit: float = 1.0


AMOUNTS = {
    "fa": Amounts(
        {"prompts": 6},
        1600,
        {"espeak": 2400, "kokoro": 700, "piper": 700},
        {"espeak": 500, "kokoro": 100, "piper": 400},
        {"espeak": 800, "kokoro": 100, "piper": 400},
        digit=10,
    ),
    "ar": Amounts(
        {"stories": 3, "digits": 4, "man": 4, "keywords": 0.33},
        1800,
        {"espeak": 3200, "kokoro": 800, "piper": 700},
        {"espeak": 300, "kokoro": 50, "piper": 200},
        {"espeak": 400, "kokoro": 50, "piper": 200},
        digit=4,
    ),
}
DIGITS_KEPT = frozenset(("digits",))
"""Sources that are nothing but digits: `digit` does not multiply them."""


@dataclass(frozen=True)
class Example:
    """One example before it is made. `pieces` are a person's clips; without them an engine speaks."""

    number: int
    kind: str
    """people, rows, sentence, spoken_row, short"""
    pieces: tuple[Clip, ...] = ()
    engine: str = ""


def plan(clips: dict[str, list[Clip]], amounts: Amounts, seed: int = 1) -> list[Example]:
    """All examples in a mixed order."""
    rng = random.Random(seed)
    drafts = [*_people(clips, amounts, rng), *_rows(clips, amounts.rows, rng), *_synthetic(amounts)]
    rng.shuffle(drafts)
    return [Example(number, *draft) for number, draft in enumerate(drafts)]


def _people(
    clips: dict[str, list[Clip]], amounts: Amounts, rng: random.Random
) -> Iterator[tuple[str, tuple[Clip, ...], str]]:
    for source, some in clips.items():
        for clip in some:
            times = amounts.variants[source]
            if clip.digit >= 0 and source not in DIGITS_KEPT:
                times *= amounts.digit
            whole = int(times) + (rng.random() < times % 1)
            yield from [("people", (clip,), "")] * whole


def _rows(clips: dict[str, list[Clip]], count: int, rng: random.Random) -> Iterator[tuple[str, tuple[Clip, ...], str]]:
    """Rows of three to nine digits, each out of one person's single ones."""
    said: dict[str, dict[int, list[Clip]]] = defaultdict(lambda: defaultdict(list))
    for some in clips.values():
        for clip in some:
            if clip.digit >= 0 and clip.speaker != "unknown":
                said[clip.speaker][clip.digit].append(clip)
    people = sorted(person for person, digits in said.items() if len(digits) == 10)
    for _ in range(count if people else 0):
        digits = said[rng.choice(people)]
        yield "rows", tuple(rng.choice(digits[rng.randrange(10)]) for _ in range(rng.randint(3, 9))), ""


def _synthetic(amounts: Amounts) -> Iterator[tuple[str, tuple[Clip, ...], str]]:
    for kind, counts in (
        ("sentence", amounts.sentences),
        ("spoken_row", amounts.spoken_rows),
        ("short", amounts.short),
    ):
        for engine, count in counts.items():
            yield from [(kind, (), engine)] * count
