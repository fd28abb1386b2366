"""What somebody is called: {"given": "علی", "family": "محمدی"}; what was not said is "".

What people say around a name is taken off («محمدی هستم», «اسمي أحمد», «به نام همسرم ...»); the longest row of words
that is left is the name. A single word is a family name where it is listed or looks so, else a given one.
"""

from __future__ import annotations

import re

from nlu.text.letters import fold
from nlu.values.lists import bare, by_key
from nlu.values.readings import Heard, Reading, cheapest
from nlu.values.words import NameWords, name_words

WORDS_MOST = 5
"""A longer rest is a sentence and no name."""
UNKNOWN = 2.0
"""For a name of which no word is listed."""
ALONE = 1.0
"""For taking a single word for the other one of the two."""
_NO_WORD = re.compile(r"[^\w\s\u200c\u0610-\u061a\u064b-\u065f]")


def read(heard: Heard) -> tuple[Reading, ...]:
    """The name in the answer; a single word is given as family name and as given name."""
    words = name_words(heard.language)
    said = [_without_copula(word, heard.language, words) for word in _core(heard.text, words, heard.language)]
    if not 0 < len(said) <= WORDS_MOST:
        return ()
    known = any(_listed(word, heard.language) for word in said)
    cost = 0.0 if known else UNKNOWN
    if len(said) > 1:
        at = _given(said, heard.language, words)
        return (_reading(" ".join(said[:at]), " ".join(said[at:]), cost),)
    family = _is_family(said[0], heard.language, words)
    return cheapest(
        [_reading("", said[0], cost + ALONE * (not family)), _reading(said[0], "", cost + ALONE * family)],
    )


def _reading(given: str, family: str, cost: float) -> Reading:
    return Reading({"given": given, "family": family}, cost, "" if given and family else "family" if given else "given")


def _core(text: str, words: NameWords, language: str) -> list[str]:
    """The row with most names between the words that people say around one; the longer, or the later one of several."""
    rows: list[list[str]] = [[]]
    aside = False
    for word in _NO_WORD.sub(" ", text).split():
        key = bare(word)
        if key in words.around:
            rows.append([])
            aside = False
        elif key in words.aside:
            rows.append([])
            aside = True
        elif key not in words.titles and not aside:
            rows[-1].append(word)
    said = [row for row in rows if row]
    if len(said) == 2 and all(len(row) == 1 for row in said) and said[0] != said[1]:
        return [*said[0], *said[1]]  # «اسمم رضاست، فامیلیم احمدی»
    return max(reversed(rows), key=lambda row: (sum(_listed(word, language) for word in row), len(row)))


def _without_copula(word: str, language: str, words: NameWords) -> str:
    """«مریمه» (it is Maryam) is «مریم»."""
    if _listed(word, language):
        return word
    stems = (word.removesuffix(ending).rstrip("\u200c") for ending in words.copulas if word.endswith(ending))
    return next((stem for stem in stems if _listed(stem, language)), word)


def _listed(word: str, language: str) -> bool:
    return bare(word) in by_key("names", language) or bare(word) in by_key("surnames", language)


def _given(said: list[str], language: str, words: NameWords) -> int:
    """How many words the given name has: those that are listed, but never all; «عبد», «ابو» take one along."""
    names, at = by_key("names", language), 1
    if bare(said[0]) in words.bound and len(said) > 2:
        return 2
    while at < len(said) - 1 and words.several and bare(said[at]) in names:
        at += 1
    return at if not (bare(said[0]) in words.bound and len(said) == 2) else 2


def _is_family(word: str, language: str, words: NameWords) -> bool:
    key = bare(word)
    if key in by_key("surnames", language) or key in by_key("names", language):
        return key not in by_key("names", language)
    return bool(re.search(words.family, fold(word)))
