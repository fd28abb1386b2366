"""Telephone numbers as the line delivers them and as people write them, made comparable."""

import phonenumbers

HOME_REGION = "IR"
"""Numbers without a country code are read as Iranian."""
INTERNATIONAL_DIGITS = 11
"""So many digits that do not begin with 0 have a country code in front."""


def normalise(number: str) -> str:
    """`number` in E.164 («+989121234567») where it is a telephone number, else its digits, else "".

    Takes 0912…, +98912…, 0098912…, 98912…, ۰۹۱۲…, ٠٩١٢… with any spacing. An extension («1001») stays as its digits,
    so that calls from inside the house find their customer too. A withheld number («anonymous») gives "".
    """
    digits = _digits(number)
    found = _valid(number)
    if not found and len(digits) >= INTERNATIONAL_DIGITS and not digits.startswith("0"):
        found = _valid(f"+{digits}")  # the + was left out, as many PBXs and spreadsheets do
    return found or digits


def _valid(number: str) -> str:
    try:
        parsed = phonenumbers.parse(number, HOME_REGION)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(parsed):
        return ""
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))


def _digits(text: str) -> str:
    return "".join(str(int(letter)) for letter in text if letter.isdecimal())
