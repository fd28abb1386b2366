"""Matching keys: «VPN», «وی پی ان» and «وی‌پی‌ان» are one word, and so are «WhatsApp», «واتساپ» and «واتس اپ».

Each way to write a usual word, Latin or native, is a run of folded tokens; all runs of a word have the key of its first
native spelling. A native run may carry an ending («وی پی انم») or, in Arabic, an article («الواتس اب»).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product

from nlu.latin import english
from nlu.latin.letters import NAMES, USUAL
from nlu.latin.table import words

Run = tuple[str, ...]
Fold = Callable[[str], str]
_ENDINGS = frozenset("م ت ش ی ه و ها های هام هات هاش هایی هاتون مون تون شون مان تان شان ام ات اش".split())
_PREFIXES = ("وال", "بال", "فال", "ال", "لل", "و", "ب", "ل", "ف")
_COMMON = frozenset({("سی", "دی"), ("دی", "سی"), ("بی", "ام"), ("ام", "بی")})
"""Native runs that mean something else as well: «سی دی» is the thirtieth of Dey, «بی ام» without a word."""


@dataclass(frozen=True)
class Match:
    """A run found at the beginning of some tokens: how many they are, and their one key."""

    count: int
    key: str


@cache
def _runs(language: str, folded: Fold) -> dict[str, list[tuple[Run, str]]]:
    """All runs with their keys, by their first token, the longest first."""
    found: dict[Run, str] = {}
    for run, key in _all(language, folded):
        if run not in _COMMON and run != (key,):
            found.setdefault(run, key)
    by_first: dict[str, list[tuple[Run, str]]] = {}
    for run in sorted(found, key=len, reverse=True):
        by_first.setdefault(run[0], []).append((run, found[run]))
    return by_first


def _all(language: str, folded: Fold) -> Iterable[tuple[Run, str]]:
    for written, said in words(language).items():
        spelled = [tuple(folded(one).split()) for one in said]
        key = "".join(spelled[0])
        yield from ((run, key) for run in (written, *spelled))
    for word in sorted(USUAL):
        names = [[folded(name) for name in NAMES[language].get(letter, (letter,))] for letter in word.upper()]
        key = "".join(options[0] for options in names)
        yield (word,), key
        yield from ((run, key) for run in product(*names))


def match(tokens: Sequence[str], language: str, folded: Fold) -> Match | None:
    """The longest run that `tokens` (folded, small letters) begin with; `folded` is how the caller folds a text."""
    runs = _runs(language, folded)
    prefix, rest = _prefix(tokens[0], runs) if language == "ar" else ("", tokens[0])
    for run, key in runs.get(rest, ()):
        given = (rest, *tokens[1 : len(run)])
        ending = given[-1].removeprefix(run[-1]) if len(given) == len(run) else None
        if ending is None or given[:-1] != run[:-1] or ending == given[-1] != "":
            continue
        if not ending or len(run) > 1 and language == "fa" and ending in _ENDINGS:
            return Match(len(run), prefix + key + ending)
    return None


def _prefix(token: str, runs: dict[str, list[tuple[Run, str]]]) -> tuple[str, str]:
    """An Arabic article or particle and the token behind it, where that begins a run of several."""
    for prefix in _PREFIXES if token not in runs else ():
        rest = token.removeprefix(prefix)
        if rest != token and any(len(run) > 1 for run, _ in runs.get(rest, ())):
            return prefix, rest
    return "", token


def by_rule(token: str, language: str, folded: Fold) -> str:
    """The key of a Latin word (small letters) that no table holds: as it would be written in native letters."""
    return folded(english.written(english.sounds(token), language)).replace(" ", "") or token
