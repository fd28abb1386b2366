"""Spoken Persian numbers: every reading of «نهصد و دوازده», «صدوبیست», «دو و نیم میلیون», «سه تا هفت»."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from nlu.numbers import cardinals_fa
from nlu.numbers import words as number_words
from nlu.numbers.lattice import Reading
from nlu.numbers.steps import CARDINAL, HUNDRED, LOOSE, Grammar, Piece
from nlu.numbers.words import AND, MISSPELT_LETTERS, Lexicon, Run, misspelt, piece
from nlu.text.letters import fold

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
_SOUNDS = str.maketrans({**dict.fromkeys("صث", "س"), "ط": "ت", **dict.fromkeys("ذضظ", "ز"), "ح": "ه", "غ": "ق"})
LONG = 4  # letters; a longer word may be two
_MONEY = tuple(fold(word) for word in ("تومن", "تومان", "ریال"))  # written onto the number: «صدتومن»


def _by_sound() -> dict[str, Piece]:
    """Number words with one letter for every sound: «دویصت»; a hundred may end in «ت»: «پونصت»."""
    long = {word: one for word, one in _WORDS.items() if len(word) > 3}
    hundreds = {word[:-1] + "ت": one for word, one in long.items() if word.endswith(("صد", "سد"))}
    return {word.translate(_SOUNDS): one for word, one in {**hundreds, **long}.items()}


_HEARD = _by_sound()


def _word(word: str) -> Piece | None:
    return _WORDS.get(word) or (None if word == "حضار" else _HEARD.get(word.translate(_SOUNDS)))


@lru_cache(maxsize=4096)
def _split(word: str) -> tuple[Piece, ...]:
    """The pieces of a word of another spelling («دویصت») or a fused one («صدوبیست», «دوهزار», «دوتا», «صدتومن»).

    A word that only looks so («سینه», «دوره») gives none.
    """
    if one := _word(word):
        return (one,)
    if word.endswith("تا") and (one := _word(word[:-2])):
        return (one, _WORDS["تا"])
    if word.startswith(AND) and (found := _split(word[1:])) and not found[0].joined:  # «بیست‌وپنج»
        return (_joined(found[0]), *found[1:])
    for length in range(len(word) - 1, 1, -1):
        head, rest = _word(word[:length]), word[length:]
        if head and head.kind in CARDINAL and (found := _with_rest(head, rest)):
            return found
    if unit := next(filter(word.endswith, _MONEY), ""):
        return _split(word.removesuffix(unit))
    # «چهلوپنجه» (it is 45); a single word is left to the endings: «پنجه» is also a claw
    found = _split(word[:-1]) if word.endswith("ه") and len(word) > LONG else ()
    return found if len(found) > 1 else ()


def _with_rest(head: Piece, rest: str) -> tuple[Piece, ...]:
    """`head` and what is written onto it, where the two make one cardinal."""
    if rest == AND:
        return (_open(head),)
    if rest.startswith(AND) and (tail := _split(rest[1:])):
        return (head, _joined(tail[0]), *tail[1:])
    tail = _split(rest) or _split("ه" + rest)  # «سیزدهزار» shares its «ه»
    if not tail:
        return ()
    if tail[0].kind == "hundred" and tail[0].value == HUNDRED and head.kind == "unit":
        return (replace(tail[0], value=head.value * HUNDRED), *tail[1:])
    return (head, *tail) if tail[0].kind == "scale" or head.kind == "scale" else ()


def _joined(one: Piece) -> Piece:
    return replace(one, joined=True)


def _open(one: Piece) -> Piece:
    """A word with «و» at its end: the next number is joined to it."""
    return replace(one, text=AND)


@lru_cache(maxsize=4096)
def _numberlike(word: str) -> bool:
    """Whether a word that cannot be read looks like a number all the same: «بیستوپنچ», «پانزدخ»."""
    core = word.removeprefix(AND)
    fused = any(core.startswith(head) and len(core) > len(head) + 1 for head in _HEADS)
    scaled = any(scale in core for scale in _SCALE_WORDS)
    return core not in _OTHERS and (fused or scaled or misspelt(core, _LONG_WORDS))


_HEADS = tuple(word + AND for word, one in _WORDS.items() if one.kind in CARDINAL and len(word) > 2)
_SCALE_WORDS = tuple(word for word, one in _WORDS.items() if one.kind == "scale")
_LONG_WORDS = frozenset(word for word in _WORDS if len(word) >= MISSPELT_LETTERS)
_OTHERS = frozenset(
    fold(word)
    for word in "پنجره بازده شازده دروازه افتاد هشتند هشتید شونده سرزده وارده افشار آبشار اشعار مدیون هزاران".split()
)


def _with_copula() -> dict[str, Piece]:
    """«پنجه» is «پنج است»; «هفته» is a week."""
    ends = {word + "ه": one for word, one in _WORDS.items() if one.kind in CARDINAL and not word.endswith("ه")}
    return {word: one for word, one in ends.items() if word not in _WORDS and word != "هفته"}


LEXICON = Lexicon(
    grammar=Grammar(
        unit_before_tens=False,
        odd_hundreds=(2, 3, 5),
        ten_for_hundred=30,
        teen_tail=10,
        teen_units=(4,),
        teen_cost=LOOSE,
    ),
    words=_WORDS,
    fillers=frozenset(fold(word) for word in "اِ اه اممم ام خب خوب یعنی بعد بعدش عرضم".split()),
    split=_split,
    word=_word,
    droppable=frozenset({"نه", "یه"}),
    endings=_with_copula(),
    exact={},
    numberlike=_numberlike,
)


def runs(text: str) -> list[Run]:
    """Every run of Persian number words or digits in `text`, in order, each with all readings, cheapest first."""
    return number_words.runs(text, LEXICON)


def readings(text: str) -> list[Reading]:
    """All readings of all runs in `text`, cheapest first."""
    return number_words.readings(text, LEXICON)
