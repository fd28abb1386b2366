"""Which numbers may be called back, and how they are dialled.

    +98 912 123 4567, 0098912…, 98912…, 912…  ─▶ 09121234567 ─▶ a pattern that allows it ─▶ dialled

What costs, harms or leads abroad is dialled only where a pattern names it: `*` and `?` never stand for the beginning of
an international or premium number, nor for an emergency call.
"""

import re
from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase

NATIONAL = ("0??????????",)
"""Mobile and fixed-line numbers: 0 and ten digits."""
EMERGENCY = re.compile(r"[19]\d{0,3}|0?(110|112|115|125|911|999)")
PREMIUM: Mapping[str, tuple[str, ...]] = {"98": ("0909",), "": ("0900",)}
"""How lines begin that cost the caller, by country; "" where nothing is known of it."""
NATIONAL_DIGITS = 10
SEPARATORS = re.compile(r"[\s\-./()]")


def dialable(number: str, country: str) -> str:
    """As it is dialled within the country of that calling code; "" where it is no number."""
    bare = SEPARATORS.sub("", "".join(_digit(letter) for letter in number))
    if bare.startswith("00"):
        bare = "+" + bare[2:]
    if bare.startswith(f"+{country}") and country:
        bare = "0" + bare[len(country) + 1 :].removeprefix("0")
    elif country and re.fullmatch(rf"{country}\d{{{NATIONAL_DIGITS}}}", bare):
        bare = "0" + bare[len(country) :]
    elif re.fullmatch(rf"[1-9]\d{{{NATIONAL_DIGITS - 1}}}", bare):
        bare = "0" + bare
    bare = "00" + bare[1:] if bare.startswith("+") else bare
    return bare if re.fullmatch(r"(?!00?$)\d{2,20}", bare) else ""


def allowed(number: str, patterns: Sequence[str], country: str) -> bool:
    """Whether one of the patterns lets `number` (as `dialable` made it) be called."""
    return any(_fits(number, pattern, country) for pattern in patterns)


def _fits(number: str, pattern: str, country: str) -> bool:
    plain = re.sub(r"^\+", "00", pattern)
    if not fnmatchcase(number, plain):
        return False
    named = re.split(r"[*?\[]", plain, maxsplit=1)[0]
    if EMERGENCY.fullmatch(number):
        return named == number
    return all(named.startswith(risk) for risk in _risks(number, country))


def _risks(number: str, country: str) -> list[str]:
    """The beginnings of this number that a pattern has to name."""
    premium = PREMIUM.get(country, PREMIUM[""])
    return [start for start in ("00", *premium) if number.startswith(start)]


def _digit(letter: str) -> str:
    """Persian and Arabic digits as Latin ones; the rest as it is."""
    return str(int(letter)) if letter.isdecimal() else letter
