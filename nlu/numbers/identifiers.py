"""Checks of the numbers that callers dictate. A checksum helps to choose among readings; it proves no identity."""

from __future__ import annotations

import re

_IBAN_LENGTHS = {
    "IR": 26, "SA": 24, "AE": 23, "KW": 30, "QA": 29, "BH": 22, "OM": 23, "IQ": 23, "JO": 30, "EG": 29,
}  # fmt: skip
_IR_LEGAL_WEIGHTS = (29, 27, 23, 19, 17, 29, 27, 23, 19, 17)
_KUWAIT_WEIGHTS = (2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def _digits(text: str, length: int) -> list[int] | None:
    return [int(char) for char in text] if re.fullmatch(rf"[0-9]{{{length}}}", text) else None


def luhn(text: str) -> bool:
    """Luhn's check (ISO/IEC 7812-1 annex B) over ASCII digits."""
    if not re.fullmatch(r"[0-9]+", text):
        return False
    total = 0
    for place, char in enumerate(reversed(text)):
        value = int(char) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def iran_national_id(text: str) -> bool:
    """Kod-e melli: 8 to 10 digits, padded with zeros on the left; not all equal; last digit checks mod 11."""
    if not re.fullmatch(r"[0-9]{8,10}", text):
        return False
    digits = _digits(text.zfill(10), 10)
    if digits is None or len(set(digits)) == 1:
        return False
    rest = sum(digit * (10 - place) for place, digit in enumerate(digits[:9])) % 11
    return digits[9] == (rest if rest < 2 else 11 - rest)


def iran_legal_id(text: str) -> bool:
    """Shenase-ye melli of a legal person: 11 digits."""
    digits = _digits(text, 11)
    if digits is None or len(set(digits)) == 1:
        return False
    shift = digits[9] + 2
    rest = sum((digit + shift) * weight for digit, weight in zip(digits, _IR_LEGAL_WEIGHTS)) % 11  # noqa: B905
    return digits[10] == rest % 10


def saudi_id(text: str) -> bool:
    """National id (1...) or iqama (2...): 10 digits, Luhn by common practice."""
    return bool(re.fullmatch(r"[12][0-9]{9}", text)) and luhn(text)


def emirates_id(text: str) -> bool:
    """784-YYYY-NNNNNNN-C: 15 digits, Luhn by common practice; warn, do not refuse."""
    return bool(re.fullmatch(r"784[0-9]{12}", text)) and luhn(text)


def kuwait_civil_id(text: str) -> bool:
    """12 digits, weights mod 11."""
    digits = _digits(text, 12)
    if digits is None:
        return False
    check = 11 - sum(digit * weight for digit, weight in zip(digits, _KUWAIT_WEIGHTS)) % 11  # noqa: B905
    return 1 <= check <= 9 and digits[11] == check or check == 10 and digits[11] == 0


def bank_card(text: str) -> bool:
    """16 digits with Luhn's check."""
    return len(text) == 16 and luhn(text)


def iban_length(country: str) -> int:
    """Letters and digits of an IBAN of that country (ISO 3166-1 alpha-2); 0 where it is none that we serve."""
    return _IBAN_LENGTHS.get(country, 0)


def iban(text: str) -> bool:
    """An IBAN of Iran or an Arab country we serve (ISO 13616): length by country and mod 97; spaces allowed."""
    compact = text.replace(" ", "").upper()
    if not re.fullmatch(r"[A-Z]{2}[0-9]{2}[A-Z0-9]+", compact) or _IBAN_LENGTHS.get(compact[:2]) != len(compact):
        return False
    moved = compact[4:] + compact[:4]
    return int("".join(str(int(char, 36)) for char in moved)) % 97 == 1


def iran_mobile(text: str) -> str | None:
    """The number as 09xxxxxxxxx, from that or from 9..., +98..., 0098..., 98...; None if it is no Iranian mobile."""
    match = re.fullmatch(r"(?:\+98|0098|98|0)?(9[0-9]{9})", text.replace(" ", ""))
    return f"0{match.group(1)}" if match else None
