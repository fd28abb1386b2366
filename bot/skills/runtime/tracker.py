"""The part of Rasa's tracker that actions read (Rasa 3.6, action server protocol)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from nlu.text.languages import FALLBACK

LISTEN = "action_listen"


@dataclass(frozen=True, slots=True)
class Tracker:
    """One conversation as Rasa sends it. Events are the raw dictionaries, oldest first."""

    slots: Mapping[str, Any]
    intent: str
    entities: Sequence[Mapping[str, Any]]
    events: Sequence[Mapping[str, Any]]
    active_form: str
    text: str = ""
    """The caller's words of this turn."""
    question: str = ""
    """The question of data/faq.csv that they ask (`nlu.rasa.faq_questions`)."""
    keys: str = ""
    """The keys of this turn; "": words."""
    confidence: float = 1.0
    """Of the intent, 0 to 1."""
    call_id: str = ""
    turn: str = ""
    """Which turn of the caller's this is, by Rasa's id of his message."""

    @property
    def language(self) -> str:
        """«fa» where the slot is empty."""
        return str(self.slots.get("language") or FALLBACK)

    def text_slot(self, name: str) -> str:
        """A slot as text, "" where it is empty or not in the domain."""
        value = self.slots.get(name)
        return "" if value is None else str(value)

    def candidates(self) -> dict[str, Any]:
        """Slots that a form wants validated: the slot events after the last event of another kind."""
        found: dict[str, Any] = {}
        for event in reversed(self.events):
            if event.get("event") != "slot":
                break
            found.setdefault(str(event.get("name")), event.get("value"))
        return found

    def readings(self, *entity_names: str) -> list[str]:
        """Every reading of the named entities of this turn as ASCII digits, likeliest first, each once."""
        found: list[str] = []
        for entity in self.entities:
            if entity.get("entity") in entity_names:
                found += _digit_strings(entity.get("value"))
                more = entity.get("additional_info")
                found += _digit_strings(more.get("readings") if isinstance(more, Mapping) else more)
        return list(dict.fromkeys(found))

    def further(self, slots: Mapping[str, Any], said: Sequence[str]) -> "Tracker":
        """The conversation later in this turn: with these slots, and after the bot said this."""
        events = (*self.events, *({"event": "bot", "text": text} for text in said))
        return replace(self, slots=slots, events=events)

    def acted_this_turn(self) -> bool:
        """Another action has answered the caller in this turn already."""
        for event in reversed(self.events):
            if event.get("event") == "user":
                return False
            if event.get("event") == "action" and event.get("name") != LISTEN:
                return True
        return False

    def said_this_turn(self) -> list[Mapping[str, Any]]:
        """The bot's messages since the caller spoke."""
        return self._bot_messages(turns_back=0)

    def said_last_turn(self) -> list[Mapping[str, Any]]:
        """The bot's messages of the turn before this one."""
        return self._bot_messages(turns_back=1)

    def _bot_messages(self, turns_back: int) -> list[Mapping[str, Any]]:
        found: list[Mapping[str, Any]] = []
        turns = 0
        for event in reversed(self.events):
            if event.get("event") == "user":
                turns += 1
            elif event.get("event") == "bot" and turns == turns_back:
                found.append(event)
            if turns > turns_back:
                break
        return found[::-1]


def parse_tracker(raw: Mapping[str, Any]) -> Tracker:
    """Rasa's tracker JSON; parts that are missing are empty."""
    latest = raw.get("latest_message") or {}
    intent = latest.get("intent") or {}
    last = _last_said(raw.get("events") or ())
    return Tracker(
        slots=raw.get("slots") or {},
        intent=str(intent.get("name") or ""),
        entities=latest.get("entities") or (),
        events=raw.get("events") or (),
        active_form=str((raw.get("active_loop") or {}).get("name") or ""),
        text=str(latest.get("text") or ""),
        question=str((latest.get("faq") or {}).get("question") or ""),
        keys=str((last.get("metadata") or {}).get("keys") or ""),
        turn=str(last.get("message_id") or ""),
        confidence=float(intent.get("confidence") or 0.0),
        call_id=str(raw.get("sender_id") or ""),
    )


def _last_said(events: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """The caller's last turn as it happened."""
    none: Mapping[str, Any] = {}
    return next((one for one in reversed(events) if one.get("event") == "user"), none)


def _digit_strings(value: Any) -> list[str]:
    """`nlu` sends readings as {"digits", "value", "cost"}; a designer's own extractor may send plain text."""
    if isinstance(value, list | tuple):
        return [digits for one in value for digits in _digit_strings(one)]
    if isinstance(value, Mapping):
        return _digit_strings(value.get("digits"))
    text = "" if value is None else str(value).replace(" ", "")
    return ["".join(str(int(digit)) for digit in text)] if text.isdecimal() else []
