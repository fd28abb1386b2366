"""What of a call may be written down: journal, packet and live events get what comes out of here.

the bot asks for a secret ──▶ no number of the answer is kept, whatever it looks like, over as many turns as it takes
                        └──▶ what is said again of it is not kept either
everything else ──▶ cards, identity numbers and the like, by their looks (`journal.redact`)
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.call.secrecy import asked_slot, is_secret, is_secret_name
from bot.dialogue.caller_turn import CallerTurn
from bot.dialogue.client import Reply
from bot.journal.privacy import Redaction
from nlu.numbers.redaction import SECRET, digits_in, redact_all, redact_echo

MOST_REMEMBERED = 8
"""Answers to a secret that are remembered while the call lasts, to know them again."""


class CallPrivacy:
    """One call's."""

    def __init__(self, redaction: Redaction) -> None:
        self._redaction = redaction
        self._asked = ""  # what kind of secret was asked for last; "": none
        self._secrets: list[str] = []  # digits that were told, in memory only
        self._told = SECRET  # their kind

    def heard(self, turn: CallerTurn, language: str) -> CallerTurn:
        """The caller's turn as it may be kept."""
        if not self._asked:
            text, keys = (self._redaction.text(said, language) for said in (turn.text, turn.keys))
            return replace(turn, text=text, keys=keys)
        self._told = self._asked
        self._secrets = [*self._secrets, *digits_in(turn.content, language)][-MOST_REMEMBERED:]
        text = redact_all(turn.text, language, self._asked)
        return replace(turn, text=text, keys=redact_all(turn.keys, language, self._asked))

    def reply(self, reply: Reply, language: str) -> Reply:
        """The reply with slots as they may be kept; from here on its question is the one that is answered."""
        asked = asked_slot(reply.asks, reply.slots)
        self._asked = secret_kind(asked) if is_secret(reply) else ""
        return replace(reply, slots=self._slots(reply.slots, language))

    def spoken(self, text: str, language: str) -> str:
        """What the bot said as it may be kept."""
        text = self._redaction.text(text, language)
        return redact_echo(text, self._secrets, language, self._told) if self._secrets else text

    def _slots(self, slots: Mapping[str, Any], language: str) -> dict[str, Any]:
        return {name: self._slot(name, value, language) for name, value in slots.items()}

    def _slot(self, name: str, value: Any, language: str) -> Any:
        if value is None or isinstance(value, bool):
            return value
        if is_secret_name(name):
            return f"[{secret_kind(name).replace('_', ' ')}]"
        if isinstance(value, str) and not name.endswith(("_number", "_id")):
            return self._redaction.text(value, language)
        return value


def secret_kind(name: str) -> str:
    """What is put in the place of what was asked for under that name."""
    words = set(name.split("_"))
    if "card" in words:
        return "card"
    if {"iban", "sheba"} & words:
        return "iban"
    return "national_id" if name == "national_id" else SECRET
