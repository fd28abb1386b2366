"""Hands over by SIP REFER to any PBX's queue; the packet's token travels in the Refer-To user part.

Headers on a REFER are lost in Asterisk, the user part is not; a dial plan turns it into headers on the agent's INVITE
(docs/handoff.md shows one).

final code   taken on   our leg            ─▶
2xx                                        REFERRED
>= 300                  alive              the next way
>= 300       yes        over, or no sound  the caller was lost: a call back
>= 300       no         over               the caller hung up, or the line broke: a call back
none         yes        over, or no sound  REFERRED, unconfirmed: the PBX has the caller and says no more
none         no         over               the caller hung up, or the line broke: a call back
none                    alive              the next way
"""

import asyncio
import string
from collections.abc import Awaitable, Callable
from copy import copy
from dataclasses import dataclass

from handoff.acd.company import cancelled, hum, speak, speak_whole
from handoff.acd.port import CallerLeg, Outcome, Progress, ReferEnd
from handoff.errors import CallerGone, LegRefused, TransferFailed
from handoff.options import ReferRules
from handoff.packet import ContextPacket
from handoff.sentences import HandoffSentences
from handoff.states import State

FIRST_FAILURE_CODE = 300
NO_SUCH_CALL = 481
"""The far side does not know our dialog: the stack ends the call a moment later (RFC 3261, 12.2.1.2)."""
PLACES = frozenset({"token", "skill"})
Ask = Callable[[], Awaitable[None]]
"""Sends a REFER, as `CallerLeg.refer`."""


@dataclass(frozen=True, slots=True)
class ReferOptions:
    """Where to. `pattern` is a SIP URI with {token} and, if wanted, {skill}; `skill` stands in where none is asked.

    `bye_s`: how soon behind a failure the BYE of a PBX comes that does not give the caller back.

    Raises:
        ValueError: the pattern lacks {token}, or has another place.
    """

    pattern: str
    rules: ReferRules = ReferRules()
    send_timeout_s: float = 5.0
    waiting_every_s: float = 4.0
    bye_s: float = 0.5
    skill: str = "general"

    def __post_init__(self) -> None:
        places = {name for _, name, _, _ in string.Formatter().parse(self.pattern) if name is not None}
        if "token" not in places or not places <= PLACES:
            raise ValueError("handoff.target needs {token}, may have {skill}, e.g. sip:queue-{token}@pbx.local")


class ReferAcd:
    """`Acd` over REFER."""

    name = "refer"

    def __init__(self, options: ReferOptions, sentences: HandoffSentences) -> None:
        self._options = options
        self._sentences = sentences
        self._opening = ""

    def saying(self, text: str, short: str = "") -> "ReferAcd":
        """See `SayingAcd`: a PBX takes the caller away within a few ms of the REFER, and cuts what is being said."""
        other = copy(self)
        other._opening = short or text
        return other

    async def transfer(self, packet: ContextPacket, token: str, caller: CallerLeg, progress: Progress) -> Outcome:
        """See `Acd.transfer`. After success our leg is hung up; PBXs leave that to us."""
        target = self.target(packet, token)
        await speak_whole(caller, self._opening)
        return await self.send(packet, caller, lambda: caller.refer(target), progress)

    async def send(self, packet: ContextPacket, caller: CallerLeg, ask: Ask, progress: Progress) -> Outcome:
        """Let `ask` send the REFER, and see to it as `transfer` does."""
        await progress(State.REFERRING, "")
        end = await self._refer(ask, caller, self._sentences.to_caller(packet.language).waiting)
        await self._judge(end, caller)
        await progress(State.REFERRED, f"SIP {end.sip_code}" if end.sip_code else "unconfirmed: no final NOTIFY came")
        await caller.hangup()
        return Outcome(State.REFERRED, self.name, end.sip_code)

    async def _judge(self, end: ReferEnd, caller: CallerLeg) -> None:
        """Returns where the PBX has the caller; raises what else became of them, by the table above."""
        if end.sip_code and end.sip_code < FIRST_FAILURE_CODE:
            return
        if end.sip_code == NO_SUCH_CALL and not end.ended:
            await self._until_over(caller)
        if end.sip_code and end.accepted and not end.ended:
            await asyncio.sleep(self._options.bye_s)
        gone = end.ended or not await caller.alive()
        if gone and end.sip_code and end.accepted:
            raise CallerGone(f"the PBX took the caller, answered SIP {end.sip_code} and did not give them back")
        if gone and end.accepted:
            return  # and whether a human took the call is the PBX's secret
        if gone:
            raise CallerGone(await caller.left())
        problem = "the PBX refused the transfer" if end.sip_code else "no final answer to the transfer in time"
        raise TransferFailed(self.name, problem, end.sip_code)

    async def _until_over(self, caller: CallerLeg) -> None:
        try:
            async with asyncio.timeout(self._options.send_timeout_s):
                reason = await caller.left()
        except TimeoutError:
            return
        raise CallerGone(reason)

    async def _refer(self, ask: Ask, caller: CallerLeg, words: str) -> ReferEnd:
        try:
            async with asyncio.timeout(self._options.send_timeout_s):
                await ask()
        except (TimeoutError, LegRefused) as error:
            raise TransferFailed(self.name, f"the transfer could not be asked for: {error}") from error
        waiting = asyncio.ensure_future(self._wait_with(caller, words))
        try:
            # The leg keeps the time itself; this fence is for one that does not.
            async with asyncio.timeout(self._options.rules.refer_timeout_s + 1):
                return await caller.refer_end(self._options.rules.refer_timeout_s)
        except TimeoutError:
            return ReferEnd()
        finally:
            await cancelled(waiting)

    async def _wait_with(self, caller: CallerLeg, words: str) -> None:
        """What the caller hears as long as the PBX leaves them with us; it ends with the leg."""
        while True:
            await hum(caller, self._options.waiting_every_s)
            await speak(caller, words)

    def target(self, packet: ContextPacket, token: str) -> str:
        """The address that a packet's caller is sent to."""
        wanted = "".join(letter for letter in packet.skill if letter.isascii() and (letter.isalnum() or letter in "-_"))
        return self._options.pattern.format(token=token, skill=wanted or self._options.skill)
