"""Signs about numbers become words."""

import pytest

from nlu.wording.written_numbers import Signs, tidy

SIGNS = Signs(
    minus="minus ",
    plus="plus ",
    to=" to ",
    number="number ",
    star="star",
    hash="hash",
    words={"~": "about", "+": "and", "±": "plus or minus"},
    money={"$": "dollars", "€": "euros", "USD": "dollars"},
    units={"kg": "kilograms", "km/h": "kilometres an hour", "m": "metres"},
)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("۱۲٫۵ ٣", "12.5 3"),
        ("-5", "minus 5"),
        ("a−5", "a−5"),
        ("it is -5.", "it is minus 5."),
        ("8-17", "8 to 17"),
        ("8:30 – 17:00", "8:30 to 17:00"),
        ("0912-345-6789", "0912 345 6789"),
        ("6037-9912-3456-7890", "6037 9912 3456 7890"),
        ("2026-11-21", "2026/11/21"),
        ("30/8/1405", "1405/8/30"),
        ("8/30/2026", "2026/8/30"),
        ("%50", "50%"),
        ("٪ ۱۲٫۵", "12.5%"),
        ("10%50", "10%50"),
        ("$5", "5 dollars"),
        ("5 $", "5 dollars"),
        ("**** **** **** 1234", "…1234"),
        ("xxxx-1234", "…1234"),
        ("no digits - here", "no digits - here"),
    ],
)
def test_signs(written: str, said: str) -> None:
    assert tidy(written, SIGNS) == said
