"""The borders of a handoff: the caller's leg, the agent's leg, and the ACD that joins them.

The legs are this room's own view; `bot` puts the real ones behind it.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from handoff.packet import ContextPacket, PacketCaller
from handoff.states import State

Progress = Callable[[State, str], Awaitable[None]]
"""Tells the desk where a handoff stands, with a note that holds no personal data."""


@dataclass(frozen=True, slots=True)
class ReferEnd:
    """What became of a REFER. `sip_code`: the final NOTIFY's or the refusal's, 0 where none came in time.

    `accepted`: the far side took it on (202, a NOTIFY) before that. `ended`: our leg is over, by its BYE.
    """

    sip_code: int = 0
    accepted: bool = False
    ended: bool = False


class CallerLeg(Protocol):
    """The call that is handed over.

    Every method but `left`, `alive` and `hangup` raises `CallerGone` once the caller is off the line; those that speak
    raise `SentenceLost` where only the sound failed.
    """

    @property
    def held(self) -> bool:
        """The caller put us on hold: nothing that is said is heard, and no sentence ends."""
        ...

    @property
    def headers(self) -> Mapping[str, str]:
        """What the far side's INVITE said beside the call: X-* and Call-ID, names in any case."""
        ...

    async def left(self) -> str:
        """Returns when the call is over: "" where the caller hung up, else how it was lost.

        Not while a transfer's result or a bridge is waited for.
        """
        ...

    async def alive(self) -> bool:
        """Somebody is still there. False also for a leg whose sound stopped when a PBX took the caller from it."""
        ...

    async def refer(self, target: str) -> None:
        """Send REFER (RFC 3515) with `target` as Refer-To; returns when it is sent. Raises LegRefused."""
        ...

    async def refer_to(self, agent: "AgentLeg") -> None:
        """As `refer`, into the call with `agent`, whom we leave to the caller (RFC 3891). Raises LegRefused."""
        ...

    async def refer_end(self, timeout_s: float) -> ReferEnd:
        """What became of the transfer, after `timeout_s` at the latest; never raises."""
        ...

    async def say(self, text: str) -> None:
        """Speak to the caller; returns at the sentence's end. Cancelling stops the sound."""
        ...

    async def hum(self, length_s: float) -> None:
        """Play the sound of waiting; returns at its end. Cancelling stops it."""
        ...

    async def key(self) -> str:
        """The next key that the caller presses from now on. Not while a transfer's result is waited for."""
        ...

    async def play(self, pcm: bytes) -> None:
        """Play sound (8 kHz mono s16); returns at its end. Cancelling stops it."""
        ...

    def listen(self, sink: Callable[[bytes], None] | None) -> None:
        """Send every 20 ms of what the caller says (320 bytes, 8 kHz mono s16) to `sink`, on the media thread; None: no
        more. It must not block."""
        ...

    async def hangup(self) -> None:
        """End our leg; harmless when it is over."""
        ...


class AgentLeg(Protocol):
    """The agent's telephone, picked up.

    `say`, `key` and `bridge` raise `AgentGone` if the agent hangs up before the bridge stands, `say` `SentenceLost`.
    """

    async def say(self, text: str) -> None:
        """Speak to the agent alone; returns at the sentence's end. Cancelling stops the sound."""
        ...

    async def key(self) -> str:
        """The next key that the agent presses, or pressed before: one of 0123456789*#ABCD."""
        ...

    @property
    def gone(self) -> bool:
        """The agent's leg has ended."""
        ...

    async def bridge(self, caller: CallerLeg) -> None:
        """Join both legs' sound; returns when the bridge stands. Raises `CallerGone`, too."""
        ...

    async def talk(self, caller: CallerLeg, music: bytes = b"") -> None:
        """Returns when one side of the bridge ended the call. While the agent holds it, the caller hears `music`.

        Raises `CallerGone` where the caller was lost and no sound had come since the bridge stood.
        """
        ...

    async def hangup(self) -> None:
        """End the agent's leg; harmless when it is over."""
        ...


class AgentLine(Protocol):
    """Calls agents."""

    async def ring(
        self, uri: str, headers: Mapping[str, str], timeout_s: float, caller: PacketCaller, language: str = ""
    ) -> AgentLeg:
        """Ring `uri` with extra SIP headers on the INVITE, on behalf of `caller`; returns when it is answered.

        Cancelling this must cancel the INVITE (RFC 3261 section 9).

        Args:
            language: what the agent is spoken to in; "": the house's own.

        Raises:
            AgentBusy, AgentRefused, AgentUnavailable, AgentUnreachable: by what the telephone answers.
            AgentNoAnswer: `timeout_s` passed.
        """
        ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """A human has, or had, the caller: BRIDGED or REFERRED, by which adapter, with the transfer's SIP code if any."""

    state: State
    adapter: str
    sip_code: int = 0


class Acd(Protocol):
    """One way to a human."""

    @property
    def name(self) -> str:
        """How the store and the logs call it."""
        ...

    async def transfer(self, packet: ContextPacket, token: str, caller: CallerLeg, progress: Progress) -> Outcome:
        """Bring the caller to a human; returns when the caller is theirs (referred) or was (bridge over).

        Bounded in time up to the bridge.

        Raises:
            TransferFailed: nobody took the call; the caller is still on our line.
            CallerGone: the caller hung up.
        """
        ...


@runtime_checkable
class SayingAcd(Acd, Protocol):
    """A way that can speak to the caller while it works already."""

    def saying(self, text: str, short: str = "") -> Acd:
        """The same way, which says `text` first; what is best left unsaid where nobody is reached is not said.

        `short`: says the same where the caller can only be moved once it is said; "": there is no shorter way.
        """
        ...
