"""Inputs and outputs in their short and their long form."""

import pytest

from bot.crm.services.fields import BadField, parse_input, parse_output
from bot.crm.services.model import Input, Kind, Output


def test_the_short_form() -> None:
    assert parse_input("a", "digits") == Input(Kind.DIGITS)
    assert parse_output("a", None) == Output("a", Kind.TEXT)


def test_the_long_form() -> None:
    assert parse_input("a", {"kind": "date", "calendar": "jalali", "optional": True}) == Input(
        Kind.DATE, jalali=True, optional=True
    )
    found = parse_output("a", {"column": "b", "kind": "money", "unit": "toman", "opens_at": "pin"})
    assert found == Output("b", Kind.MONEY, "toman", private=True, opens_at="pin")
    assert not parse_output("a", {"opens_at": "pin", "private": False}).private


@pytest.mark.parametrize(
    ("declared", "remedy"),
    [
        ("txt", "Did you mean 'text'?"),
        ({"kind": "money"}, "Write unit: rial"),
        ({"optionl": True}, "Did you mean 'optional'?"),
        ({"calendar": "moon"}, "Known are: gregorian, jalali."),
    ],
)
def test_a_mistake(declared: object, remedy: str) -> None:
    with pytest.raises(BadField) as caught:
        parse_input("a", declared)
    assert remedy in caught.value.remedy
