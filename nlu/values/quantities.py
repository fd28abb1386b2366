"""How many or how much: a number, with or without what is counted.

«سه تا» 3   «نیم کیلو» 0.5   «یه کیلو و نیم» 1.5   «کیلو و نیم» 1.5   «یه جین» 12   «حبتين» 2   «یکی» 1
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from nlu.numbers import slots
from nlu.numbers.words import AND, Run
from nlu.text.languages import ascii_digits
from nlu.text.letters import fold
from nlu.values.readings import Heard, Reading, cheapest
from nlu.values.words import counts

OTHER = 2.0
"""For a number that is not the last one."""
_JOINED = re.compile(rf"(?<!\w){AND}\s*$")


def read(heard: Heard) -> tuple[Reading, ...]:
    """Every quantity that the answer may mean; the last number goes first."""
    text = fold(ascii_digits(heard.text))
    words = text.split()
    packs = [size for word in words if (size := counts(heard.language).packs.get(word))]
    found = list(_counted(text, heard.language)) or list(_uncounted(words, heard.language, bool(packs)))
    return cheapest(Reading(_number(value * (packs[0] if packs else 1)), cost) for value, cost in found)


def keyed(keys: str) -> tuple[Reading, ...]:
    """The number as it is."""
    return (Reading(int(keys)),) if keys.isdecimal() else ()


def _counted(text: str, language: str) -> Iterator[tuple[Fraction, float]]:
    """The numbers that are said, the last one first; a half behind what is counted belongs to the number before it."""
    runs = slots.runs(text, language)
    half = _half_behind(runs, text)
    for place, run in enumerate(reversed(runs[: len(runs) - bool(half)])):
        for one in run.readings:
            if len(one.groups) <= 1:
                yield one.value + half, one.cost + OTHER * place
    if half and len(runs) == 1:
        yield 1 + half, 0.0


def _half_behind(runs: list[Run], text: str) -> Fraction:
    """«کیلو و نیم», «كيلو ونص»: what is joined to a counted thing; 0 where nothing is."""
    if not runs or runs[-1].readings[0].value >= 1:
        return Fraction(0)
    start, end = runs[-1].span
    before = text[:start]
    joined = _JOINED.search(before) or text[start:end].startswith(AND)
    return runs[-1].readings[0].value if joined and _JOINED.sub("", before).strip() else Fraction(0)


def _uncounted(words: list[str], language: str, packed: bool) -> Iterator[tuple[Fraction, float]]:
    """One or two by the form of a word alone: «حبتين», «یکی», «درزن»."""
    known = counts(language)
    if packed or any(word in known.ones for word in words):
        yield Fraction(1), 0.0
    elif known.dual and any(re.fullmatch(known.dual, word) for word in words):
        yield Fraction(2), 0.0


def _number(value: Fraction) -> int | float:
    return int(value) if value.denominator == 1 else float(value)
