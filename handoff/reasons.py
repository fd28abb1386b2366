"""Why a human takes over, and which people are wanted for it."""

from collections.abc import Mapping
from enum import StrEnum


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
    ACCOUNT_TROUBLE = "account_trouble"
    """Locked out: a password, a PIN, a card."""
    EMERGENCY = "emergency"
    CALL_WANTED = "call_wanted"
    """Wants to be called, not to wait."""
    CRM_UNAVAILABLE = "crm_unavailable"
    COMPONENT_FAILED = "component_failed"
    CALLED_BACK = "called_back"
    """Hatef called them, as was promised."""


SKILLS: Mapping[Reason, str] = {Reason.COMPLAINT: "complaints"}
"""Reasons that need people of one skill."""


def skill_for(reason: Reason) -> str:
    """The skill that is wanted; «»: the general queue."""
    return SKILLS.get(reason, "")
