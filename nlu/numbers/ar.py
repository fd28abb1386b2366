"""Spoken Arabic numbers, written and dialect: «خمسة وعشرين», «خمسطعش», «ألفين», «مليون ونص», «سبعة مكرر»."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from nlu.numbers import words as number_words
from nlu.numbers.lattice import Reading
from nlu.numbers.steps import CARDINAL, HUNDRED, TAIL, Grammar, Piece
from nlu.numbers.words import MISSPELT_LETTERS, Lexicon, Run, misspelt, piece
from nlu.text.letters import fold

_UNITS = {
    0: "صفر زيرو",
    1: "واحد واحدة وحدة أحد إحدى واحده",
    2: "اثنان اثنين اثنتان اثنتين اثنا اثني اثنتا اثنتي ثنين اتنين تنين ثنتين تنتين جوج زوز",
    3: "ثلاثة ثلاث تلاتة تلات ثلاتة ثلث تلت",
    4: "أربعة أربع",
    5: "خمسة خمس",
    6: "ستة ست",
    7: "سبعة سبع",
    8: "ثمانية ثمان ثماني تمانية تمنية تمن ثمنية تماني",
    9: "تسعة تسع",
}
_TEENS = {
    10: "عشرة عشر",
    11: "احدعش حداشر احدعشر حدعش ادعش إحدعش حدعشر حضاش حداش",
    12: "اثنعش اطنعش اتناشر طنعش اثناعشر اثنعشر تنعش اطنعشر طناش تناش",
    13: "ثلطعش تلطعش تلتاشر ثلاثطعش تلاتاشر ثلثطعش تلتطعش ثلطعشر ثلاثتعش تلطاش ثلطاش",
    14: "أربعطعش أربعتاشر أربعطاشر أربعتعش ربعطاش أربعطاش",
    15: "خمستاشر خمسطعش خمسطاشر خمستعش خمسطعشر خمسطاش",
    16: "ستاشر سطعش ستطعش سطاشر ستعش سطاش",
    17: "سبعتاشر سبعطعش سبعطاشر سبعتعش سبعطاش",
    18: "ثمنطعش تمنتاشر تمنطعش ثمانطعش تمنطاشر ثمنتعش تمنطاش ثمنطاش",
    19: "تسعتاشر تسعطعش تسعطاشر تسعتعش تسعطاش",
}
_TENS = {
    20: "عشر",
    30: "ثلاث تلات ثلث",
    40: "أربع",
    50: "خمس",
    60: "ست",
    70: "سبع",
    80: "ثمان تمان",
    90: "تسع",
}
_HUNDRED = "مئة مائة مية مئه ميت مئات ماية ماءة"
_HUNDREDS = {
    3: "ثلاث تلات ثلث تلت", 4: "أربع ربع", 5: "خمس", 6: "ست", 7: "سبع", 8: "ثمان ثماني تمان تمن ثمن تمنو", 9: "تسع",
}  # fmt: skip
_TWO_HUNDRED = "مئتان مئتين مائتان مائتين ميتين متين مئتا مئتي مائتا مائتي ميتان"
_SCALES = {
    10**3: ("ألف ألفا ألفًا آلاف الاف تلاف تالاف ألوف ألاف تآلاف", "ألفان ألفين الفي"),
    10**6: ("مليون مليونا مليونًا ملايين", "مليونان مليونين"),
    10**9: ("مليار مليارا مليارات بليون", "ملياران مليارين"),
}


def _tens_and_hundreds() -> dict[str, Piece]:
    found: dict[str, Piece] = {}
    for value, stems in _TENS.items():
        found |= {fold(stem + end): piece("tens", value) for stem in stems.split() for end in ("ون", "ين")}
    for count, stems in _HUNDREDS.items():
        joined = [stem + hundred for stem in stems.split() for hundred in _HUNDRED.split()]
        found |= {fold(word): piece("hundred", count * 100) for word in joined}
    found |= {fold(word): piece("hundred", 100) for word in _HUNDRED.split()}
    return found | {fold(word): piece("hundred", 200) for word in _TWO_HUNDRED.split()}


def _words() -> dict[str, Piece]:
    found = _tens_and_hundreds()
    for value, words in _UNITS.items():
        found |= {fold(word): piece("unit" if value else "zero", value) for word in words.split()}
    for value, words in _TEENS.items():
        found |= {fold(word): piece("teen", value) for word in words.split()}
    found[fold("عشر")] = piece("teen", 10, text=TAIL)
    for value, (many, dual) in _SCALES.items():
        found |= {fold(word): piece("scale", value) for word in many.split()}
        found |= {fold(word): piece("scale", value, count=2) for word in dual.split()}
    found |= {fold(word): piece("fraction", 2) for word in ("نصف", "نص")}
    found |= {fold(word): piece("fraction", 4) for word in ("ربع",)}
    found |= {fold(word): piece("point", 0) for word in ("فاصلة", "فاصل")}
    found |= {fold(word): piece("multi", 2) for word in ("دبل", "دوبل")}
    found |= {fold(word): piece("multi", 3) for word in ("تربل", "تريبل")}
    found |= {fold(word): piece("again", 0) for word in ("مكرر", "مكررة", "مرتين")}
    found |= {fold(word): piece("zeros", 0) for word in ("أصفار", "اصفار")}
    return found | {fold("صفرين"): piece("fixed", 0, text="00")}


_WORDS = _words()
_SOUNDS = str.maketrans({"ص": "س", **dict.fromkeys("ثط", "ت"), **dict.fromkeys("ذض", "د"), "ظ": "ز"})
_HEARD = {word.translate(_SOUNDS): one for word, one in _WORDS.items() if len(word) > 3}
"""Number words with one letter for sounds that dialects mix: «خمصتعش», «تلاثين»."""


def _word(word: str) -> Piece | None:
    return _WORDS.get(word) or _HEARD.get(word.translate(_SOUNDS))


_DAYS = frozenset(fold(word) for word in ("الأحد", "الاثنين"))


@lru_cache(maxsize=4096)
def _split(word: str) -> tuple[Piece, ...]:
    """A number word of another spelling, behind «و», «ب», «ل» or «ال», or fused: «وعشرين», «خمسةوعشرين», «خمستلاف»."""
    if one := _word(word):
        return (one,)
    if word.startswith("و") and (one := _word(word[1:])):
        return (replace(one, joined=True),)
    for prefix in ("ال", "ب", "ل"):
        if len(word) > 4 and word not in _DAYS and word.startswith(prefix) and (one := _word(word[len(prefix) :])):
            return (one,)
    for length in range(len(word) - 2, 1, -1):
        head = _WORDS.get(word[:length])
        if head and head.kind in CARDINAL and (tail := _tail(head, word[length:])):
            return (head, *tail)
    # last: «واحدوعشرين» is no «و» with «أحد»
    if word.startswith("و") and (found := _split(word[1:])) and not found[0].joined:
        return (replace(found[0], joined=True), *found[1:])
    return ()


def _tail(head: Piece, rest: str) -> tuple[Piece, ...]:
    """What is written onto a number and makes one cardinal with it: «...وعشرين», «...عشر», «...آلاف»."""
    behind_and = _split(rest[1:]) if rest.startswith("و") else ()
    if behind_and and not behind_and[0].joined:
        return (replace(behind_and[0], joined=True), *behind_and[1:])
    found = _split(rest) or _split("ت" + rest)  # «ستلاف» shares its «ت»
    if not found or found[0].joined:
        return ()
    unit = head.kind == "unit"
    bound = found[0].value == HUNDRED or found[0].text == TAIL or rest.startswith("عشره")
    return found if found[0].kind == "scale" or unit and bound else ()


@lru_cache(maxsize=4096)
def _numberlike(word: str) -> bool:
    """Whether a word that cannot be read looks like a number all the same; «ثانية» and others only look so."""
    core = word.removeprefix("و")
    fused = any(core.startswith(head) and len(core) > len(head) + 1 for head in _HEADS)
    return core not in _OTHERS and (fused or misspelt(core, _LONG_WORDS))


_HEADS = tuple(word for word, one in _WORDS.items() if one.kind in CARDINAL[:-1] and len(word) > 3)

_LONG_WORDS = frozenset(word for word in _WORDS if len(word) >= MISSPELT_LETTERS)
_OTHERS = frozenset(fold(word) for word in "ثانية تانية ثواني الحين ألفي الثلاثاء الأربعاء".split())


LEXICON = Lexicon(
    grammar=Grammar(unit_before_tens=True, teen_tail=10, hundred_cost=0.0),
    words=_WORDS,
    fillers=frozenset(fold(word) for word in "يعني اه اممم طيب بعدين ثم".split()),
    split=_split,
    word=_word,
    droppable=frozenset(),
    endings={},
    exact={"وأحد": (Piece("unit", 1, 0, 0, joined=True),)},
    numberlike=_numberlike,
)


def runs(text: str) -> list[Run]:
    """Every run of Arabic number words or digits in `text`, in order, each with all readings, cheapest first."""
    return number_words.runs(text, LEXICON)


def readings(text: str) -> list[Reading]:
    """All readings of all runs in `text`, cheapest first."""
    return number_words.readings(text, LEXICON)
