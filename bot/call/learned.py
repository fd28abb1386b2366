"""What a call learns for the human who takes over: wanted and settled, slots, records, what was told, the mood."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.call.mood import MoodSense
from bot.dialogue.caller_turn import CallerTurn
from bot.dialogue.client import Link, Reply
from handoff.packet import CrmLink, Fact, IntentTried, SlotKnown, Told

TOLD_MOST = 12
UNANSWERED_MOST = 3
CONNECTOR_SLOTS = frozenset({
    "language", "caller_number", "called_number", "caller_name", "customer_id", "requested_slot",
    "was_lost", "human_offered", "more_offered",
})  # fmt: skip
"""What the packet holds elsewhere, and what the channel to the dialogue keeps for its own rules."""
NO_INTENT = frozenset({
    "", "nlu_fallback", "call_started", "session_start", "inform", "affirm", "deny", "wrong",
    "greet", "thank", "goodbye", "repeat", "wait", "more", "dont_know", "slower", "louder", "cancel",
    "ask_bot", "ask_capabilities", "ask_recorded", "insult",
})  # fmt: skip
"""Turns in which nothing new is wanted."""
NO_QUESTION = NO_INTENT - {"", "nlu_fallback"}
"""Turns whose words ask for nothing, understood or not."""
INFORM, WRONG = "inform", "wrong"
LOST = frozenset({"out_of_scope"})
"""Wanted, but by nobody's rules to be settled."""


@dataclass
class Learned:
    """Of one call. Times are ms since the INVITE. `own_slots`: what skills keep for their own rules."""

    own_slots: frozenset[str] = frozenset()
    name: str = ""
    customer_id: str = ""
    intents: list[IntentTried] = field(default_factory=list)
    known: Mapping[str, Any] = field(default_factory=dict)
    """Every slot as the dialogue had it last."""
    _slots: dict[str, SlotKnown] = field(default_factory=dict)
    _links: dict[Link, None] = field(default_factory=dict)
    """Each once, in order."""
    _facts: dict[tuple[str, str], Fact] = field(default_factory=dict)
    """The last value of each, by its name and what it is about."""
    _told: list[Told] = field(default_factory=list)
    _telling: str = ""
    """What the next words of the bot answer; "": nothing that was wanted."""
    _mood: MoodSense = field(default_factory=MoodSense)
    _words: str = ""
    """What the caller said last, until it is answered."""
    unanswered: tuple[str, ...] = ()
    """The caller's words that got no answer, the latest first."""

    def heard(self, heard: CallerTurn, language: str) -> None:
        """The caller's words, and how loud they were."""
        if heard.kind == "speech":
            self._words = heard.text
            self._mood.hear(heard.text, heard.loudness_dbfs, language)

    def answered(self, answer: Reply, at_ms: int, confidence: float) -> None:
        """The bot's answer, and with it what the dialogue knows now."""
        self._telling = ""
        self._keep_unanswered(answer)
        if answer.told:
            self._tell_intent(answer, at_ms)
        self.name = str(answer.slots.get("caller_name") or self.name)
        self.customer_id = str(answer.slots.get("customer_id") or self.customer_id)
        self.known = answer.slots or self.known
        self._links |= dict.fromkeys(answer.links)
        for one in answer.facts:
            self._facts[one.name, one.about] = Fact(one.name, one.value, one.about, at_ms)
        self._keep_slots(answer.slots, confidence)

    def identify(self, customer_id: str, name: str) -> None:
        """Who calls, where the conversation did not come to know it."""
        if not self.customer_id:
            self.customer_id, self.name = customer_id, name or self.name

    def spoke(self, text: str, at_ms: int) -> None:
        """The caller heard so much of the bot's words."""
        if self._telling:
            self._told = [*self._told, Told(self._telling, text, at_ms)][-TOLD_MOST:]
            self._telling = ""

    @property
    def unsettled(self) -> tuple[str, ...]:
        """What was wanted and is not settled, the latest first."""
        return tuple(dict.fromkeys(intent.name for intent in reversed(self.intents) if not intent.settled))

    @property
    def slots(self) -> tuple[SlotKnown, ...]:
        """What the dialogue knows and a human may want."""
        return tuple(self._slots.values())

    def for_packet(self) -> dict[str, Any]:
        """The fields of the context packet that are told by this."""
        links = [CrmLink("customer", self.customer_id)] if self.customer_id else []
        return {
            "verified": "number" if self.customer_id else "none",
            "intents": tuple(self.intents),
            "slots": self.slots,
            "crm_links": (*links, *(CrmLink(link.kind, link.key) for link in self._links)),
            "facts": tuple(self._facts.values()),
            "told": tuple(self._told),
            "mood": self._mood.mood,
        }

    def _tell_intent(self, answer: Reply, at_ms: int) -> None:
        """What was wanted and answered, and whether that settled it. Guesses that were only asked about are none."""
        if answer.intent not in NO_INTENT:
            self.intents.append(IntentTried(answer.intent, answer.intent_confidence, at_ms))
        number = self._open_intent(answer.intent)
        if number is not None:
            settled = answer.settled and answer.handoff is None and answer.expect == "general"
            self.intents[number] = replace(self.intents[number], settled=settled and answer.intent != WRONG)
            # A question for a number answers nothing yet, and the way to a human nothing at all.
            if answer.expect != "digits" and answer.handoff is None:
                self._telling = self.intents[number].name

    def _keep_unanswered(self, answer: Reply) -> None:
        settled = answer.told and answer.settled and answer.handoff is None and answer.intent not in LOST
        if self._words and not settled and answer.intent not in NO_QUESTION:
            self.unanswered = (self._words, *self.unanswered)[:UNANSWERED_MOST]
        self._words = ""

    def _open_intent(self, intent: str) -> int | None:
        """The place of what an answer to `intent` is about; None where it settles and undoes nothing."""
        last = len(self.intents) - 1
        if intent == INFORM:
            return next((n for n in range(last, -1, -1) if not self.intents[n].settled), None)
        return last if last >= 0 and intent in (WRONG, self.intents[last].name) and intent not in LOST else None

    def _keep_slots(self, slots: Mapping[str, Any], confidence: float) -> None:
        for name, value in slots.items():
            known = self._slots.get(name)
            hidden = name in CONNECTOR_SLOTS or name in self.own_slots
            if not hidden and (known is None or known.value != str(value)):
                self._slots[name] = SlotKnown(name, str(value), confidence)
