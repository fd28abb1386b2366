"""Persian cardinal numbers in words, as people write them: 2500000 -> «دو میلیون و پانصد هزار»."""

from __future__ import annotations

DIGITS = ("صفر", "یک", "دو", "سه", "چهار", "پنج", "شش", "هفت", "هشت", "نه")
TEENS = ("ده", "یازده", "دوازده", "سیزده", "چهارده", "پانزده", "شانزده", "هفده", "هجده", "نوزده")
TENS = ("", "ده", "بیست", "سی", "چهل", "پنجاه", "شصت", "هفتاد", "هشتاد", "نود")
HUNDREDS = ("", "صد", "دویست", "سیصد", "چهارصد", "پانصد", "ششصد", "هفتصد", "هشتصد", "نهصد")
SCALES = ((10**9, "میلیارد"), (10**6, "میلیون"), (10**3, "هزار"))
LIMIT = 10**15


def below_thousand(value: int) -> list[str]:
    """The parts of 1..999 that are joined by «و»."""
    parts = [HUNDREDS[value // 100]] if value >= 100 else []
    rest = value % 100
    if 10 <= rest < 20:
        return [*parts, TEENS[rest - 10]]
    if rest >= 20:
        parts.append(TENS[rest // 10])
        rest %= 10
    return [*parts, DIGITS[rest]] if rest else parts


def parts(value: int) -> list[str]:
    """The parts of a cardinal that are joined by «و»; every part is one to three words.

    Raises:
        ValueError: `value` is negative or not below 10^15.
    """
    if not 0 <= value < LIMIT:
        raise ValueError(f"no Persian words for {value}: it must be from 0 to 10^15 - 1")
    if value == 0:
        return [DIGITS[0]]
    found: list[str] = []
    for scale, name in SCALES:
        count, value = divmod(value, scale)
        if count == 1 and scale == 1000:
            found.append(name)
        elif count:
            chunk = parts(count)  # more than a thousand milliards: «دو هزار و هشتصد میلیارد»
            found += [*chunk[:-1], f"{chunk[-1]} {name}"]
    return found + below_thousand(value)


def cardinal(value: int) -> str:
    """`value` (0 to 10^15 - 1) in words as they are written: 25 -> «بیست و پنج»."""
    return " و ".join(parts(value))
