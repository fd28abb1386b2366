"""The open promises for whoever works them off, and what may be done with them: over the API, beside the keeper."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from handoff import rows
from handoff.callbacks.book import CallbackBook
from handoff.callbacks.plan import CallbackNow
from handoff.callbacks.promises import Callback, spilled_callbacks
from handoff.states import State
from handoff.transactions import Transactions
from handoff.voicemail import rows as messages
from handoff.voicemail.message import NOTE, Message

MOST = 1000
Kind = Literal["call", "voicemail"]


@dataclass(frozen=True, slots=True)
class Promise:
    """One open promise, how it is being kept (None where nobody dials it), and the message behind it."""

    told: Callback
    kept: CallbackNow | None = None
    message: Message | None = None

    @property
    def kind(self) -> Kind:
        """A message whose row is still to come is known by the note of the promise."""
        return "voicemail" if self.message is not None or self.told.note.startswith(NOTE) else "call"


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
        left = await self._work.read("asking the messages", messages.open_ones)
        in_order = sorted(found.values(), key=lambda one: one.promised_at)
        return [Promise(one, kept.get(one.packet_id), left.get(one.packet_id)) for one in in_order]

    async def message(self, packet_id: str) -> Message | None:
        """What was left with a handoff, settled or not; None: nothing, or it is deleted by now."""
        return await self._work.read("asking a message", lambda connection: messages.find(connection, packet_id))

    async def settle(self, packet_id: str, state: State) -> None:
        """CALLED_BACK or CANCELLED. Raises PacketMissing, StepRefused: it is no open promise."""
        await self._work.change(
            "settling a call-back", lambda connection: rows.move(connection, packet_id, state, "by the API")
        )

    async def hurry(self, packet_id: str) -> bool:
        """Make it due now; False where it cannot be called: settled, barred, or somebody has it."""
        return await self._book.hurry(packet_id)
