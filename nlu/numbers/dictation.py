"""How a caller may dictate a string of digits: one by one, in pairs, in threes, as one number, with «سه تا هفت»."""

from __future__ import annotations

from nlu.numbers import cardinals_ar, cardinals_fa

_FA_COLLOQUIAL = {
    "شش": "شیش",
    "چهار": "چار",
    "شانزده": "شونزده",
    "پانزده": "پونزده",
    "پانصد": "پونصد",
    "ششصد": "شیشصد",
}
_FA_EXTRA = ("هزار", "میلیون", "میلیارد", "و", "تا", "نیم", "ممیز", "هفده", "هیفده", "هیجده", "یه", "دبل")
_AR_EXTRA = (
    "ألف",
    "ألفين",
    "آلاف",
    "مليون",
    "مليونين",
    "ملايين",
    "ونصف",
    "مكرر",
    "دبل",
    "ميتين",
    "مية",
    "زيرو",
    "فاصلة",
)


def _group(digits: str, language: str) -> str:
    """One group as a cardinal, leading zeros named one by one."""
    zeros = len(digits) - len(digits.lstrip("0"))
    value = int(digits or "0")
    module = cardinals_fa if language == "fa" else cardinals_ar
    words = [module.cardinal(0)] * (zeros if value else max(zeros, 1))
    return " ".join([*words, module.cardinal(value)] if value else words)


def _grouped(digits: str, sizes: list[int], language: str) -> str:
    found, at = [], 0
    for size in sizes:
        found.append(_group(digits[at : at + size], language))
        at += size
    return " ".join(found)


def _sizes(total: int, size: int, *, rest_first: bool) -> list[int]:
    whole, rest = divmod(total, size)
    sizes = [size] * whole
    if not rest:
        return sizes
    return [rest, *sizes] if rest_first else [*sizes, rest]


def _runs(digits: str) -> str | None:
    """«سه تا هفت» for 777: runs of two or more equal digits; None when there is none."""
    found, at, any_run = [], 0, False
    while at < len(digits):
        end = at
        while end < len(digits) and digits[end] == digits[at]:
            end += 1
        name = cardinals_fa.DIGITS[int(digits[at])]
        length = min(end - at, 9)
        any_run = any_run or length > 1
        found.append(f"{cardinals_fa.DIGITS[length]} تا {name}" if length > 1 else name)
        at += length
    return " ".join(found) if any_run else None


def _colloquial(text: str) -> str:
    return " ".join(_FA_COLLOQUIAL.get(word, word) for word in text.split())


def dictations(digits: str, language: str) -> list[str]:
    """Ways to say `digits` aloud, the plainest (one by one) first; each different from the others."""
    single = _grouped(digits, [1] * len(digits), language)
    found = [single]
    for size in (2, 3):
        found += [_grouped(digits, _sizes(len(digits), size, rest_first=first), language) for first in (False, True)]
    if digits[:1] != "0" and 2 < len(digits) <= 6:
        found.append(_group(digits, language))
    if language == "fa":
        run = _runs(digits)
        found += [run] if run else []
        found += [_colloquial(text) for text in found]
    return list(dict.fromkeys(found))


def number_words(language: str) -> list[str]:
    """Every word that numbers are made of, sorted."""
    module = cardinals_fa if language == "fa" else cardinals_ar
    words = {word for value in range(1000) for word in module.cardinal(value).split()}
    if language == "fa":
        return sorted(words | set(_FA_COLLOQUIAL.values()) | set(_FA_EXTRA))
    feminine = cardinals_ar.Form(feminine=True, oblique=True)
    words |= {word for value in range(1000, 2000, 100) for word in module.cardinal(value).split()}
    words |= {word for value in range(100) for word in cardinals_ar.cardinal(value, feminine).split()}
    return sorted(words | set(_AR_EXTRA))


def small_numbers(language: str) -> list[str]:
    """0 to 20 and the round numbers to 100, one word each: what a lone number word may be."""
    module = cardinals_fa if language == "fa" else cardinals_ar
    return [module.cardinal(value) for value in (*range(11), *range(20, 101, 10))]


def spoken(value: int, language: str) -> list[str]:
    """A number as people say it: in Arabic oblique, in Persian also as it is pronounced («شونزده»)."""
    if language == "fa":
        return _with_colloquial([cardinals_fa.cardinal(value)], language)
    return [cardinals_ar.cardinal(value, cardinals_ar.Form(oblique=True))]


def patterns(length: int, language: str) -> list[list[list[str]]]:
    """Ways to dictate a number of `length` digits (5 or 6), as rows of groups, each with all that may be said for it.

    Digit by digit, in pairs and threes, or as thousands; the recogniser's graph takes them as a grammar.
    """
    pairs, rest = [2] * (length // 2), [1] * (length % 2)
    sizes = [[1] * length, [3, length - 3], [length - 3, 3], [*pairs, *rest], [*rest, *pairs]]
    rows = [[_said(size, language) for size in row] for row in dict.fromkeys(map(tuple, sizes))]
    return [*rows, _thousands(length, language)]


def _said(size: int, language: str) -> list[str]:
    """Everything that may be said for a group of `size` digits; a zero in front is named."""
    return _with_colloquial([_group(f"{value:0{size}d}", language) for value in range(10**size)], language)


def _thousands(length: int, language: str) -> list[list[str]]:
    """Numbers of `length` digits said as one: the thousands, then what is left."""
    module = cardinals_fa if language == "fa" else cardinals_ar
    thousand = 1000
    heads = [module.cardinal(value * thousand) for value in range(10 ** (length - 4), 10 ** (length - 3))]
    ten = module.cardinal(10 * thousand)
    tails = [module.cardinal(10 * thousand + left).removeprefix(ten).strip() for left in range(1, thousand)]
    return [_with_colloquial(heads, language), _with_colloquial(tails, language)]


def _with_colloquial(phrases: list[str], language: str) -> list[str]:
    more = [_colloquial(phrase) for phrase in phrases] if language == "fa" else []
    return list(dict.fromkeys([*phrases, *more]))
