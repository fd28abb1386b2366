"""SIP codes and causes of the telephone network, as words for who works the list off."""

import pytest

from bot.callbacks.refusals import why_of
from handoff.callbacks.plan import Why
from voice.errors import BadAddress, CallFailed, GatewayStopped, NoAnswer, VoiceError


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (CallFailed(486, "Busy Here"), Why.BUSY),
        (CallFailed(600, "Busy Everywhere"), Why.BUSY),
        (CallFailed(603, "Decline"), Why.REJECTED),
        (CallFailed(404, "Not Found"), Why.WRONG_NUMBER),
        (CallFailed(484, "Address Incomplete"), Why.WRONG_NUMBER),
        (CallFailed(480, "Temporarily Unavailable"), Why.NO_ANSWER),
        (CallFailed(503, "Service Unavailable"), Why.UNREACHABLE),
        (CallFailed(401, "Unauthorized"), Why.UNREACHABLE),
        (NoAnswer(30), Why.NO_ANSWER),
        (BadAddress("x", "SIP URI", "one"), Why.WRONG_NUMBER),
        (GatewayStopped("place a call"), Why.UNREACHABLE),
    ],
)
def test_by_the_code(error: VoiceError, why: Why) -> None:
    assert why_of(error) is why


@pytest.mark.parametrize(
    ("code", "cause", "why"),
    [
        (480, 17, Why.BUSY),
        (503, 1, Why.WRONG_NUMBER),
        (480, 20, Why.UNREACHABLE),
        (486, 21, Why.REJECTED),
        (404, 19, Why.NO_ANSWER),
        (486, 34, Why.BUSY),
    ],
)
def test_the_networks_cause_is_nearer_to_the_truth(code: int, cause: int, why: Why) -> None:
    """One that says nothing of the person, such as 34 (no circuit), leaves the code."""
    assert why_of(CallFailed(code, "", cause)) is why
