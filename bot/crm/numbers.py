"""Telephone numbers as the line delivers them and as people write them, made comparable."""

import phonenumbers

HOME_REGION = "IR"
"""Numbers without a country code are read as Iranian."""


def normalise(number: str) -> str:
    """`number` in E.164 («+989121234567») where it is a telephone number, else its digits, else "".

    Takes 0912…, +98912…, 0098912…, 98912…, ۰۹۱۲…, ٠٩١٢… with any spacing. An extension («1001») stays as its digits,
    so that calls from inside the house find their customer too. A withheld number («anonymous») gives "".
    """
    try:
        parsed = phonenumbers.parse(number, HOME_REGION)
    except phonenumbers.NumberParseException:
        return _digits(number)
    if phonenumbers.is_valid_number(parsed):
        return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))
    return _digits(number)


def _digits(text: str) -> str:
    return "".join(str(int(letter)) for letter in text if letter.isdecimal())
