"""Why a call did not come about, read from the SIP code and from what the telephone network behind said.

The network's cause (ITU-T Q.850) is nearer to the truth where it is told: a PBX answers 480 or 503 for much.
"""

from collections.abc import Mapping

from handoff.callbacks.plan import Why
from voice.errors import BadAddress, CallFailed, NoAnswer, VoiceError

BY_CAUSE: Mapping[int, Why] = {
    1: Why.WRONG_NUMBER,  # unallocated number
    17: Why.BUSY,
    18: Why.NO_ANSWER,  # no user responding
    19: Why.NO_ANSWER,  # ringing, no answer
    20: Why.UNREACHABLE,  # subscriber absent: a mobile telephone that is off
    21: Why.REJECTED,
    22: Why.WRONG_NUMBER,  # number changed
    28: Why.WRONG_NUMBER,  # invalid format
}
BY_CODE: Mapping[int, Why] = {
    403: Why.REJECTED,
    404: Why.WRONG_NUMBER,
    408: Why.NO_ANSWER,
    410: Why.WRONG_NUMBER,
    480: Why.NO_ANSWER,
    484: Why.WRONG_NUMBER,
    486: Why.BUSY,
    487: Why.NO_ANSWER,
    600: Why.BUSY,
    603: Why.REJECTED,
    604: Why.WRONG_NUMBER,
    607: Why.REJECTED,  # unwanted, RFC 8197
}


def why_of(error: VoiceError) -> Why:
    """The reason for who works the list off."""
    if isinstance(error, NoAnswer):
        return Why.NO_ANSWER
    if isinstance(error, BadAddress):
        return Why.WRONG_NUMBER
    if isinstance(error, CallFailed):
        return BY_CAUSE.get(error.q850) or BY_CODE.get(error.sip_code, Why.UNREACHABLE)
    return Why.UNREACHABLE
