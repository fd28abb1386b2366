"""Arabic for the ear: numbers, money with agreement, times, telephone numbers.

The counted noun follows its number: one and two are the noun itself («ريال واحد», «ريالان»), three to ten take the
plural («ثلاثة ريالات»), eleven to ninety-nine the accusative singular («أحد عشر ريالًا»), hundreds the
singular, to which a dual is bound («مئتا ريال», «ألفا ريال»); after a hundred one and two are the noun again
(«مئة ريال وريالان»).
Marks of the short vowels are in nlu/wording/marks_ar.py; tanwin is written where it is heard.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from nlu.numbers.cardinals_ar import LIMIT, Form, cardinal, construct

_HOURS = (
    "الثانية عشرة", "الواحدة", "الثانية", "الثالثة", "الرابعة", "الخامسة", "السادسة", "السابعة", "الثامنة", "التاسعة",
    "العاشرة", "الحادية عشرة",
)  # fmt: skip
SHORT_DIGITS = 6  # behind the point; more are said one by one
_QUARTERS = {15: " والربع", 20: " والثلث", 30: " والنصف"}
_SHARES = {
    2: ("نصف", "أنصاف"), 3: ("ثلث", "أثلاث"), 4: ("ربع", "أرباع"), 5: ("خُمس", "أخماس"), 6: ("سُدس", "أسداس"),
    7: ("سُبع", "أسباع"), 8: ("ثُمن", "أثمان"), 9: ("تُسع", "أتساع"), 10: ("عُشر", "أعشار"),
}  # fmt: skip
_ORDINALS = (
    "", "الأول", "الثاني", "الثالث", "الرابع", "الخامس", "السادس", "السابع", "الثامن", "التاسع", "العاشر",
)  # fmt: skip
_ORDINALS_F = (
    "", "الأولى", "الثانية", "الثالثة", "الرابعة", "الخامسة", "السادسة", "السابعة", "الثامنة", "التاسعة", "العاشرة",
)  # fmt: skip
_M = "[\u064b-\u0652\u0670]*"
_LETTER = "[\u0621-\u0652\u0670]"
_BEHIND = "\u0651?(?!\\w|[\u064b-\u0652])"
_ENDING = f"\u064f{_BEHIND}"
_DEFINITE = f"ا{_M}ل{_LETTER}*{_ENDING}"
_PREPOSITIONS = "|".join(
    "".join(char + _M for char in word) for word in "في من إلى على عن مع عند لدى خلال بين عبر حول بعد قبل".split()
)
_GENITIVE = re.compile(
    rf"(?<!{_LETTER})(?P<before>(?:{_PREPOSITIONS})\s+)(?P<noun>{_DEFINITE}(?:\s+{_DEFINITE})*)"
    rf"|(?<!{_LETTER})(?P<attached>(?:[بك]{_M}ا{_M}ل|ل{_M}ل){_LETTER}*{_ENDING}(?:\s+{_DEFINITE})*)"
)
_DAY_PARTS = ((5, "ليلًا"), (12, "صباحًا"), (13, "ظهرًا"), (17, "عصرًا"), (21, "مساءً"), (24, "ليلًا"))


@dataclass(frozen=True)
class Noun:
    """A counted thing in the forms that numbers ask for."""

    one: str
    two: str
    few: str
    many: str  # accusative singular
    feminine: bool = False
    of: str = ""  # an adjective behind it: «كويتي»

    def _with(self, word: str, plural: bool = False) -> str:
        if not self.of:
            return word
        return f"{word} {self.of}ة" if plural or self.feminine else f"{word} {self.of}"


@dataclass(frozen=True)
class Currency:
    """A currency and its part; `parts` of them make one."""

    unit: Noun
    part: Noun
    parts: int


def _rial(of: str) -> Noun:
    return Noun("ريال", "ريالان", "ريالات", "ريالًا", of=of)


def _dinar(of: str) -> Noun:
    return Noun("دينار", "ديناران", "دنانير", "دينارًا", of=of)


_FILS = Noun("فلس", "فلسان", "فلوس", "فلسًا")
_DIRHAM = Noun("درهم", "درهمان", "دراهم", "درهمًا")
_QIRSH = Noun("قرش", "قرشان", "قروش", "قرشًا")
_HALALA = Noun("هللة", "هللتان", "هللات", "هللة", feminine=True)
_BAISA = Noun("بيسة", "بيستان", "بيسات", "بيسة", feminine=True)
_TOMAN = Noun("تومان", "تومانان", "تومانات", "تومانًا")
_POUND = Noun("جنيه", "جنيهان", "جنيهات", "جنيهًا", of="مصري")
CURRENCIES = {
    "SAR": Currency(_rial("سعودي"), _HALALA, 100),
    "AED": Currency(Noun("درهم", "درهمان", "دراهم", "درهمًا", of="إماراتي"), _FILS, 100),
    "KWD": Currency(_dinar("كويتي"), _FILS, 1000),
    "IQD": Currency(_dinar("عراقي"), _FILS, 1000),
    "BHD": Currency(_dinar("بحريني"), _FILS, 1000),
    "OMR": Currency(_rial("عماني"), _BAISA, 1000),
    "QAR": Currency(_rial("قطري"), _DIRHAM, 100),
    "EGP": Currency(_POUND, _QIRSH, 100),
    "IRR": Currency(_rial("إيراني"), _TOMAN, 1),
    "IRT": Currency(_TOMAN, _TOMAN, 1),
}
HOUR = Noun("ساعة", "ساعتان", "ساعات", "ساعة", feminine=True)
MINUTE = Noun("دقيقة", "دقيقتان", "دقائق", "دقيقة", feminine=True)
SECOND = Noun("ثانية", "ثانيتان", "ثوانٍ", "ثانية", feminine=True)


def number(value: int, *, feminine: bool = False) -> str:
    """A whole number, |value| < 10^12, in the spoken (oblique) form: 25 -> «خمسة وعشرين»."""
    words = cardinal(abs(value), Form(feminine=feminine, oblique=True, tamyiz=True))
    return f"سالب {words}" if value < 0 else words


def qualified(noun: Noun, adjective: str) -> Noun:
    """`noun` with an adjective behind it: «دينار», «كويتي»."""
    return replace(noun, of=adjective) if adjective else noun


def currency_of(noun: Noun) -> str:
    """The code of a currency that has parts, "" where the noun and its adjective name none."""
    found = (code for code, one in CURRENCIES.items() if one.parts > 1 and one.unit == noun)
    return next(found, "")


def _dual(word: str, oblique: bool) -> str:
    return f"{word.removesuffix('ان')}ين" if oblique else word


def counted(value: int, noun: Noun, *, oblique: bool = False) -> str:
    """A number with its noun in agreement; 0 is said with the singular. `oblique`: behind a preposition."""
    rest = value % 100
    if value == 1:
        return f"{noun._with(noun.one)} {'واحدة' if noun.feminine else 'واحد'}"
    if value == 2:
        adjective = f" {_dual(noun.of + ('تان' if noun.feminine else 'ان'), oblique)}" if noun.of else ""
        return _dual(noun.two, oblique) + adjective
    if rest in (1, 2) and value > 100:
        last = noun.one if rest == 1 else _dual(noun.two, oblique)
        return f"{counted(value - rest, noun, oblique=oblique)} و{last}"
    words = cardinal(value, Form(feminine=noun.feminine, oblique=oblique, tamyiz=True))
    if 3 <= rest <= 10:
        return f"{words} {noun._with(noun.few, plural=True)}"
    if 11 <= rest <= 99:
        ending = "ة" if noun.feminine else "ًا"
        return f"{words} {noun.many} {noun.of}{ending}" if noun.of else f"{words} {noun.many}"
    return f"{construct(words)} {noun._with(noun.one)}"


def group(digits: str) -> str:
    """One group of digits as a number, its leading zeros named: "05" -> «صفر خمسة»."""
    rest = digits.lstrip("0")
    return " ".join([*["صفر"] * (len(digits) - len(rest)), *([_known(rest, len(str(LIMIT)) - 1)] if rest else [])])


def fraction(top: int, bottom: int) -> str | None:
    """A proper fraction of halves to tenths: 3, 4 -> «ثلاثة أرباع»; None for others."""
    if bottom not in _SHARES or not 0 < top < bottom:
        return None
    one, many = _SHARES[bottom]
    if top <= 2:
        return one if top == 1 else f"{one}\u064eيْن" if bottom > 4 else f"{one}ين"  # not «خمسين», fifty
    return f"{number(top)} {many}"


def ordinal(value: int, *, feminine: bool = False) -> str:
    """An ordinal with the article: 3 -> «الثالث», feminine «الثالثة», 21 -> «الحادي والعشرين»."""
    units = _ORDINALS_F if feminine else _ORDINALS
    tens, unit = divmod(value, 10)
    if value <= 10:
        return units[value]
    if value < 20:
        first = units[unit] if unit > 1 else "الحادية" if feminine else "الحادي"
        return f"{first} {'عشرة' if feminine else 'عشر'}"
    if value >= 100:
        return f"ال{number(value)}"
    name = "ال" + number(tens * 10)
    if unit == 0:
        return name
    return f"{units[unit] if unit > 1 else 'الحادية' if feminine else 'الحادي'} و{name}"


def after_prepositions(text: str) -> str:
    """`text` with its definite nouns in the genitive where a preposition stands before them: «فِي المَتْجَرِ»."""

    def genitive(match: re.Match[str]) -> str:
        words = match["noun"] or match["attached"]
        return (match["before"] or "") + re.sub(f"\u064f(?={_BEHIND})", "\u0650", words)

    return _GENITIVE.sub(genitive, text)


def vocative(title: str) -> str:
    """A title as one calls somebody by it: «السيد» -> «يا سيد», «السَّيِّدَة» -> «يَا سَيِّدَة»."""
    bare = re.sub(f"^ا{_M}ل{_M}(.)({_M})", lambda match: match[1] + match[2].replace("\u0651", ""), title)
    return f"{'يَا' if re.search(_M[:-1], title) else 'يا'} {bare}" if title else ""


def money(amount: int, currency: str, parts: int = 0) -> str:
    """An amount in whole units and parts of a currency (ISO 4217 code; IRT is the toman).

    Raises:
        ValueError: the currency is unknown or there are too many parts.
    """
    if currency not in CURRENCIES:
        raise ValueError(f"no Arabic words for the currency {currency}; known are {', '.join(sorted(CURRENCIES))}")
    found = CURRENCIES[currency]
    if not 0 <= parts < max(found.parts, 1):
        raise ValueError(f"{parts} parts of {currency} are a unit or more")
    said = counted(amount, found.unit)
    return f"{said} و{counted(parts, found.part)}" if parts else said


def singly(digits: str, pause_every: int = 3) -> str:
    """Digits one by one with a pause after every `pause_every`: "123" -> «واحد اثنين ثلاثة»."""
    names = [number(int(char)) for char in digits]
    return "، ".join(" ".join(names[at : at + pause_every]) for at in range(0, len(names), pause_every))


def phone(digits: str) -> str:
    """A telephone number digit by digit, in groups of three from the front."""
    return singly(digits)


def percent(text: str) -> str:
    """A percentage in ASCII digits: "50" -> «خمسين بالمئة»."""
    return f"{decimal(text)} بالمئة"


def decimal(text: str) -> str:
    """A decimal fraction in ASCII digits: "2.5" -> «اثنين فاصلة خمسة»."""
    whole, _, part = text.partition(".")
    rest = part.lstrip("0")
    fraction = ["صفر"] * (len(part) - len(rest)) + ([_known(rest, SHORT_DIGITS)] if rest else [])
    said = _known(whole or "0", len(str(LIMIT)) - 1)
    return f"{said} فاصلة {' '.join(fraction)}" if fraction else said


def _known(digits: str, longest: int) -> str:
    """A number; digit by digit where it is longer than people say it."""
    return number(int(digits)) if len(digits.lstrip("0")) <= longest else singly(digits)


def clock(hour: int, minute: int = 0, *, second: int = 0, part: str | None = None, named: bool = True) -> str:
    """A time of day on the 24-hour clock: 8, 30 -> «الساعة الثامنة والنصف صباحًا».

    `part` is the part of the day as it is to be said, "" for none; without it the hour tells it. Without `named` the
    word for the hour is left out.

    Raises:
        ValueError: it is no time of day.
    """
    if not (0 <= hour <= 24 and 0 <= minute < 60):
        raise ValueError(f"{hour}:{minute:02d} is no time of day")
    if part is None:
        part = next(name for end, name in _DAY_PARTS if hour % 24 < end)
    # «twelve less a quarter in the morning» would be about noon or about midnight.
    if minute == 45 and not second and hour % 12 != 11:
        said = f"{_HOURS[(hour + 1) % 12]} إلا ربعًا"
    else:
        exact = {} if second else _QUARTERS
        said = _HOURS[hour % 12] + exact.get(minute, f" و{counted(minute, MINUTE)}" if minute else "")
    said += f" و{counted(second, SECOND)}" if second else ""
    return " ".join(filter(None, ("الساعة" if named else "", said, part)))
