"""The confidence ladder and the one of silence: what a call does with a turn, and when a human takes over. Pure.

a turn is       first in a row                     further on                           as the last of `failures`
sure            ACCEPT, and every count starts again
doubtful        CONFIRM: is this meant?            CONFIRM another, else OFFER_TWO      HAND_OFF low_confidence
lost            OFFER_TWO likeliest, or REPROMPT   OFFER_TWO, just before the end KEYPAD   HAND_OFF no_match
silent          REPROMPT                           KEYPAD                               HAND_OFF no_input
"operator" (from doubtful on), a sure complaint, key 0, a dead component     HAND_OFF at once

Turns of words and silence are counted apart: who thinks about a question has not been misunderstood. Nothing is asked
about twice in a row (`Failed.asked`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Literal

from bot.settings.call_options import Limits
from handoff.reasons import Reason, skill_for

HUMAN_INTENT = "talk_to_human"
INTENT_REASONS = {HUMAN_INTENT: Reason.ASKED_FOR_HUMAN, "complaint": Reason.COMPLAINT}
FALLBACK_INTENTS = frozenset({"", "nlu_fallback", "out_of_scope", "wrong"})
"""Turns that brought nobody further: not understood, not served, or contradicted."""
UNKNOWN_INTENTS = frozenset({"", "nlu_fallback"})
"""Those of them that may be a request said in other words: the likeliest ones can be offered."""
HUMAN_KEY = "0"


class Step(StrEnum):
    """What the bot does with this turn."""

    ACCEPT = "accept"
    CONFIRM = "confirm"
    OFFER_TWO = "offer_two"
    REPROMPT = "reprompt"
    KEYPAD = "keypad"
    HAND_OFF = "hand_off"


@dataclass(frozen=True, slots=True)
class Judged:
    """One turn of the caller: what kind, the intent and the combined confidence (words x intent)."""

    kind: Literal["words", "keys", "silence"]
    intent: str = ""
    confidence: float = 1.0
    keys: str = ""
    askable: bool = True
    """There is a question whether this intent is meant."""
    likeliest: Sequence[str] = ()
    """Intents that may be offered, the likeliest first."""


@dataclass(frozen=True, slots=True)
class Failed:
    """What failed in a row up to now, and which intents were asked about meanwhile."""

    words: int = 0
    silence: int = 0
    asked: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The step and what has failed after it; for CONFIRM and OFFER_TWO the intents, for HAND_OFF why and to whom."""

    step: Step
    failed: Failed = Failed()
    intents: tuple[str, ...] = ()
    reason: Reason | None = None
    skill: str = ""


def judge(turn: Judged, before: Failed, limits: Limits) -> Verdict:
    """Decide one turn; `before` is what the last verdict carried, `Failed()` at the start of a call."""
    at_once = _at_once(turn, limits)
    if at_once is not None:
        return hand_off(at_once)
    if turn.kind == "silence":
        return _silent(replace(before, silence=before.silence + 1), limits)
    failed = _failed(turn, limits)
    if failed is None:
        return Verdict(Step.ACCEPT)
    now = replace(before, words=before.words + 1)
    if now.words >= limits.failures:
        return hand_off(failed)
    return _doubtful(turn, now) if failed is Reason.LOW_CONFIDENCE else _lost(turn, now, limits)


def keys_of_no_use(before: Failed, limits: Limits) -> Verdict:
    """Keys that do nothing here: what can be done is said, until they are as many as bring a human."""
    now = replace(before, words=before.words + 1)
    return hand_off(Reason.NO_MATCH) if now.words >= limits.failures else Verdict(Step.KEYPAD, now)


def hand_off(reason: Reason) -> Verdict:
    """The verdict that brings a human for `reason`; a dead component comes here directly."""
    return Verdict(Step.HAND_OFF, reason=reason, skill=skill_for(reason))


def _at_once(turn: Judged, limits: Limits) -> Reason | None:
    if turn.kind == "keys" and turn.keys == HUMAN_KEY:
        return Reason.KEY_ZERO
    # Asking for a human may be misheard at less cost than a caller who is not let go.
    least = limits.doubt_at if turn.intent == HUMAN_INTENT else limits.accept_at
    if turn.kind == "words" and turn.confidence >= least:
        return INTENT_REASONS.get(turn.intent)
    return None


def _failed(turn: Judged, limits: Limits) -> Reason | None:
    if turn.kind == "keys":
        return None
    if turn.intent in FALLBACK_INTENTS or turn.confidence < limits.doubt_at:
        return Reason.NO_MATCH
    # What has no question is answered all the same.
    return Reason.LOW_CONFIDENCE if turn.confidence < limits.accept_at and turn.askable else None


def _silent(now: Failed, limits: Limits) -> Verdict:
    if now.silence >= limits.failures:
        return hand_off(Reason.NO_INPUT)
    return Verdict(Step.REPROMPT if now.silence == 1 else Step.KEYPAD, now)


def _doubtful(turn: Judged, now: Failed) -> Verdict:
    if turn.intent not in now.asked:
        return _asking(Step.CONFIRM, (turn.intent,), now)
    return _offer(turn, now) or Verdict(Step.KEYPAD, now)


def _lost(turn: Judged, now: Failed, limits: Limits) -> Verdict:
    last = now.words > 1 and now.words == limits.failures - 1
    offered = None if last or turn.intent not in UNKNOWN_INTENTS else _offer(turn, now)
    return offered or Verdict(Step.REPROMPT if now.words == 1 else Step.KEYPAD, now)


def _offer(turn: Judged, now: Failed) -> Verdict | None:
    """The two likeliest that were not asked about; None where there are no two."""
    two = tuple(intent for intent in turn.likeliest if intent not in now.asked)[:2]
    return _asking(Step.OFFER_TWO, two, now) if len(two) == 2 else None


def _asking(step: Step, intents: tuple[str, ...], now: Failed) -> Verdict:
    return Verdict(step, replace(now, asked=now.asked | set(intents)), intents)
