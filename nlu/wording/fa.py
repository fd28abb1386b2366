"""Persian for the ear: numbers, money, times, telephone numbers as the synthesiser should be given them.

«و» between numerals is read "va" by the voice; people say "o". So numerals are joined by a damma («بیستُ پنج»), nine is
«نُه» (plain «نه» is read as "no"), and digit strings are cut into groups with commas, where a person would breathe.
The dates are in nlu/wording/dates_fa.py, which needs jdatetime.
"""

from __future__ import annotations

from typing import Literal

from nlu.numbers import cardinals_fa

DAMMA = "\u064f"
KASRA = "\u0650"
NINE = "نُه"
SHORT_DIGITS = 6  # behind the point; more are said one by one
Unit = Literal["rial", "toman"]
_UNITS: dict[Unit, str] = {"rial": "ریال", "toman": "تومان"}
_ORDINALS = {1: "یکم", 2: "دوم", 3: "سوم", 9: "نُهُم", 30: "سی‌اُم"}
_DAY_PARTS = ((5, "بامداد"), (12, "صبح"), (13, "ظهر"), (17, "بعدازظهر"), (20, "عصر"), (24, "شب"))


def number(value: int) -> str:
    """A whole number, |value| < 10^15: 25 -> «بیستُ پنج».

    Raises:
        ValueError: it is too large.
    """
    words = (DAMMA + " ").join(cardinals_fa.parts(abs(value)))
    words = " ".join(NINE if word == "نه" else word for word in words.split(" "))
    return f"منفیِ {words}" if value < 0 else words


def decimal(text: str) -> str:
    """A decimal fraction in ASCII digits: "2.5" -> «دو ممیز پنج»; zeros after the point are named."""
    whole, _, part = text.partition(".")
    rest = part.lstrip("0")
    fraction = ["صفر"] * (len(part) - len(rest)) + ([_known(rest, SHORT_DIGITS)] if rest else [])
    said = _known(whole or "0", len(str(cardinals_fa.LIMIT)) - 1)
    return f"{said} ممیز {' '.join(fraction)}" if fraction else said


def _known(digits: str, longest: int) -> str:
    """A number; digit by digit where it is longer than people say it."""
    return number(int(digits)) if len(digits.lstrip("0")) <= longest else singly(digits)


def group(digits: str) -> str:
    """One group of digits as a cardinal, its leading zeros named: "007" -> «صفر صفر هفت»."""
    rest = digits.lstrip("0")
    words = ["صفر"] * (len(digits) - len(rest)) + ([_known(rest, len(str(cardinals_fa.LIMIT)) - 1)] if rest else [])
    return " ".join(words)


def singly(digits: str, pause_every: int = 3) -> str:
    """Digits one by one with a pause after every `pause_every`: "12345" -> «یک دو سه، چهار پنج»."""
    names = [NINE if char == "9" else cardinals_fa.DIGITS[int(char)] for char in digits]
    return "، ".join(" ".join(names[at : at + pause_every]) for at in range(0, len(names), pause_every))


def grouped(digits: str, sizes: tuple[int, ...]) -> str:
    """Digits in groups of these sizes, each a cardinal; what is left over is cut by the last size."""
    found, at, place = [], 0, 0
    while at < len(digits):
        size = sizes[min(place, len(sizes) - 1)]
        found.append(group(digits[at : at + size]))
        at, place = at + size, place + 1
    return "، ".join(found)


def pairs(digits: str) -> str:
    """Digits two by two: "4512" -> «چهلُ پنج، دوازده»."""
    return grouped(digits, (2,))


def phone(digits: str) -> str:
    """A national number (0...): mobiles 4-3-2-2, others area code, then 4-4; anything else in threes."""
    if len(digits) == 11 and digits.startswith("09"):
        return grouped(digits, (4, 3, 2, 2))
    if len(digits) == 11 and digits.startswith("0"):
        return grouped(digits, (3, 2))
    return grouped(digits, (3,))


def card(digits: str) -> str:
    """A 16-digit card number: four groups of four, each in two pairs."""
    return "، ".join(
        " ".join(group(digits[at + half : at + half + 2]) for half in (0, 2)) for at in range(0, len(digits), 4)
    )


def money(amount: int, unit: Unit) -> str:
    """An amount with its unit. The unit is never guessed and never converted here: say what the record says."""
    return f"{number(amount)} {_UNITS[unit]}"


def percent(text: str) -> str:
    """A percentage in ASCII digits: "12.5" -> «دوازده ممیز پنج درصد»."""
    return f"{decimal(text)} درصد"


def ordinal(value: int) -> str:
    """1..31 and larger: «یکم», «دوازدهم», «سی‌اُم», «بیستُ سوم»."""
    if value in _ORDINALS:
        return _ORDINALS[value]
    if value > 20 and value % 10 and value % 100 // 10 != 1:
        return f"{number(value - value % 10)}{DAMMA} {ordinal(value % 10)}"
    if value % 100 == 30:
        return f"{number(value - 30)}{DAMMA} {_ORDINALS[30]}"
    return number(value) + "م"


def _ezafe(words: str) -> str:
    """`words` bound to what follows: kasra, or hamza on a silent final he."""
    return words[:-1] + "هٔ" if words.endswith(("دقیقه", "ثانیه")) else words + KASRA


def clock(hour: int, minute: int = 0, *, second: int = 0, part: str | None = None, named: bool = True) -> str:
    """A time of day on the 24-hour clock, as people say it: 8, 30 -> «ساعتِ هشتُ نیمِ صبح».

    `part` is the part of the day as it is to be said, "" for none; without it the hour tells it. Without `named` the
    word for the hour is left out.

    Raises:
        ValueError: it is no time of day.
    """
    if not (0 <= hour <= 24 and 0 <= minute < 60):
        raise ValueError(f"{hour}:{minute:02d} is no time of day")
    if part is None:
        part = next(name for end, name in _DAY_PARTS if hour % 24 < end)
    said = number((hour - 1) % 12 + 1)
    if minute:
        exact = {} if second else {15: "ربع", 30: "نیم"}
        said += DAMMA + " " + exact.get(minute, f"{number(minute)} دقیقه")
    if second:
        said += f" و {number(second)} ثانیه"
    return f"{'ساعتِ ' if named else ''}{_ezafe(said)} {part}" if part else f"{'ساعتِ ' if named else ''}{said}"
