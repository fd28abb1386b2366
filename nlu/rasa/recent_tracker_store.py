"""The trackers of the latest calls in memory: bounded, and shared by the models of one process."""

from __future__ import annotations

from collections import OrderedDict
from typing import ClassVar

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

MAX_CALLS = 2000


class RecentTrackerStore(InMemoryTrackerStore):
    """Rasa's memory store forgets nothing until it dies, and all when a model is swapped; this one does neither."""

    # Of the process, not of the object: PUT /model makes a new store, and calls in progress go on.
    _calls: ClassVar[OrderedDict[str, str]] = OrderedDict()

    def __init__(
        self,
        domain: Domain | None,
        event_broker: EventBroker | None = None,
        max_calls: int = MAX_CALLS,
        **_: object,
    ) -> None:
        super().__init__(domain or Domain.empty(), event_broker)
        self._max_calls = max_calls
        self.store = self._calls

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep the tracker and forget the call that was silent longest."""
        await super().save(tracker)
        self._calls.move_to_end(tracker.sender_id)
        while len(self._calls) > self._max_calls:
            self._calls.popitem(last=False)
