"""The PBX's own queue: asked whether it serves before anybody is sent there, and the caller is told how it stands.

AMI away, or the queue not known ─────────────────────────────▶ the way, as without AMI
nobody logged in, all paused, full ───────────────────────────▶ TransferFailed: the next way, nobody was sent anywhere
an agent is free ─────────────────────────────────────────────▶ the way, without a word more
all busy ─▶ how many before, how long ─▶ key 1: CallbackWanted
                                     └─▶ the way
"""

import asyncio
import logging
from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass
from math import ceil
from typing import Protocol

from handoff.acd.ami.connection import NOTHING
from handoff.acd.ami.errors import AmiError
from handoff.acd.ami.wire import Message
from handoff.acd.asking import told
from handoff.acd.asterisk.queue import QueueFacts, facts_of
from handoff.acd.asterisk.watch import QueueWatch
from handoff.acd.company import speak
from handoff.acd.port import Acd, CallerLeg, Outcome, Progress, SayingAcd
from handoff.errors import CallbackWanted, TransferFailed
from handoff.options import AsteriskRules
from handoff.packet import ContextPacket
from handoff.sentences import CallerSentences, HandoffSentences

log = logging.getLogger(__name__)

CALLBACK_KEY = "1"
LOOK_S = 1.0
"""A caller hears nothing while the queue is asked."""
KEY_WAIT_S = 3.0
"""How long after the offer a key may come before the caller goes into the queue."""


class Manager(Protocol):
    """Who is asked (`handoff.acd.ami.link.AmiLink`)."""

    @property
    def up(self) -> bool: ...
    async def ask(self, action: str, fields: Mapping[str, str] = NOTHING) -> Message: ...
    async def ask_list(self, action: str, fields: Mapping[str, str] = NOTHING) -> list[Message]: ...


@dataclass(frozen=True, slots=True)
class Pbx:
    """The company's PBX: who is asked, what is followed, and what the owner set."""

    manager: Manager
    watch: QueueWatch
    rules: AsteriskRules


class AsteriskAcd:
    """`Acd` of an Asterisk; `way` sends the caller into the queue."""

    name = "asterisk"

    def __init__(self, pbx: Pbx, way: Acd, sentences: HandoffSentences) -> None:
        self._manager = pbx.manager
        self._way = way
        self._rules = pbx.rules
        self._sentences = sentences
        self._unknown: set[str] = set()
        self._opening = self._short = ""

    async def transfer(self, packet: ContextPacket, token: str, caller: CallerLeg, progress: Progress) -> Outcome:
        """See `Acd.transfer`. Raises CallbackWanted, too."""
        facts = await self._look(self._rules.queue_of(packet.skill))
        if facts is not None and facts.why_not:
            raise TransferFailed(self.name, facts.why_not)
        way = self._way
        if facts is not None and facts.expected_s != 0:
            await self._tell(packet, caller, facts)
        elif self._opening and isinstance(way, SayingAcd):
            way = way.saying(self._opening, self._short)
        else:
            await speak(caller, self._opening)
        return await way.transfer(packet, token, caller, progress)

    def saying(self, text: str, short: str = "") -> Acd:
        """See `SayingAcd`; a caller whom nobody can serve is not told that they are connected."""
        other = copy(self)
        other._opening, other._short = text, short
        return other

    async def _look(self, queue: str) -> QueueFacts | None:
        """The queue as it is now; None where nobody can say."""
        try:
            async with asyncio.timeout(LOOK_S):
                facts = facts_of(queue, await self._manager.ask_list("QueueStatus", {"Queue": queue}))
        except (AmiError, TimeoutError) as error:
            log.warning("queue %s is not asked: %s", queue, error)
            return None
        if facts is None and queue not in self._unknown:
            # No reason to send nobody there: a queue of a database is known to the PBX after its first caller only.
            self._unknown.add(queue)
            log.error(
                "the PBX knows no queue %r; mend handoff.asterisk.queues (hatef doctor names those it has)", queue
            )
        return facts

    async def _tell(self, packet: ContextPacket, caller: CallerLeg, facts: QueueFacts) -> None:
        said = self._sentences.to_caller(packet.language)
        texts = [self._opening, *waiting_words(said, facts)]
        expected_s = facts.expected_s
        offered = packet.caller.reachable and (expected_s is None or expected_s >= self._rules.offer_s)
        if not offered:
            await told(caller, texts)
        elif await told(caller, [*texts, said.offer_callback], CALLBACK_KEY, KEY_WAIT_S):
            raise CallbackWanted


def waiting_words(said: CallerSentences, facts: QueueFacts) -> tuple[str, ...]:
    """How many are before a new caller, and for how long, as far as it is known."""
    words = [said.queue_ahead.format(callers=facts.callers) if facts.callers else said.queue_next]
    if facts.talking and not facts.callers:
        words.append(said.queue_talking)
    if facts.expected_s:
        words.append(said.queue_minutes.format(minutes=ceil(facts.expected_s / 60)))
    return tuple(words)
