"""Digits of a row that are put right by their place: «رقم سومش هفته», «آخرش هفتاد و شیش», «چهارتای دوم ۳۲۱۰».

row           said                              becomes
12345         «رقم سومش هفته»                    12745    a digit by its place
12345         «آخرش هفتاد و شیش»                 12376    the end, as long as what is said
1234 5678     «چهارتای دوم دو هزار و صد»          12342100 a group of four, where the row is made of such
12345         «به جای پنج، شیش»                  12346    a digit by itself
"""

from __future__ import annotations

from collections.abc import Iterator

from nlu.numbers import slots
from nlu.text import fold
from nlu.text.fold import Token
from nlu.values.readings import Heard
from nlu.values.words import MENDING, PLACES

GROUP = 4
"""Digits of a group of cards and accounts."""
NEAR = 4
"""So many words may stand between a place and its digits: «سومیش فکر کنم پنج بود»."""
_BEFORE = "صفر "
"""Behind another number «پنجه» is «it is five», alone it is a claw."""


def put_right(row: str, heard: Heard, length: int = 0) -> Iterator[str]:
    """What a row of digits becomes; where a digit by itself stands more than once, one for each, the first one first.

    `length` is that of the whole row where only its beginning was said: «the last four» is then its end.
    """
    places = list(_places(row, heard, max(length, len(row))))
    mended = row
    for at, digits in places:
        mended = mended[:at] + digits + mended[at + len(digits) :]
    if places:
        yield mended
    else:
        yield from _instead(row, heard)


def _places(row: str, heard: Heard, length: int) -> Iterator[tuple[int, str]]:
    """(where, which digits) of every place that is named with digits behind it."""
    named = [(token, place) for token in fold.tokens(heard.text, heard.language) if (place := _place(token, heard))]
    ends = [*(token.start for token, _ in named[1:]), len(heard.text)]
    for (token, place), end in zip(named, ends):  # noqa: B905 - as many ends as places
        digits = _first_digits(heard.text[token.end : end], heard.language)
        at = _at(length, place, digits)
        if digits and 0 <= at <= length - len(digits):
            yield at, digits


def _place(token: Token, heard: Heard) -> int:
    """The place that a word names, from 1, or from -1 at the end; 0 for none."""
    keys = {token.key, token.key.removeprefix("و")}
    return next((place for place, names in PLACES[heard.language].items() if keys & names), 0)


def _at(length: int, place: int, digits: str) -> int:
    """Where the digits go; four of them are a group."""
    if place < 0:
        return length - len(digits)
    grouped = len(digits) == GROUP and length > GROUP and length % GROUP == 0
    return (place - 1) * (GROUP if grouped else 1)


def _first_digits(text: str, language: str) -> str:
    """The digits that a text begins with, as their cheapest reading has them; "" for none near."""
    for word, meant in MENDING[language].meant.items():
        text = text.replace(word, meant)
    runs = slots.runs(_BEFORE + text, language)
    if runs and len(runs[0].readings[0].digits) > 1:
        return runs[0].readings[0].digits[1:]
    digits = next((one.digits for run in runs[1:2] for one in run.readings if one.digits), "")
    return digits if len(runs) > 1 and len(text[: runs[1].span[0] - len(_BEFORE)].split()) <= NEAR else ""


def _instead(row: str, heard: Heard) -> Iterator[str]:
    """«به جای پنج شش», «مكان الخمسة ستة»."""
    for word in MENDING[heard.language].instead:
        _, found, rest = heard.text.partition(word)
        pair = "".join(run.readings[0].digits for run in slots.runs(rest, heard.language)) if found else ""
        if len(pair) == 2:
            yield from (row[:at] + pair[1] + row[at + 1 :] for at, digit in enumerate(row) if digit == pair[0])
            return
