"""Notes what happens to handoffs without anybody waiting for it: bounded, in order, in one task."""

import asyncio
import logging

from handoff.errors import StoreError, StoreUnavailable
from handoff.events import HandoffEvent
from handoff.store import HandoffStore

log = logging.getLogger(__name__)

MOST_WAITING = 1_000


class Notes:
    """Takes events from calls (`handoff.acd.own.tally.OnEvent`), and gives them to the store while `run` runs."""

    def __init__(self, store: HandoffStore, most_waiting: int = MOST_WAITING) -> None:
        self._store = store
        self._waiting: asyncio.Queue[tuple[str, HandoffEvent]] = asyncio.Queue(most_waiting)

    def put(self, packet_id: str, event: HandoffEvent) -> None:
        """Returns at once; one too many is dropped and told."""
        try:
            self._waiting.put_nowait((packet_id, event))
        except asyncio.QueueFull:
            log.error("handoff %s: an event is lost, too many wait for the database", packet_id)

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await self._note(*await self._waiting.get())

    async def finish(self) -> None:
        """Note what waits yet."""
        while not self._waiting.empty():
            await self._note(*self._waiting.get_nowait())

    async def _note(self, packet_id: str, event: HandoffEvent) -> None:
        try:
            await self._store.note_event(packet_id, event)
        except StoreUnavailable:
            pass  # the store keeps it, tries again, and has told of it
        except StoreError as error:
            log.error("handoff %s: %s", packet_id, error)
