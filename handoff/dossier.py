"""One handoff's record while the desk has it: each step that is taken, and whether it stands somewhere."""

import logging
from collections.abc import Callable, Coroutine
from functools import partial

from handoff.errors import StepRefused
from handoff.packet import ContextPacket
from handoff.states import State
from handoff.store import HandoffStore

log = logging.getLogger(__name__)

OnStep = Callable[[str, State], None]
"""The id of a call and the state in which its handoff is now."""


class Dossier:
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

    async def call_back_on(self, number: str) -> bool:
        """Another number than the one that called; True if it is on record."""
        return await self._stands(self._store.call_back_on(self._packet_id, number))

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
