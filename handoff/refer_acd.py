"""Hands over by SIP REFER to any PBX's queue; the packet's token travels in the Refer-To user part.

Headers on a REFER are lost in Asterisk, the user part is not; a dial plan turns it into headers on the agent's INVITE
(docs/handoff.md shows one).
"""

import asyncio
import string
from dataclasses import dataclass

from handoff.acd import CallerLeg, Outcome, Progress
from handoff.errors import TransferFailed
from handoff.packet import ContextPacket
from handoff.states import State

FIRST_FAILURE_CODE = 300
PLACES = frozenset({"token", "skill"})


@dataclass(frozen=True, slots=True)
class ReferOptions:
    """Where to. `pattern` is a SIP URI with {token} and, if wanted, {skill}; `skill` stands in where none is asked.

    Raises:
        ValueError: the pattern lacks {token}, or has another place.
    """

    pattern: str
    timeout_s: float = 20.0
    send_timeout_s: float = 5.0
    skill: str = "general"

    def __post_init__(self) -> None:
        places = {name for _, name, _, _ in string.Formatter().parse(self.pattern) if name is not None}
        if "token" not in places or not places <= PLACES:
            raise ValueError("handoff.target needs {token}, may have {skill}, e.g. sip:queue-{token}@pbx.local")


class ReferAcd:
    """`Acd` over REFER."""

    name = "refer"

    def __init__(self, options: ReferOptions) -> None:
        self._options = options

    async def transfer(self, packet: ContextPacket, token: str, caller: CallerLeg, progress: Progress) -> Outcome:
        """See `Acd.transfer`. After success our leg is hung up; PBXs leave that to us."""
        await progress(State.REFERRING, "")
        code = await self._refer(self._target(packet, token), caller)
        if code >= FIRST_FAILURE_CODE:
            raise TransferFailed(self.name, "the PBX refused the transfer", code)
        await progress(State.REFERRED, f"SIP {code}")
        await caller.hangup()
        return Outcome(State.REFERRED, self.name, code)

    async def _refer(self, target: str, caller: CallerLeg) -> int:
        try:
            async with asyncio.timeout(self._options.send_timeout_s):
                await caller.refer(target)
            # The leg keeps the time itself; this fence is for one that does not.
            async with asyncio.timeout(self._options.timeout_s + 1):
                return await caller.refer_result(self._options.timeout_s)
        except TimeoutError as error:
            raise TransferFailed(self.name, "no final answer to the transfer in time") from error

    def _target(self, packet: ContextPacket, token: str) -> str:
        wanted = "".join(letter for letter in packet.skill if letter.isascii() and (letter.isalnum() or letter in "-_"))
        return self._options.pattern.format(token=token, skill=wanted or self._options.skill)
