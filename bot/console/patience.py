"""HTTP/1.1 with an end to patience: who does not send a whole head in time is hung up on («slowloris»).

connected ──▶ head awaited ──whole──▶ request under way (its body and answer: bot/console/bounds.py)
                 │   ▲                          │
        10 s ────┤   └── next bytes ── idle ◀───┤ answered: uvicorn's own keep-alive
                 ▼                              ▼ answered, and still sending: hung up on
              closed                          closed
"""

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_S = 10.0
MOST_WAITING = 100
"""So many connections may be open without a whole head; of more the oldest is closed, not the newest refused."""


class PatientProtocol(H11Protocol):
    """Of one connection."""

    head_s = HEAD_S

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._patience: asyncio.TimerHandle | None = None
        self.since_s = 0.0
        """Since when a head is awaited, in the loop's time."""

    @property
    def waits(self) -> bool:
        """Whether a head is awaited."""
        return self._patience is not None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._await_head()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.conn.their_state is h11.IDLE:
            if self._patience is None:
                self._await_head()
            return
        self._calm()
        if self.conn.our_state is h11.DONE and self.conn.their_state is h11.SEND_BODY:
            self.transport.close()  # it has its answer, and nobody reads what it still sends

    def connection_lost(self, exc: Exception | None) -> None:
        self._calm()
        super().connection_lost(exc)

    def _await_head(self) -> None:
        waiting = [one for one in self.connections if isinstance(one, PatientProtocol) and one.waits]
        if len(waiting) >= MOST_WAITING:
            min(waiting, key=lambda one: one.since_s)._give_up()
        self.since_s = self.loop.time()
        self._patience = self.loop.call_later(self.head_s, self._give_up)

    def _calm(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None

    def _give_up(self) -> None:
        self._calm()
        if self.conn.their_state is h11.IDLE and not self.transport.is_closing():
            self.transport.close()
