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
    def takes_back(self) -> bool:
        """The bot goes on with the caller where a human sends them back."""
        ...

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


@dataclass(frozen=True, slots=True)
class Destination:
    """Where an agent sends a caller: `name` is what they dialled, `who` tells it. `uri` "": back to the bot."""

    name: str
    uri: str = ""
    agent_id: str = ""
    """Of an agent of our own."""
    language: str = ""
    """What is spoken there; "": the house's own."""

    @property
    def is_bot(self) -> bool:
        """The caller goes back to the bot."""
        return not self.uri


class Onward(Protocol):
    """Other people whom a caller who talks to an agent may come to, or the bot again."""

    ring_s: float
    """How long one of them is rung."""
    headers: Mapping[str, str]
    """For the INVITE there."""
    caller: PacketCaller

    def find(self, dialled: str) -> Destination | None:
        """The place of a SIP or tel URI, or of a number; None where callers may not go. Any thread may ask."""
        ...

    def begins(self, to: Destination) -> bool:
        """They are about to be rung; False: they have a call."""
        ...

    def failed(self, to: Destination, why: str) -> None:
        """They were not reached."""
        ...

    def moved(self, to: Destination) -> None:
        """The caller is theirs from now on; the agent before is free."""
        ...

    def joined(self, to: Destination) -> None:
        """They talk with the caller and the agent."""
        ...

    def left(self, to: Destination) -> None:
        """They left that conversation, or the agent left it to them."""
        ...

    def whisper(self, to: Destination) -> str:
        """What they hear of the caller first."""
        ...

    @property
    def not_reached(self) -> str:
        """What an agent hears whom nobody joins."""
        ...

    def invitation(self, to: Destination) -> str:
        """What they hear whom an agent brings in: of the caller, and which key joins them."""
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

    async def talk(self, caller: CallerLeg, music: bytes = b"", onward: Onward | None = None) -> str:
        """Returns when one side of the bridge ended the call. While the agent holds it, the caller hears `music`.

        `onward`: where else the agent may bring the caller, and whom they may bring in; None: nowhere. The result is
        the number by which the agent sent the caller back to the bot, "" where the talk is over.

        Raises `CallerGone` where the caller was lost and no sound had come since the bridge stood, `TransferFailed`
        where nobody is left who could take the caller.
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
    """A human has, or had, the caller: BRIDGED or REFERRED, by which adapter, with the transfer's SIP code if any.

    `back`: the number by which the human sent the caller back to the bot.
    """

    state: State
    adapter: str
    sip_code: int = 0
    back: str = ""


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
