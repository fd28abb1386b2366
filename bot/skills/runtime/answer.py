"""What an action gives back to Rasa: messages for the caller and events for the tracker."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from handoff.reasons import Reason, skill_for

Json = Mapping[str, Any]

END_OF_TURN: Json = {"event": "followup", "name": "action_listen"}
"""Makes Rasa listen next, whatever its rules say: after a handoff or goodbye nothing more is spoken."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Messages and events, each a JSON object of the action protocol; grows by copies."""

    responses: tuple[Json, ...] = ()
    events: tuple[Json, ...] = ()

    def say(self, text: str) -> "Answer":
        """Also say `text`."""
        return Answer((*self.responses, {"text": text}), self.events)

    def response(self, name: str, /, **values: str) -> "Answer":
        """Also say a response of the domain; `values` fill its placeholders."""
        return Answer((*self.responses, {**values, "response": name}), self.events)

    def custom(self, payload: Json) -> "Answer":
        """Also send a payload to the call: its keys are expect, link, fact, settled, handoff, offer, wait_s, hangup."""
        return Answer((*self.responses, {"custom": dict(payload)}), self.events)

    def set_slot(self, name: str, value: Any) -> "Answer":
        """Also set a slot."""
        return Answer(self.responses, (*self.events, {"event": "slot", "name": name, "value": value}))

    def hand_off(self, reason: Reason) -> "Answer":
        """Also ask for a human, and end the turn."""
        return self.custom({"handoff": {"reason": reason.value, "skill": skill_for(reason)}})._ended()

    def ask_digits(self, length: int, key: str = "") -> "Answer":
        """What was just said asks for a number of `length` digits; `key` names it («national_id», «card», «pin»).

        What is named so is neither recorded nor written down (docs/recordings.md).
        """
        expected = {"kind": "digits", "length": length}
        return self.custom({"expect": {**expected, "key": key} if key else expected})

    def link(self, kind: str, key: str) -> "Answer":
        """The human who takes over will want this record of the company's: its kind («order») and its key."""
        return self.custom({"link": {"kind": kind, "key": key}})

    def fact(self, name: str, value: str, about: str = "") -> "Answer":
        """What was just said rests on this in the company's records: of what kind, its value, of which record."""
        return self.custom({"fact": {"name": name, "value": value, "about": about}})

    def unsettled(self) -> "Answer":
        """What was just said is not what was wanted: it may not be told, or is not known."""
        return self.custom({"settled": False})

    def offer_human(self, reason: Reason = Reason.ASKED_FOR_HUMAN) -> "Answer":
        """What was just said asks whether a human is wanted: «yes» brings one for `reason`, nothing more is said."""
        return self.custom({"expect": "yesno", "offer": "human", "reason": reason.value})._ended()

    def then(self, action: str) -> "Answer":
        """Also let Rasa run `action` (or a form) next."""
        return Answer(self.responses, (*self.events, {"event": "followup", "name": action}))

    def hang_up(self) -> "Answer":
        """Also end the call, and the turn."""
        return self.custom({"hangup": True})._ended()

    def and_then(self, other: "Answer") -> "Answer":
        """This and then `other`."""
        return Answer((*self.responses, *other.responses), (*self.events, *other.events))

    @property
    def texts(self) -> tuple[str, ...]:
        """What is said, by its words or by the name of its response."""
        return tuple(str(one.get("text") or one.get("response")) for one in self.responses if "custom" not in one)

    @property
    def ends(self) -> bool:
        """A human takes over, or the call ends."""
        return any("handoff" in one or one.get("hangup") for one in self._payloads())

    @property
    def asks(self) -> bool:
        """Something is offered, and the caller's answer awaited."""
        return any("offer" in one or "expect" in one for one in self._payloads())

    @property
    def slots(self) -> dict[str, Any]:
        """The slots that are set."""
        return {str(one["name"]): one.get("value") for one in self.events if one.get("event") == "slot"}

    def without_events(self) -> "Answer":
        """What is said, without what is kept."""
        return Answer(self.responses)

    def _payloads(self) -> list[Json]:
        return [one["custom"] for one in self.responses if "custom" in one]

    def as_json(self) -> dict[str, Any]:
        """The body of the action server's reply."""
        return {"events": list(self.events), "responses": list(self.responses)}

    def _ended(self) -> "Answer":
        return Answer(self.responses, (*self.events, END_OF_TURN))
