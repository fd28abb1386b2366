"""A queue of the PBX as `QueueStatus` tells it: whether it serves, and how long a new caller would wait. Pure."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from handoff.acd.ami.wire import Message


class Device(IntEnum):
    """Asterisk's states of a member's telephone, by its numbers."""

    UNKNOWN = 0
    FREE = 1
    IN_USE = 2
    BUSY = 3
    INVALID = 4
    UNAVAILABLE = 5
    RINGING = 6
    RING_IN_USE = 7
    ON_HOLD = 8


RINGS = frozenset({Device.UNKNOWN, Device.FREE})
"""What a queue rings; UNKNOWN is a telephone whose state the PBX does not follow, and it rings that too."""
GONE = frozenset({Device.INVALID, Device.UNAVAILABLE})
TALKS = frozenset({Device.IN_USE, Device.BUSY, Device.RING_IN_USE, Device.ON_HOLD})


@dataclass(frozen=True, slots=True)
class Member:
    """One agent of a queue. `interface` is what the PBX dials."""

    name: str
    interface: str
    status: int
    paused: bool = False

    @property
    def serves(self) -> bool:
        """Takes calls now or when the present one is over."""
        return not self.paused and self.status not in GONE

    @property
    def free(self) -> bool:
        """Would be rung now."""
        return not self.paused and self.status in RINGS


@dataclass(frozen=True, slots=True)
class QueueFacts:
    """One queue. `most`: callers that it takes, 0: any number. Averages of the PBX, s; 0: nobody was served yet."""

    name: str
    callers: int
    members: tuple[Member, ...] = ()
    most: int = 0
    hold_s: int = 0
    talk_s: int = 0

    @property
    def serving(self) -> int:
        """Agents who take calls now or soon."""
        return sum(member.serves for member in self.members)

    @property
    def free(self) -> int:
        """Agents who would be rung now."""
        return sum(member.free for member in self.members)

    @property
    def talking(self) -> bool:
        """An agent who takes calls has one."""
        return any(member.serves and member.status in TALKS for member in self.members)

    @property
    def why_not(self) -> str:
        """Why no caller can be sent there; "" where one can."""
        if not self.members:
            return f"nobody is logged in to queue {self.name}"
        if not self.serving:
            paused = sum(member.paused for member in self.members)
            return f"nobody serves queue {self.name}: {paused} paused, {len(self.members) - paused} without a telephone"
        if self.most and self.callers >= self.most:
            return f"queue {self.name} is full"
        return ""

    @property
    def expected_s(self) -> int | None:
        """What a new caller will wait; None where the PBX knows no times yet.

        Talks that have no memory (exponential) end, with n agents, every talk/n seconds. Without a talk on record the
        wait of those before counts.
        """
        behind = self.callers - self.free + 1
        if behind <= 0:
            return 0
        if self.talk_s and self.serving:
            return math.ceil(behind * self.talk_s / self.serving)
        return self.hold_s or None


def facts_of(name: str, told: Sequence[Message]) -> QueueFacts | None:
    """The queue out of the list of `QueueStatus`; None where the PBX has no such queue."""
    ours = [one for one in told if one.get("Queue").casefold() == name.casefold()]
    params = next((one for one in ours if one.event == "QueueParams"), None)
    if params is None:
        return None
    members = tuple(_member(one) for one in ours if one.event == "QueueMember")
    return QueueFacts(
        name=params.get("Queue"),
        callers=params.number("Calls"),
        members=members,
        most=params.number("Max"),
        hold_s=params.number("Holdtime"),
        talk_s=params.number("TalkTime"),
    )


def names(told: Sequence[Message]) -> list[str]:
    """Every queue that the PBX has."""
    return [one.get("Queue") for one in told if one.event == "QueueParams"]


def place_of(uniqueid: str, told: Sequence[Message]) -> int:
    """Where a caller stands in line, the first is 1; 0 where they do not."""
    mine = (one for one in told if one.event == "QueueEntry" and one.get("Uniqueid") == uniqueid)
    return next((one.number("Position") for one in mine), 0)


def _member(told: Message) -> Member:
    interface = told.get("Location") or told.get("StateInterface")
    return Member(told.get("Name") or interface, interface, told.number("Status"), told.get("Paused") == "1")
