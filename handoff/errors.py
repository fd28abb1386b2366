"""What can go wrong while a human takes over.

HandoffError
├── PacketInvalid              JSON that is no context packet
│   └── PacketVersionUnknown   a packet of another version
├── TokenError
│   ├── TokenMalformed         not one of our tokens at all
│   ├── TokenForged            the signature is not ours
│   └── TokenExpired           too old
├── UuiInvalid                 a User-to-User header that cannot be read
├── StoreError
│   ├── StoreUnavailable       the database does not take or give packets
│   ├── RecordRefused          the database is up, but not for this one handoff
│   ├── PacketMissing          no packet under that id
│   ├── StepRefused            a state that cannot follow the present one
│   ├── TakenByAnother         somebody else accepted it before
│   └── AlreadyClosed          it is done: nobody can accept it any more
├── TransferFailed             this ACD did not take the call; it goes on
├── AgentError
│   ├── AgentBusy              the agent's telephone says busy
│   ├── AgentRefused           the agent refuses the call
│   ├── AgentUnavailable       the agent's telephone is not to be disturbed
│   ├── AgentUnreachable       the agent's telephone cannot be reached
│   ├── AgentNoAnswer          nobody picked up in time
│   ├── AgentPassedOn          the agent passes the caller on to a colleague
│   ├── AgentSilent            it was picked up, and nobody accepted the caller
│   └── AgentGone              the agent hung up before the bridge stood
├── BoardError
│   ├── AgentUnknown           no agent has that id
│   └── AgentStepRefused       an agent who is in that state cannot do this
├── CallbackRefused            a call-back in that state cannot do this
├── CallerNotReached           who was to be called back is not on the line
├── LegRefused                 the caller's leg cannot do what was asked; it is still up
├── SentenceLost               a sentence could not be said; the handoff goes on
├── CallbackWanted             the caller chose to be called back
├── VoicemailWanted            the caller would rather leave a message
└── CallerGone                 the caller hung up, or was lost
"""

from datetime import datetime


class HandoffError(Exception):
    """The root of this room's errors."""


class PacketInvalid(HandoffError):
    """JSON that is no context packet. `where` names the part, never its value."""

    def __init__(self, where: str, problem: str) -> None:
        super().__init__(where, problem)
        self.where = where
        self.problem = problem

    def __str__(self) -> str:
        return f"context packet, {self.where}: {self.problem}"


class PacketVersionUnknown(PacketInvalid):
    """A packet of a version that this Hatef does not read."""

    def __init__(self, version: object) -> None:
        super().__init__("version", f"{version!r} is not known here; update Hatef")
        self.version = version


class TokenError(HandoffError):
    """A token that opens no packet."""


class TokenMalformed(TokenError):
    """Not one of our tokens at all."""

    def __str__(self) -> str:
        return "this is no handoff token: 32 characters of a-z and 2-7 are expected"


class TokenForged(TokenError):
    """The signature is not ours."""

    def __str__(self) -> str:
        return "the token's signature is wrong: it was changed, or signed with another HATEF_TOKEN_SECRET"


class TokenExpired(TokenError):
    """Too old."""

    def __init__(self, late_s: int) -> None:
        super().__init__(late_s)
        self.late_s = late_s

    def __str__(self) -> str:
        return f"the token expired {self.late_s} s ago"


class UuiInvalid(HandoffError):
    """A User-to-User header that cannot be read."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem

    def __str__(self) -> str:
        return f"User-to-User header: {self.problem} (RFC 7433 section 4.1)"


class StoreError(HandoffError):
    """The packet store is of no use for this step."""


class StoreUnavailable(StoreError):
    """The database does not take or give packets."""

    def __init__(self, doing: str, detail: str) -> None:
        super().__init__(doing, detail)
        self.doing = doing
        self.detail = detail

    def __str__(self) -> str:
        return f"packet store, {self.doing}: {self.detail}; check the database and its disk"


class RecordRefused(StoreError):
    """The database is up, but does not take this one handoff."""

    def __init__(self, doing: str, detail: str) -> None:
        super().__init__(doing, detail)
        self.doing = doing
        self.detail = detail

    def __str__(self) -> str:
        return f"packet store, {self.doing}: the database refuses this one handoff ({self.detail})"


class PacketMissing(StoreError):
    """No packet under that id."""

    def __init__(self, packet_id: str) -> None:
        super().__init__(packet_id)
        self.packet_id = packet_id

    def __str__(self) -> str:
        return f"no context packet {self.packet_id} is stored"


class StepRefused(StoreError):
    """A state that cannot follow the present one."""

    def __init__(self, packet_id: str, present: str, wanted: str) -> None:
        super().__init__(packet_id, present, wanted)
        self.packet_id = packet_id
        self.present = present
        self.wanted = wanted

    def __str__(self) -> str:
        return f"handoff {self.packet_id} is {self.present} and cannot become {self.wanted}"


class TakenByAnother(StoreError):
    """Somebody else accepted it before: `who`, whose name goes into no log, and when."""

    def __init__(self, packet_id: str, who: str, at: datetime) -> None:
        super().__init__(packet_id, who, at)
        self.packet_id = packet_id
        self.who = who
        self.at = at

    def __str__(self) -> str:
        return f"handoff {self.packet_id} was accepted by {self.who} at {self.at:%H:%M:%S} UTC"


class AlreadyClosed(TakenByAnother):
    """It is done: nobody can accept it any more."""

    def __str__(self) -> str:
        return f"handoff {self.packet_id} was closed by {self.who} at {self.at:%H:%M:%S} UTC"


class TransferFailed(HandoffError):
    """This ACD did not take the call; it goes on. `sip_code` is 0 where there was none."""

    def __init__(self, adapter: str, problem: str, sip_code: int = 0) -> None:
        super().__init__(adapter, problem, sip_code)
        self.adapter = adapter
        self.problem = problem
        self.sip_code = sip_code

    def __str__(self) -> str:
        code = f" (SIP {self.sip_code})" if self.sip_code else ""
        return f"{self.adapter}: {self.problem}{code}"


class AgentError(HandoffError):
    """This try to reach the agent failed."""

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail)
        self.detail = detail

    def __str__(self) -> str:
        words = type(self).__doc__ or ""
        return f"{words.rstrip('.')}: {self.detail}" if self.detail else words.rstrip(".")


class AgentBusy(AgentError):
    """The agent's telephone says busy."""


class AgentRefused(AgentError):
    """The agent refuses the call."""


class AgentUnavailable(AgentError):
    """The agent's telephone is not to be disturbed."""


class AgentUnreachable(AgentError):
    """The agent's telephone cannot be reached."""


class AgentNoAnswer(AgentError):
    """Nobody picked up in time."""


class AgentPassedOn(AgentError):
    """The agent passes the caller on to a colleague."""


class AgentSilent(AgentError):
    """It was picked up, and nobody accepted the caller: a machine, perhaps."""


class AgentGone(AgentError):
    """The agent hung up before the bridge stood."""


class BoardError(HandoffError):
    """The board of agents and queues cannot do what was asked."""


class AgentUnknown(BoardError):
    """No agent has that id."""

    def __init__(self, agent_id: str) -> None:
        super().__init__(agent_id)
        self.agent_id = agent_id

    def __str__(self) -> str:
        return f"there is no agent {self.agent_id!r}; `hatef agents` lists those of config.yml"


class AgentStepRefused(BoardError):
    """An agent who is in that state cannot do this."""

    def __init__(self, state: str, did: str) -> None:
        super().__init__(state, did)
        self.state = state
        self.did = did

    def __str__(self) -> str:
        return f"an agent who is {self.state} cannot be one who {self.did}"


class CallbackRefused(HandoffError):
    """What does not follow the state of a call-back: somebody else settled it meanwhile."""

    def __init__(self, packet_id: str, state: str, step: str) -> None:
        super().__init__(packet_id, state, step)
        self.packet_id = packet_id
        self.state = state
        self.step = step

    def __str__(self) -> str:
        return f"call-back {self.packet_id} is {self.state}: {self.step} cannot follow"


class CallerNotReached(HandoffError):
    """Who was to be called back is not on the line. `why`: of `handoff.callbacks.plan.Why`."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why

    def __str__(self) -> str:
        return f"the caller was not reached: {self.why}"


class LegRefused(HandoffError):
    """The caller's leg cannot do what was asked; it is still up."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail

    def __str__(self) -> str:
        return f"the caller's leg refuses: {self.detail}"


class SentenceLost(HandoffError):
    """A sentence could not be said; the handoff goes on. `detail` never holds the sentence."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail

    def __str__(self) -> str:
        return f"a sentence could not be said: {self.detail}"


class CallbackWanted(HandoffError):
    """The caller is told how long it takes and would rather be called back; still on the line."""

    def __str__(self) -> str:
        return "the caller chose a call back"


class VoicemailWanted(HandoffError):
    """The caller would rather leave a message than wait; still on the line."""

    def __str__(self) -> str:
        return "the caller chose to leave a message"


class CallerGone(HandoffError):
    """The caller is no longer on the line. `lost`: it was not the caller who hung up, and somebody should call back."""

    def __init__(self, lost: str = "") -> None:
        super().__init__(lost)
        self.lost = lost

    def __str__(self) -> str:
        return f"the caller was lost: {self.lost}" if self.lost else "the caller hung up during the handoff"
