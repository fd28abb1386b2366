"""One turn as the conversation sends it to the connector: parse and check, nothing else."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

from nlu.numbers.slots import UNASKED
from nlu.text.languages import CODES, FALLBACK

SESSION_START = "/session_start"
CALL_STARTED = "/call_started"
OPERATOR_KEY = "0"
REPEAT = "/repeat"
NOT_UNDERSTOOD = "/nlu_fallback"


class BadTurn(ValueError):
    """The request is not a turn; the message says which field and why."""


@dataclass(frozen=True)
class TurnRequest:
    """A turn: the call's id, what was said (or the intent that keys stand for), the facts about the call."""

    sender: str
    text: str
    metadata: dict[str, Any] = field(default_factory=dict)

    @property
    def call_slots(self) -> dict[str, str]:
        """The slots that the metadata fills."""
        names = {
            "language": "language",
            "caller": "caller_number",
            "called": "called_number",
            "caller_name": "caller_name",
        }
        return {slot: str(self.metadata[key]) for key, slot in names.items() if self.metadata.get(key)}


def _text_of_keys(keys: str) -> str:
    """Keypad keys as the message they stand for; `bot/call/keypad.py` says what callers mean by them.

    0 alone is the way to a human, `*` alone asks to repeat, digits fill the number slot. Any other keys are something
    that was not understood, never an error: a caller can press what he likes.
    """
    digits = keys.strip("#*")
    if not digits:
        return REPEAT if keys.startswith("*") else NOT_UNDERSTOOD
    if not re.fullmatch("[0-9]+", digits):
        return NOT_UNDERSTOOD
    if not digits.strip(OPERATOR_KEY) and not UNASKED.fits(digits):
        return "/talk_to_human"
    entity = UNASKED.name if UNASKED.fits(digits) else "number"
    return "/inform" + json.dumps({entity: digits})


def parse(body: Any) -> TurnRequest:
    """The request of one turn.

    Raises:
        BadTurn: a field is missing or of the wrong type.
    """
    if not isinstance(body, dict):
        raise BadTurn("the body must be a JSON object")
    sender, text, metadata = body.get("sender"), body.get("text") or "", body.get("metadata") or {}
    if not isinstance(sender, str) or not sender:
        raise BadTurn("sender must be the call's id, a string that is not empty")
    if not isinstance(text, str):
        raise BadTurn("text must be a string")
    if not isinstance(metadata, dict):
        raise BadTurn("metadata must be an object")
    if metadata.get("language", FALLBACK) not in CODES:
        raise BadTurn(f"metadata.language must be {' or '.join(CODES)}")
    if text == SESSION_START:
        text = CALL_STARTED
    elif keys := metadata.get("keys"):
        text = _text_of_keys(str(keys))
    elif not text.strip():
        raise BadTurn("text is empty and no keys were pressed")
    return TurnRequest(sender, text, metadata)
