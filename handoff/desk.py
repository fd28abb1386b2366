"""Runs one handoff from the stored packet to a human, or to the promise of a call back.

store packet ─▶ «I connect you» ─▶ ACD 1 ─▶ ACD 2 ─▶ … ─▶ call-back promise
                                    │ took it            (no number: «call again»)
                                    ▼
                                 Handed
"""

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass

from handoff.acd import Acd, CallerLeg, Outcome
from handoff.errors import CallerGone, StoreError, TransferFailed
from handoff.packet import ContextPacket
from handoff.sentences import Sentences, sentences
from handoff.states import State
from handoff.store import HandoffStore
from handoff.token import TokenMint

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class DeskOptions:
    """Times, s. `say_s` is the longest a sentence to the caller may take."""

    token_life_s: int = 3600
    say_s: float = 20.0


@dataclass(frozen=True, slots=True)
class Handed:
    """How a handoff ended. `state` BRIDGED: the human's call is over. REFERRED: it goes on without us.

    CALLBACK or FAILED: the caller was told and is still on our line. ABANDONED: the caller hung up.
    """

    packet_id: str
    state: State
    adapter: str = ""


class Desk:
    """The one way from the bot to a human.

    Args:
        acds: ways to a human, tried in this order; none at all is an immediate call-back promise.
        wording: what callers hear, by language; an empty sentence is not said.
        now_s: Unix time in seconds.
    """

    def __init__(
        self,
        store: HandoffStore,
        mint: TokenMint,
        acds: Sequence[Acd],
        *,
        options: DeskOptions = DeskOptions(),
        wording: Callable[[str], Sentences] = sentences,
        now_s: Callable[[], float] = time.time,
    ) -> None:
        self._store = store
        self._mint = mint
        self._acds = tuple(acds)
        self._options = options
        self._wording = wording
        self._now_s = now_s

    async def hand_off(self, packet: ContextPacket, caller: CallerLeg, *, announced: bool = False) -> Handed:
        """Store `packet`, bring `caller` to a human, tell the caller what happens; never raises a HandoffError.

        Cancelling it (the call is torn down) leaves the handoff ABANDONED.

        Args:
            announced: the caller was already told that a human comes.
        """
        file = _File(self._store, packet.packet_id)
        await file.open(packet)
        try:
            said = self._wording(packet.language)
            if not announced:
                await self._say(caller, said.opening(packet.reason))
            return await self._run(packet, caller, file, said)
        except CallerGone:
            await file.move(State.ABANDONED)
            return Handed(packet.packet_id, State.ABANDONED)
        except asyncio.CancelledError:
            await asyncio.shield(file.move(State.ABANDONED))
            raise

    async def _run(self, packet: ContextPacket, caller: CallerLeg, file: "_File", said: Sentences) -> Handed:
        token = self._mint.mint(packet.packet_id, int(self._now_s()) + self._options.token_life_s)
        for acd in self._acds:
            if acd is not self._acds[0]:
                await self._say(caller, said.next_try)
            outcome = await _try(acd, acd.transfer(packet, token, caller, file.move), file)
            if outcome is not None:
                return Handed(packet.packet_id, outcome.state, outcome.adapter)
        return await self._promise(packet, caller, file, said)

    async def _promise(self, packet: ContextPacket, caller: CallerLeg, file: "_File", said: Sentences) -> Handed:
        """Nobody took the call. The promise is stored before it is spoken: it holds even if the caller goes."""
        await file.move(State.FAILED)
        reachable = any(letter.isdigit() for letter in packet.caller.number)
        if reachable:
            await file.move(State.CALLBACK)
        try:
            await self._say(caller, said.callback if reachable else said.call_again)
        except CallerGone:
            log.info("handoff %s: the caller left during the promise", packet.packet_id)
        return Handed(packet.packet_id, State.CALLBACK if reachable else State.FAILED)

    async def _say(self, caller: CallerLeg, text: str) -> None:
        if not text:
            return
        try:
            async with asyncio.timeout(self._options.say_s):
                await caller.say(text)
        except TimeoutError:
            log.warning("a sentence to the caller took longer than %s s and was cut", self._options.say_s)


class _File:
    """One packet's place in the store. A store that fails is logged; the transfer matters more."""

    def __init__(self, store: HandoffStore, packet_id: str) -> None:
        self._store = store
        self._packet_id = packet_id
        self._state = State.STORED

    async def open(self, packet: ContextPacket) -> None:
        await self._logged(self._store.put(packet))

    async def move(self, state: State, note: str = "") -> None:
        if state is self._state is State.FAILED:
            return
        self._state = state
        await self._logged(self._store.move(self._packet_id, state, note))

    async def _logged(self, work: Coroutine[None, None, None]) -> None:
        try:
            await work
        except StoreError as error:
            log.error("handoff %s: %s", self._packet_id, error)


async def _try(acd: Acd, transfer: Coroutine[None, None, Outcome], file: _File) -> Outcome | None:
    """The outcome of one ACD, or None where it did not take the call."""
    try:
        return await transfer
    except TransferFailed as error:
        log.warning("handoff by %s failed: %s", acd.name, error)
        await file.move(State.FAILED, f"{error.adapter}: {error.problem}")
    except (TimeoutError, OSError) as error:
        log.error("handoff by %s failed: %s", acd.name, type(error).__name__)
        await file.move(State.FAILED, f"{acd.name}: {type(error).__name__}")
    return None
