"""Which packet an event of the PBX belongs to, and what it says of it. Pure.

The token is in the extension that was dialled (`queue-TOKEN`) or in HATEF_TOKEN, which the dial plan sets and the PBX
sends with its events (`channelvars`); it names the packet. From then on the channel's id does, whatever the dial plan
dials next.

    token seen at a channel ──▶ bound ──▶ QueueCallerJoin, AgentCalled, AgentConnect, AgentComplete … are ours
                                  │            └── AttendedTransfer: our leg gives its place to the caller, whose
                                  │                talk the queue does not count
                                  └── too many others since ──▶ forgotten

A talk is complete with AgentComplete or with the Hangup of either side, whichever comes first: Asterisk tells both in
any order, and not always both.
"""

import re
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

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


@dataclass(frozen=True, slots=True)
class _Talk:
    """A caller talks to an agent; `callers`, `agents`: the ids of their channels."""

    packet_id: str
    who: str
    since_s: float
    callers: str
    agents: str


class Trace:
    """What is known of channels; told every event in its order. `now_s`: any clock that goes on, s."""

    def __init__(
        self, read_token: ReadToken, *, bound_most: int = BOUND_MOST, now_s: Callable[[], float] = time.monotonic
    ) -> None:
        self._read_token = read_token
        self._bound_most = bound_most
        self._now_s = now_s
        self._bound: OrderedDict[str, str] = OrderedDict()
        self._talks: OrderedDict[str, _Talk] = OrderedDict()
        """By both ends."""
        self._told: OrderedDict[str, None] = OrderedDict()
        """The callers' channels whose talk is told as complete, or goes on with another channel."""

    def bind(self, uniqueid: str, packet_id: str) -> None:
        """This channel is that packet's caller."""
        if uniqueid:
            self._bound[uniqueid] = packet_id
            self._bound.move_to_end(uniqueid)
            _cut(self._bound, self._bound_most)

    def take(self, message: Message) -> Seen | None:
        """What an event says of a packet of ours, if anything."""
        uniqueid = message.get("Uniqueid")
        if message.event == "Hangup":
            return self._over(uniqueid)
        self._learn(message)
        if message.event == "AttendedTransfer":
            self._follow(message)
        packet_id = self._bound.get(uniqueid) if message.event in EVENTS else None
        if packet_id is None:
            return None
        if message.event == "AgentConnect":
            self._begin(_Talk(packet_id, _who(message), self._now_s(), uniqueid, message.get("DestUniqueid")))
        elif message.event == "AgentComplete" and not self._end(uniqueid):
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
        waited, caller = message.get("SecondTransfererUniqueid"), message.get("TransfereeUniqueid")
        if (packet_id := self._bound.get(waited)) is None:
            return
        self.bind(caller, packet_id)
        if (talk := self._talks.get(waited)) is not None:
            self._end(waited)
            self._begin(replace(talk, callers=caller))

    def _over(self, uniqueid: str) -> Seen | None:
        """A channel is over, and with it a talk; where the queue itself counts it, this may come before or behind."""
        if (talk := self._talks.get(uniqueid)) is None:
            return None
        self._end(talk.callers)
        ended_by = "caller" if uniqueid == talk.callers else "agent"
        text = f"talked for {round(self._now_s() - talk.since_s)} s, ended by: {ended_by}"
        return Seen(talk.packet_id, HandoffEvent(EventKind.AGENT_COMPLETED, talk.who, text=text), uniqueid)

    def _begin(self, talk: _Talk) -> None:
        self._told.pop(talk.callers, None)
        self._talks[talk.callers] = self._talks[talk.agents] = talk
        _cut(self._talks, self._bound_most)

    def _end(self, callers: str) -> bool:
        """The talk of that caller's channel is over; False where that was told already."""
        if (talk := self._talks.pop(callers, None)) is not None:
            self._talks.pop(talk.agents, None)
        if callers in self._told:
            return False
        self._told[callers] = None
        _cut(self._told, self._bound_most)
        return True


def _cut(known: OrderedDict[str, Any], most: int) -> None:
    while len(known) > most:
        known.popitem(last=False)


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
WANTED = frozenset({*EVENTS, "Newchannel", "BlindTransfer", "AttendedTransfer", "Hangup"})
"""All that `Trace` reads."""
