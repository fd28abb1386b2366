"""Runs one handoff from the stored packet to a human, or to the promise of a call back.

store packet ─▶ «I connect you» ─▶ ACD 1 ─▶ ACD 2 ─▶ … ─▶ call-back promise, once it stands somewhere
                                    │ took it            (no number, or nowhere to write: «call again»)
                                    ▼
                                 Handed

Whatever a way to a human raises leads to the next way, and whatever else is raised leads to the promise.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Collection, Coroutine, Sequence
from dataclasses import dataclass
from functools import partial

from handoff.acd.company import cancelled, speak
from handoff.acd.port import Acd, CallerLeg, Outcome, SayingAcd
from handoff.errors import CallbackWanted, CallerGone, StepRefused, TransferFailed
from handoff.packet import ContextPacket
from handoff.sentences import CallerSentences, HandoffSentences
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

    CALLBACK or FAILED: the caller was told and is still on our line, or was lost. ABANDONED: the caller hung up.
    """

    packet_id: str
    state: State
    adapter: str = ""


OnStep = Callable[[str, State], None]
"""The id of a call and the state in which its handoff is now."""


def _nobody(_call_id: str, _state: State) -> None:
    """Nobody wants to know."""


class Desk:
    """The one way from the bot to a human.

    Args:
        acds: ways to a human, tried in this order; none at all is an immediate call-back promise.
        sentences: what callers hear.
        now_s: Unix time in seconds.
        on_step: told each state of a handoff; returns at once and never raises.
    """

    def __init__(
        self,
        store: HandoffStore,
        mint: TokenMint,
        acds: Sequence[Acd],
        sentences: HandoffSentences,
        *,
        options: DeskOptions = DeskOptions(),
        now_s: Callable[[], float] = time.time,
        on_step: OnStep = _nobody,
    ) -> None:
        self._store = store
        self._mint = mint
        self._acds = tuple(acds)
        self._options = options
        self._sentences = sentences
        self._now_s = now_s
        self._on_step = on_step

    @property
    def acds(self) -> tuple[Acd, ...]:
        """Ways to a human, tried in this order."""
        return self._acds

    @property
    def mint(self) -> TokenMint:
        """Makes the tokens."""
        return self._mint

    async def hand_off(self, packet: ContextPacket, caller: CallerLeg, *, announced: bool = False) -> Handed:
        """Store `packet`, bring `caller` to a human, tell the caller what happens; never raises.

        Cancelling it means that Hatef stops: a call back is noted.

        Args:
            announced: the caller was already told that a human comes.
        """
        file = _File(self._store, packet, self._on_step)
        try:
            return await self._hand_off(packet, caller, file, announced)
        except CallerGone as gone:
            return Handed(packet.packet_id, await file.caller_gone(gone.lost))
        except asyncio.CancelledError:
            await asyncio.shield(file.caller_gone("Hatef stopped during the handoff"))
            raise
        finally:
            await asyncio.shield(file.close())

    async def resume(self, packet: ContextPacket, caller: CallerLeg, why: str, without: Collection[str] = ()) -> Handed:
        """A PBX gave a caller back who was sent there: the other ways, else the promise. As `hand_off`.

        Args:
            why: what the PBX says, without personal data.
            without: the ways that led there.
        """
        file = _File(self._store, packet, self._on_step)
        try:
            await file.reopen(packet, f"given back by the PBX: {why}")
            left = tuple(acd for acd in self._acds if acd.name not in without)
            said = self._sentences.to_caller(packet.language)
            if left:
                await self._say(caller, said.next_try)
            return await self._bring(packet, caller, file, left)
        except CallerGone as gone:
            return Handed(packet.packet_id, await file.caller_gone(gone.lost))
        except asyncio.CancelledError:
            await asyncio.shield(file.caller_gone("Hatef stopped during the handoff"))
            raise
        finally:
            await asyncio.shield(file.close())

    async def _hand_off(self, packet: ContextPacket, caller: CallerLeg, file: "_File", announced: bool) -> Handed:
        opening = "" if announced else self._sentences.to_caller(packet.language).opening(packet.reason)
        acds = self._acds
        if opening and acds and isinstance(acds[0], SayingAcd):
            acds, opening = (acds[0].saying(opening), *acds[1:]), ""
        try:
            await self._open(packet, caller, file, opening)
        except CallerGone:
            raise
        except Exception:
            log.exception("handoff %s could not be announced; it goes on", packet.packet_id)
        return await self._bring(packet, caller, file, acds)

    async def _bring(self, packet: ContextPacket, caller: CallerLeg, file: "_File", acds: Sequence[Acd]) -> Handed:
        """One way after the other, then the promise."""
        said = self._sentences.to_caller(packet.language)
        try:
            outcome = await self._try_all(packet, caller, file, said, acds)
        except CallerGone:
            raise
        except CallbackWanted:
            return Handed(packet.packet_id, await self._promise(packet, caller, file, said, said.callback_chosen))
        except Exception:
            log.exception("handoff %s broke; a call back is promised", packet.packet_id)
            outcome = None
        if outcome is not None:
            return Handed(packet.packet_id, outcome.state, outcome.adapter)
        return Handed(packet.packet_id, await self._promise(packet, caller, file, said, said.callback))

    async def _open(self, packet: ContextPacket, caller: CallerLeg, file: "_File", text: str) -> None:
        """Store the packet while the first sentence is said: a slow disk makes no silence."""
        storing = asyncio.create_task(file.open(packet))
        try:
            await self._say(caller, text)
        finally:
            await asyncio.wait({storing})

    async def _try_all(
        self, packet: ContextPacket, caller: CallerLeg, file: "_File", said: CallerSentences, acds: Sequence[Acd]
    ) -> Outcome | None:
        token = self._mint.mint(packet.packet_id, int(self._now_s()) + self._options.token_life_s)
        for acd in acds:
            if acd is not acds[0]:
                await self._say(caller, said.next_try)
            outcome = await _try(acd, acd.transfer(packet, token, caller, file.step), file)
            if outcome is not None:
                return outcome
        return None

    async def _promise(
        self, packet: ContextPacket, caller: CallerLeg, file: "_File", said: CallerSentences, promise: str
    ) -> State:
        """Nobody took the call. A promise is made only of what stands: it then holds even if the caller goes."""
        text = said.call_again
        if not await file.move(State.FAILED):
            text = said.unrecorded
        elif packet.caller.reachable:
            text = promise if await file.move(State.CALLBACK) else said.unrecorded
        try:
            await self._say(caller, text)
        except CallerGone:
            log.info("handoff %s: the caller left during the promise", packet.packet_id)
        return file.state

    async def _say(self, caller: CallerLeg, text: str) -> None:
        """One sentence; on hold it waits, for a caller who is back to hear it. The leg ends a hold without end."""
        speaking = asyncio.ensure_future(speak(caller, text))
        try:
            while not (await asyncio.wait({speaking}, timeout=self._options.say_s))[0]:
                if not caller.held:
                    log.warning("a sentence to the caller took longer than %s s and was cut", self._options.say_s)
                    return
            speaking.result()
        finally:
            await cancelled(speaking)


class _File:
    """One packet's place in the store. A store that fails is logged; the transfer matters more."""

    def __init__(self, store: HandoffStore, packet: ContextPacket, on_step: OnStep) -> None:
        self._store = store
        self._tell = partial(on_step, packet.call_id)
        self._packet_id = packet.packet_id
        self._reachable = packet.caller.reachable
        self.state = State.STORED
        """The last state that stands somewhere, or that somebody works towards."""

    async def open(self, packet: ContextPacket) -> None:
        """The packet, before anything is tried."""
        self._tell(self.state)
        await self._stands(self._store.put(packet))

    async def reopen(self, packet: ContextPacket, why: str) -> None:
        """A handoff that was thought to be over."""
        self.state = State.REFERRED
        try:
            self.state = await self._store.reopen(packet)
        except Exception as error:  # noqa: BLE001 - a store, however it breaks, stops no transfer
            log.error("handoff %s goes on, and its record does not: %s", self._packet_id, error)
        await self.move(State.FAILED, why)

    async def step(self, state: State, note: str = "") -> None:
        """One step of a transfer; it goes on whether or not the store took it."""
        await self.move(state, note)

    async def move(self, state: State, note: str = "") -> bool:
        """One step; True if it is on record, in the database or the spill folder."""
        if state is self.state is State.FAILED:
            return await self._stands(self._store.touch(self._packet_id))
        stands = await self._stands(self._store.move(self._packet_id, state, note))
        if stands or state is not State.CALLBACK:
            self.state = state
            self._tell(state)
        return stands

    async def caller_gone(self, lost: str) -> State:
        """The caller left: ABANDONED. Was lost: somebody should call back, though nothing was promised."""
        if not lost:
            await self.move(State.ABANDONED)
        elif self.state is not State.CALLBACK:
            await self.move(State.FAILED, lost)
            if self._reachable:
                await self.move(State.CALLBACK, lost)
        return self.state

    async def close(self) -> None:
        """Nobody works on it any more."""
        await self._stands(self._store.finish(self._packet_id))

    async def _stands(self, work: Coroutine[None, None, None]) -> bool:
        try:
            await work
        except StepRefused as error:
            log.error("%s", error)
        except Exception as error:  # noqa: BLE001 - a store, however it breaks, stops no transfer
            log.error("handoff %s is on record nowhere yet: %s", self._packet_id, error)
        else:
            return True
        return False


async def _try(acd: Acd, transfer: Coroutine[None, None, Outcome], file: _File) -> Outcome | None:
    """The outcome of one ACD, or None where it did not take the call."""
    try:
        return await transfer
    except (CallerGone, CallbackWanted):
        raise
    except TransferFailed as error:
        log.warning("handoff by %s failed: %s", acd.name, error)
        await file.move(State.FAILED, f"{error.adapter}: {error.problem}")
    except Exception as error:  # any fault of a way to a human leads to the next one
        log.error("handoff by %s broke", acd.name, exc_info=error)
        await file.move(State.FAILED, f"{acd.name}: {type(error).__name__}")
    return None
