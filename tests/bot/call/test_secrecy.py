"""What is too secret to be recorded, by what is asked for."""

import pytest

from bot.call.secrecy import asked_slot, is_secret
from bot.dialogue.client import Reply


def asks(name: str = "", length: int = 0, slot: str | None = None) -> Reply:
    slots = {} if slot is None else {"requested_slot": slot}
    return Reply(("؟",), expect="digits", length=length, asks=name, slots=slots)


@pytest.mark.parametrize(
    "reply",
    [
        *(
            asks(name)
            for name in ("card", "pin", "national_id", "iban", "otp", "card_number", "bank_card", "customer_pin")
        ),
        *(asks(slot=slot) for slot in ("card", "national_id", "new_password", "cvv2")),
        *(asks(length=length) for length in (10, 16, 24)),
        Reply(("؟",), expect="general", asks="password"),
        asks("PIN"),
    ],
)
def test_secrets(reply: Reply) -> None:
    assert is_secret(reply)


@pytest.mark.parametrize(
    "reply",
    [
        Reply(("سلام",)),
        asks(),
        asks(length=5),
        asks("order_number", 5),
        asks("order_number", 10),
        asks("mobile", 11),
        asks("spinach", 4),
        asks(slot="order_number"),
        Reply(("؟",), expect="yesno"),
    ],
)
def test_none(reply: Reply) -> None:
    assert not is_secret(reply)


def test_what_the_skill_says_goes_before_the_form() -> None:
    assert asked_slot("card", {"requested_slot": "order_number"}) == "card"
    assert asked_slot("", {"requested_slot": "PIN"}) == "pin"
    assert asked_slot("", {"requested_slot": None}) == asked_slot("", {}) == ""
