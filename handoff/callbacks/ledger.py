"""The open promises for whoever works them off, and what may be done with them: over the API, beside the keeper."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from handoff import rows
from handoff.callbacks.book import CallbackBook
from handoff.callbacks.plan import CallbackNow
from handoff.callbacks.promises import Callback, spilled_callbacks
from handoff.states import State
from handoff.transactions import Transactions

MOST = 1000


@dataclass(frozen=True, slots=True)
class Promise:
    """One open promise, and how it is being kept; None where nobody dials it."""

    told: Callback
    kept: CallbackNow | None = None


class CallbackLedger:
    """Every method raises StoreUnavailable.

    Args:
        folder: of handoffs that wait for the database.
    """

    def __init__(self, work: Transactions, folder: Path, book: CallbackBook) -> None:
        self._work = work
        self._folder = folder
        self._book = book

    async def open(self) -> Sequence[Promise]:
        """Every open promise, oldest first, also those that wait in the folder."""
        found = {one.packet_id: one for one in await asyncio.to_thread(lambda: list(spilled_callbacks(self._folder)))}
        stored = await self._work.read("asking the call-backs", lambda connection: rows.callbacks(connection, MOST))
        found |= {one.packet_id: one for one in stored}
        kept = await self._book.every()
        in_order = sorted(found.values(), key=lambda one: one.promised_at)
        return [Promise(one, kept.get(one.packet_id)) for one in in_order]

    async def settle(self, packet_id: str, state: State) -> None:
        """CALLED_BACK or CANCELLED. Raises PacketMissing, StepRefused: it is no open promise."""
        await self._work.change(
            "settling a call-back", lambda connection: rows.move(connection, packet_id, state, "by the API")
        )

    async def hurry(self, packet_id: str) -> bool:
        """Make it due now; False where it cannot be called: settled, barred, or somebody has it."""
        return await self._book.hurry(packet_id)
