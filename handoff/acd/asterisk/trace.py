"""Which packet an event of the PBX belongs to, and what it says of it. Pure.

The token is in the extension that was dialled (`queue-TOKEN`) or in HATEF_TOKEN, which the dial plan sets and the PBX
sends with its events (`channelvars`); it names the packet. From then on the channel's id does, whatever the dial plan
dials next.

    token seen at a channel ──▶ bound ──▶ QueueCallerJoin, AgentCalled, AgentConnect, AgentComplete … are ours
                                  │
                                  └── the channel's Hangup ──▶ forgotten
"""

import re
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from handoff.acd.ami.wire import Message
from handoff.events import EventKind, HandoffEvent

TOKEN = re.compile(r"(?<![a-z0-9])[a-z2-7]{32}(?![a-z0-9])", re.IGNORECASE)
VARIABLE = "HATEF_TOKEN"
BOUND_MOST = 20_000
"""Channels; the oldest is forgotten. No PBX has so many calls of ours at once."""
PLACES = (
    ("Exten", "Uniqueid"),
    ("Extension", "TransfereeUniqueid"),
    ("TransferTargetExten", "TransfereeUniqueid"),
)
"""Where an extension with a token stands, and the id of the channel that goes there."""

ReadToken = Callable[[str], str | None]
"""The packet of a token; None where it is none of ours."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One thing that happened to a packet. `joined`: in a queue now; `uniqueid`: the caller's channel."""

    packet_id: str
    event: HandoffEvent
    uniqueid: str = ""
    queue: str = ""
    joined: bool = False


class Trace:
    """What is known of channels; told every event in its order."""

    def __init__(self, read_token: ReadToken, *, bound_most: int = BOUND_MOST) -> None:
        self._read_token = read_token
        self._bound_most = bound_most
        self._bound: OrderedDict[str, str] = OrderedDict()

    def bind(self, uniqueid: str, packet_id: str) -> None:
        """This channel is that packet's caller."""
        if uniqueid:
            self._bound[uniqueid] = packet_id
            self._bound.move_to_end(uniqueid)
            while len(self._bound) > self._bound_most:
                self._bound.popitem(last=False)

    def take(self, message: Message) -> Seen | None:
        """What an event says of a packet of ours, if anything."""
        uniqueid = message.get("Uniqueid")
        if message.event == "Hangup":
            self._bound.pop(uniqueid, None)
            return None
        self._learn(message)
        if message.event == "AttendedTransfer":
            self._follow(message)
        packet_id = self._bound.get(uniqueid) if message.event in EVENTS else None
        if packet_id is None:
            return None
        queue = message.get("Queue")
        event = EVENTS[message.event](message)
        return Seen(packet_id, event, uniqueid, queue, message.event == "QueueCallerJoin")

    def _learn(self, message: Message) -> None:
        for extension, channel in PLACES:
            if found := TOKEN.search(message.get(extension)):
                self._bind_token(found[0], message.get(channel))
        if token := message.variables.get(VARIABLE):
            self._bind_token(token, message.get("Uniqueid"))

    def _bind_token(self, token: str, uniqueid: str) -> None:
        if uniqueid and (packet_id := self._read_token(token)) and self._bound.get(uniqueid) != packet_id:
            self.bind(uniqueid, packet_id)

    def _follow(self, message: Message) -> None:
        """A caller who takes the place of the leg that waited for an agent is that packet's caller from now on."""
        for leg in ("OrigTransfererUniqueid", "SecondTransfererUniqueid"):
            if packet_id := self._bound.get(message.get(leg)):
                self.bind(message.get("TransfereeUniqueid"), packet_id)


def _who(message: Message) -> str:
    return message.get("MemberName") or message.get("Interface")


def _joined(message: Message) -> HandoffEvent:
    text = f"in queue {message.get('Queue')}, place {message.number('Position')} of {message.number('Count')}"
    return HandoffEvent(EventKind.NOTE, who="asterisk", text=text)


def _called(message: Message) -> HandoffEvent:
    return HandoffEvent(EventKind.AGENT_CALLED, _who(message), text=f"queue {message.get('Queue')}")


def _silent(message: Message) -> HandoffEvent:
    text = f"did not answer within {message.number('RingTime') // 1000} s"
    return HandoffEvent(EventKind.NOTE, _who(message), text=text)


def _connected(message: Message) -> HandoffEvent:
    text = f"queue {message.get('Queue')}, after {message.number('HoldTime')} s"
    return HandoffEvent(EventKind.AGENT_CONNECTED, _who(message), text=text)


def _completed(message: Message) -> HandoffEvent:
    text = f"talked for {message.number('TalkTime')} s, ended by: {message.get('Reason') or 'unknown'}"
    return HandoffEvent(EventKind.AGENT_COMPLETED, _who(message), text=text)


def _abandoned(message: Message) -> HandoffEvent:
    text = f"left queue {message.get('Queue')} after {message.number('HoldTime')} s"
    return HandoffEvent(EventKind.CALLER_ABANDONED, who="asterisk", text=text)


EVENTS: Mapping[str, Callable[[Message], HandoffEvent]] = {
    "QueueCallerJoin": _joined,
    "AgentCalled": _called,
    "AgentRingNoAnswer": _silent,
    "AgentConnect": _connected,
    "AgentComplete": _completed,
    "QueueCallerAbandon": _abandoned,
}
"""What is told of a packet, by the PBX's event."""
