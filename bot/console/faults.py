"""What is answered where something cannot be done: one status, one code for programs, one sentence for people.

A token that was forged and an id that nobody has are told in the same words: who guesses learns nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from handoff.errors import (
    AlreadyClosed,
    HandoffError,
    PacketInvalid,
    PacketMissing,
    RecordRefused,
    StoreUnavailable,
    TakenByAnother,
    TokenExpired,
    TokenForged,
    TokenMalformed,
)

RETRY_S = 2


@dataclass(frozen=True, slots=True)
class Fault:
    """An answer that is no success. `facts` stand beside code and message."""

    status: int
    code: str
    message: str
    facts: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, object]:
        """The body."""
        return {"error": {"code": self.code, "message": self.message, **self.facts}}


class Refused(Exception):
    """Raised by who answers a request, with the answer."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.code)
        self.fault = fault


NO_RIGHT = Fault(
    401,
    "no_right",
    "send a secret of HATEF_API_TOKEN: Authorization: Bearer SECRET",
    headers={"WWW-Authenticate": 'Bearer realm="hatef"'},
)
READ_ONLY = Fault(403, "read_only", "this secret may read and change nothing")
UNKNOWN = Fault(404, "unknown", "there is no such handoff")
MALFORMED = Fault(400, "malformed", "this is no handoff: a token has 32 characters of a-z and 2-7, an id 12 of 0-9a-f")
EXPIRED = Fault(410, "expired", "the token is too old; ask by the id of the handoff or of the call")
UNREADABLE = Fault(500, "unreadable", "this handoff was written by another version of Hatef and cannot be read")
AWAY = Fault(503, "away", "the database is away; try again", headers={"Retry-After": str(RETRY_S)})
BROKEN = Fault(500, "broken", "Hatef could not answer; the log of the console says why")


def wrong(message: str) -> Fault:
    """A request that cannot be understood."""
    return Fault(400, "wrong", message)


def fault_of(error: HandoffError) -> Fault:
    """The answer to an error of the handoff's room."""
    match error:
        case AlreadyClosed():
            return _taken("closed", "it is closed", error)
        case TakenByAnother():
            return _taken("taken", "somebody else has it", error)
        case TokenExpired():
            return EXPIRED
        case TokenMalformed():
            return MALFORMED
        case TokenForged() | PacketMissing():
            return UNKNOWN
        case PacketInvalid():
            return UNREADABLE
        case StoreUnavailable() | RecordRefused():
            return AWAY
    return BROKEN


def _taken(code: str, message: str, error: TakenByAnother) -> Fault:
    return Fault(409, code, message, {"who": error.who, "at": error.at.isoformat(timespec="milliseconds")})
