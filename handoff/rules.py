"""When a human takes over: pure rules over what was just heard and how often that failed before.

heard                          first failure     in a row up to `failures`     at `failures`
no words that mean anything    REPROMPT          OFFER_KEYS                    HAND_OFF no_match
nothing at all                 REPROMPT          OFFER_KEYS                    HAND_OFF no_input
words of doubtful meaning      CONFIRM           OFFER_KEYS                    HAND_OFF low_confidence
"operator", complaint, key 0, a dead component   HAND_OFF at once
anything understood            ACCEPT, and every count starts again
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal


class Reason(StrEnum):
    """Why a human takes over; stored in the packet and counted."""

    ASKED_FOR_HUMAN = "asked_for_human"
    KEY_ZERO = "key_zero"
    COMPLAINT = "complaint"
    NO_MATCH = "no_match"
    NO_INPUT = "no_input"
    LOW_CONFIDENCE = "low_confidence"
    BAD_NUMBER = "bad_number"
    NO_NUMBER = "no_number"
    NOT_OWNER = "not_owner"
    NO_PROGRESS = "no_progress"
    NOT_ARRIVED = "not_arrived"
    CRM_UNAVAILABLE = "crm_unavailable"
    COMPONENT_FAILED = "component_failed"


SKILLS = {Reason.COMPLAINT: "complaints"}
"""Reasons that need people of one skill; every other goes to the general queue («»)."""

HUMAN_INTENT = "talk_to_human"
INTENT_REASONS = {HUMAN_INTENT: Reason.ASKED_FOR_HUMAN, "complaint": Reason.COMPLAINT}
FALLBACK_INTENTS = frozenset({"", "nlu_fallback", "out_of_scope", "wrong"})
"""Turns that brought nobody further: not understood, not served, or contradicted."""
HUMAN_KEY = "0"


class Step(StrEnum):
    """What the bot does with this turn."""

    ACCEPT = "accept"
    CONFIRM = "confirm"
    REPROMPT = "reprompt"
    OFFER_KEYS = "offer_keys"
    HAND_OFF = "hand_off"


@dataclass(frozen=True, slots=True)
class Limits:
    """Where the ladders' rungs lie. Confidences are 0 to 1; `failures` in a row bring a human."""

    failures: int = 2
    accept_at: float = 0.55
    doubt_at: float = 0.3
    end_at: float = 0.7
    """Below it the caller is asked before the bot hangs up."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One turn of the caller: what kind, the intent and the combined confidence (words x intent)."""

    kind: Literal["words", "keys", "silence"]
    intent: str = ""
    confidence: float = 1.0
    keys: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The step, the failures in a row after it, and for HAND_OFF the reason and the wanted skill."""

    step: Step
    failures: int = 0
    reason: Reason | None = None
    skill: str = ""


def judge(heard: Heard, failures: int, limits: Limits) -> Verdict:
    """Decide one turn; `failures` is what the last verdict carried, 0 at the start of a call."""
    at_once = _at_once(heard, limits)
    if at_once is not None:
        return hand_off(at_once)
    failed = _failed(heard, limits)
    if failed is None:
        return Verdict(Step.ACCEPT)
    if failures + 1 >= limits.failures:
        return hand_off(failed)
    if failures > 0:
        return Verdict(Step.OFFER_KEYS, failures + 1)
    return Verdict(Step.CONFIRM if failed is Reason.LOW_CONFIDENCE else Step.REPROMPT, failures + 1)


def hand_off(reason: Reason) -> Verdict:
    """The verdict that brings a human for `reason`; a dead component comes here directly."""
    return Verdict(Step.HAND_OFF, 0, reason, SKILLS.get(reason, ""))


def _at_once(heard: Heard, limits: Limits) -> Reason | None:
    if heard.kind == "keys" and heard.keys == HUMAN_KEY:
        return Reason.KEY_ZERO
    # Asking for a human may be misheard at less cost than a caller who is not let go.
    if heard.kind == "words" and heard.confidence >= limits.doubt_at:
        return INTENT_REASONS.get(heard.intent)
    return None


def _failed(heard: Heard, limits: Limits) -> Reason | None:
    if heard.kind == "silence":
        return Reason.NO_INPUT
    if heard.kind == "keys":
        return None
    if heard.intent in FALLBACK_INTENTS or heard.confidence < limits.doubt_at:
        return Reason.NO_MATCH
    return Reason.LOW_CONFIDENCE if heard.confidence < limits.accept_at else None
