"""What is too secret for a recording: asking for it, hearing it, reading it back."""

from collections.abc import Mapping, Sequence

from bot.dialogue.client import Reply
from nlu.numbers.redaction import find

SECRET_WORDS = frozenset({"card", "cvv", "cvv2", "pin", "password", "otp", "iban", "sheba", "ssn"})
SECRET_NAMES = frozenset({"national_id", "verification_code", "security_code", "account_number"})
"""What a skill may call what it asks for (`expect: {key: ...}`, or Rasa's `requested_slot`): a word of it, or all."""
SECRET_LENGTHS = frozenset({10, 16, 24, 26})
"""Digits of a national id, a card, an IBAN: asked for without saying what they are."""


def is_secret(reply: Reply) -> bool:
    """Whether the answer to what the bot says now is to be left out of the recording."""
    name = asked_slot(reply.asks, reply.slots)
    if is_secret_name(name):
        return True
    return not name and reply.expect == "digits" and reply.length in SECRET_LENGTHS


def is_secret_name(name: str) -> bool:
    """Whether a slot of that name holds a secret."""
    return name in SECRET_NAMES or bool(SECRET_WORDS & set(name.split("_")))


def tells_secret(texts: Sequence[str], language: str) -> bool:
    """Whether a card, an identity number or an IBAN is in what the bot says: read back to be confirmed."""
    return any(find(text, ("card", "national_id", "iban"), language) for text in texts)


def asked_slot(asks: str, slots: Mapping[str, object]) -> str:
    """What is asked for: as the skill says, else the slot that Rasa's form waits for."""
    return (asks or str(slots.get("requested_slot") or "")).lower()
