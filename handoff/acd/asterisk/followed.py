"""REFER into a queue that is watched: the caller is in the queue as soon as the PBX tells so, whatever NOTIFYs say.

REFER ─▶ QueueCallerJoin ─▶ REFERRED, our leg is hung up
    └──▶ a final NOTIFY, a BYE, nothing ─▶ as without AMI (`handoff.acd.refer`)

Without it a caller who waits for long, or leaves while waiting, looks to us like a transfer that failed.
"""

import asyncio
from copy import copy

from handoff.acd.asterisk.watch import QueueWatch
from handoff.acd.company import cancelled
from handoff.acd.port import Acd, CallerLeg, Outcome, Progress, SayingAcd
from handoff.packet import ContextPacket
from handoff.states import State

NOTIFY_S = 0.3
"""How long behind the news of the queue the final NOTIFY may still come and say it itself."""


class FollowedRefer:
    """`Acd` by REFER, with the watch's help."""

    name = "refer"

    def __init__(self, refer: SayingAcd, watch: QueueWatch, *, notify_s: float = NOTIFY_S) -> None:
        self._refer: Acd = refer
        self._saying = refer.saying
        self._watch = watch
        self._notify_s = notify_s

    def saying(self, text: str, short: str = "") -> Acd:
        """See `SayingAcd`."""
        other = copy(self)
        other._refer = self._saying(text, short)
        return other

    async def transfer(self, packet: ContextPacket, token: str, caller: CallerLeg, progress: Progress) -> Outcome:
        """See `Acd.transfer`."""
        with self._watch.following(packet.packet_id) as followed:
            going = asyncio.ensure_future(self._refer.transfer(packet, token, caller, progress))
            joining = asyncio.ensure_future(followed.joined.wait())
            try:
                await asyncio.wait({going, joining}, return_when=asyncio.FIRST_COMPLETED)
                await asyncio.wait({going}, timeout=self._notify_s)
                if going.done():
                    return going.result()
            finally:
                await cancelled(going, joining)
            await progress(State.REFERRED, f"in queue {followed.queue}")
            await caller.hangup()
            return Outcome(State.REFERRED, self.name)
