"""Spoken Persian numbers: every reading of «نهصد و دوازده», «صدوبیست», «دو و نیم میلیون», «سه تا هفت»."""

from __future__ import annotations

from functools import lru_cache

from nlu import cardinals_fa, number_words
from nlu.fold import fold
from nlu.number_lattice import Grammar, Piece, Reading
from nlu.number_words import AND, Lexicon, Run, piece

_COLLOQUIAL: dict[int, str] = {
    0: "زیرو", 1: "یه", 4: "چار", 5: "پنش پن", 6: "شیش شش شیس", 12: "دوازه دوازدا", 13: "سیزه", 14: "چارده",
    15: "پونزده پانزه پونزه", 16: "شونزده شونزه", 17: "هیفده هیوده", 18: "هیجده هژده هیژده", 19: "نونزده", 20: "بیس",
    40: "چل", 50: "پنجا", 60: "شست شص", 70: "هفتا", 80: "هشتا", 100: "سد یکصد", 400: "چارصد", 500: "پونصد پنصد پانسد",
    600: "شیشصد شصد شیصد", 700: "هفصد", 800: "هشصد",
}  # fmt: skip
_SCALES = {
    10**3: "هزار",
    10**6: "میلیون ملیون میلیان",
    10**9: "میلیارد ملیارد میلیار بیلیون",
    10**12: "تریلیون",
}


def _kind(value: int) -> str:
    if value == 0:
        return "zero"
    if value < 10:
        return "unit"
    if value < 20:
        return "teen"
    return "tens" if value < 100 else "hundred"


def _words() -> dict[str, Piece]:
    values = [*range(20), *range(20, 100, 10), *range(100, 1000, 100)]
    found = {fold(cardinals_fa.cardinal(value)): piece(_kind(value), value) for value in values}
    for value, words in _COLLOQUIAL.items():
        found |= {fold(word): piece(_kind(value), value) for word in words.split()}
    for value, words in _SCALES.items():
        found |= {fold(word): piece("scale", value) for word in words.split()}
    found |= {fold(word): piece("fraction", 2) for word in ("نیم", "نصف")}
    found |= {fold(word): piece("point", 0) for word in ("ممیز", "اعشار")}
    found |= {fold(word): piece("multi", 2) for word in ("دبل", "دوبل")}
    found |= {fold(word): piece("multi", 3) for word in ("تریپل", "تریبل")}
    return found | {"تا": piece("times", 0)}


_WORDS = _words()


@lru_cache(maxsize=4096)
def _split(word: str) -> tuple[Piece, ...]:
    """The pieces of a fused word: «صدوبیست», «بیستو», «دوتا»; a word that only looks so gives none."""
    if word.endswith("تا") and word[:-2] in _WORDS:
        return (_WORDS[word[:-2]], _WORDS["تا"])
    if word.startswith(AND) and word[1:] in _WORDS:  # «بیست‌وپنج»
        return (_joined(_WORDS[word[1:]]),)
    for length in range(len(word) - 1, 1, -1):
        head, rest = word[:length], word[length:]
        if head not in _WORDS or not rest.startswith(AND):
            continue
        if rest == AND:
            return (_open(_WORDS[head]),)
        tail = (_WORDS[rest[1:]],) if rest[1:] in _WORDS else _split(rest[1:])
        if tail:
            return (_WORDS[head], _joined(tail[0]), *tail[1:])
    return ()


def _joined(one: Piece) -> Piece:
    return Piece(one.kind, one.value, 0, 0, joined=True, text=one.text, count=one.count)


def _open(one: Piece) -> Piece:
    """A word with «و» at its end: the next number is joined to it."""
    return Piece(one.kind, one.value, 0, 0, text=AND, count=one.count)


def _with_copula() -> dict[str, Piece]:
    """«پنجه» is «پنج است»; «هفته» is a week."""
    kinds = ("unit", "teen", "tens", "hundred", "scale")
    ends = {word + "ه": one for word, one in _WORDS.items() if one.kind in kinds and not word.endswith("ه")}
    return {word: one for word, one in ends.items() if word not in _WORDS and word != "هفته"}


LEXICON = Lexicon(
    grammar=Grammar(unit_before_tens=False),
    words=_WORDS,
    fillers=frozenset(fold(word) for word in "اِ اه اممم ام خب خوب یعنی بعد بعدش عرضم".split()),
    split=_split,
    droppable=frozenset({"نه", "یه"}),
    endings=_with_copula(),
    exact={},
)


def runs(text: str) -> list[Run]:
    """Every run of Persian number words or digits in `text`, in order, each with all readings, cheapest first."""
    return number_words.runs(text, LEXICON)


def readings(text: str) -> list[Reading]:
    """All readings of all runs in `text`, cheapest first."""
    return number_words.readings(text, LEXICON)
