"""Counts one caller's way through one queue, and tells what agents did with it."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime

from handoff.acd.own.agents import Agent
from handoff.acd.own.distributor import Distributor, Place
from handoff.errors import AgentError, CallbackWanted, CallerGone, TransferFailed, VoicemailWanted
from handoff.events import EventKind, HandoffEvent
from handoff.figures import TALKING, WAITING, HandoffFigures, OnFigures
from handoff.packet import ContextPacket

OnEvent = Callable[[str, HandoffEvent], None]
"""Told what happened to a packet; returns at once and never raises."""


def no_event(_packet_id: str, _event: HandoffEvent) -> None:
    """Nobody notes it."""


class Tally:
    """One caller in one queue."""

    def __init__(
        self, packet: ContextPacket, queue: str, distributor: Distributor, on_event: OnEvent, on_figures: OnFigures
    ) -> None:
        self._packet = packet
        self._queue = queue
        self._clock = distributor.now_s
        self._on_event = on_event
        self._on_figures = on_figures
        self._arrived_at = datetime.now(UTC)
        self._came_s = self._clock()
        self._told_wait_ms: int | None = None
        self._agent = ""
        self._taken_s: float | None = None
        self._holder = ""
        """Who has them now, where the agent who took them sent them on."""
        self._with_bot = False
        self.rings = 0

    def came(self, place: Place) -> None:
        """They have a place."""
        wait_s = place.prospect().wait_s
        self._told_wait_ms = None if wait_s is None else round(wait_s * 1000)
        self._tell(WAITING)

    def rings_at(self, agent: Agent) -> None:
        """One more telephone rings."""
        self.rings += 1
        self._note(EventKind.AGENT_CALLED, agent, f"queue {self._queue}")
        self._tell(WAITING)

    def taken_by(self, agent: Agent) -> None:
        """An agent has them."""
        self._agent, self._taken_s = agent.id, self._clock()
        self._note(EventKind.AGENT_CONNECTED, agent, f"queue {self._queue}, after {self._wait_ms() // 1000} s")
        self._tell(TALKING)

    def not_taken_by(self, agent: Agent, error: AgentError) -> None:
        """The ring came to nothing."""
        self._note(EventKind.NOTE, agent, type(error).__name__)

    def note(self, who: str, text: str) -> None:
        """Something else that happened between them."""
        self._event(EventKind.NOTE, who, text)

    def moved(self, agent: Agent | None, to: str) -> None:
        """They were sent on, and `to` has them now; "": the bot has."""
        holder = self._holder or ("" if agent is None else _who(agent))
        self._event(EventKind.AGENT_COMPLETED, holder, f"sent on to {to}" if to else "sent back to the bot")
        self._holder, self._with_bot = to, not to
        if to:
            self._event(EventKind.AGENT_CONNECTED, to, f"queue {self._queue}, sent on")

    def over(self, agent: Agent | None, error: BaseException | None) -> None:
        """The way through the queue ended; `error` is what ended it, None at the usual end of a talk."""
        if self._taken_s is not None and agent is not None and not self._with_bot:
            talked = f"talked for {(self._talk_ms() or 0) // 1000} s"
            self._event(EventKind.AGENT_COMPLETED, self._holder or _who(agent), talked)
        elif isinstance(error, CallerGone):
            self._on_event(self._packet.packet_id, HandoffEvent(EventKind.CALLER_ABANDONED, who="queue"))
        self._tell(*_outcome(error))

    def _tell(self, outcome: str, why: str = "") -> None:
        self._on_figures(
            HandoffFigures(
                self._packet.packet_id,
                self._packet.call_id,
                "queue",
                self._queue,
                self._arrived_at,
                self._wait_ms(),
                self.rings,
                outcome,
                why,
                self._told_wait_ms,
                self._agent,
                self._talk_ms(),
            )
        )

    def _wait_ms(self) -> int:
        return round(((self._clock() if self._taken_s is None else self._taken_s) - self._came_s) * 1000)

    def _talk_ms(self) -> int | None:
        return None if self._taken_s is None else round((self._clock() - self._taken_s) * 1000)

    def _note(self, kind: EventKind, agent: Agent, text: str) -> None:
        self._event(kind, _who(agent), text)

    def _event(self, kind: EventKind, who: str, text: str) -> None:
        self._on_event(self._packet.packet_id, HandoffEvent(kind, who, text=text))


def _who(agent: Agent) -> str:
    return f"{agent.id} {agent.name}".strip()


def _outcome(error: BaseException | None) -> tuple[str, str]:
    match error:
        case None:
            return "bridged", ""
        case CallbackWanted():
            return "callback", ""
        case VoicemailWanted():
            return "voicemail", ""
        case CallerGone():
            return ("lost", error.lost) if error.lost else ("abandoned", "")
        case TransferFailed():
            return "failed", error.problem
        case asyncio.CancelledError():
            return "lost", "Hatef stopped during the handoff"
        case _:
            return "broken", type(error).__name__
