"""How a human takes over: the handoff's part of `config.yml`, with its usual values; frozen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal

from annotated_types import Ge, Gt, Le

GENERAL = "general"
"""The skill of a queue for everything."""


@dataclass(frozen=True)
class RingRules:
    """How the agent of the built-in queue is rung."""

    ring_s: Annotated[float, Gt(0), Le(300)] = 20.0
    attempts: Annotated[int, Ge(1), Le(20)] = 2

    @property
    def free_s(self) -> float:
        """How long a caller waits for an agent who has another: as long as for one who does not pick up."""
        return self.attempts * self.ring_s


@dataclass(frozen=True)
class ReferRules:
    """How a transfer by SIP REFER is waited for."""

    refer_timeout_s: Annotated[float, Gt(0), Le(300)] = 20.0


@dataclass(frozen=True)
class TransferRules:
    """Where agents of our own queues may send callers by their telephones, beside one another.

    `numbers` with `*` and `?` as in file names, called by `dial`, a SIP URI with {number}; none: closed. `back`:
    numbers that lead back to the bot, and the intent that it goes on with, "": it asks.
    """

    numbers: tuple[str, ...] = ()
    dial: str | None = None
    back: Mapping[str, str] = field(default_factory=dict)
    ring_s: Annotated[float, Gt(0), Le(300)] = 25.0


Way = Literal["refer", "redirect", "attended"]


@dataclass(frozen=True)
class AsteriskRules:
    """The manager interface of an Asterisk with the company's queues, and how callers are sent there.

    `queues`: the PBX's name of the queue for each skill; "general" stands in where a skill has none. `context` and
    `extension`: where a Redirect sends callers, {token}, {skill} and {queue} are filled in.
    """

    ami: str = "127.0.0.1:5038"
    user: str = "hatef"
    queues: Mapping[str, str] = field(default_factory=lambda: {GENERAL: "support"})
    transfer: Way = "refer"
    context: str = "from-hatef"
    extension: str = "queue-{token}"
    wait_s: Annotated[float, Ge(5), Le(3_600)] = 300.0
    """How long a call that Hatef holds waits for an agent (attended)."""
    offer_s: Annotated[float, Ge(0), Le(3_600)] = 60.0
    """From this expected wait on a call back is offered; 0: always."""

    def queue_of(self, skill: str) -> str:
        """The queue that serves a skill; "" where none is named."""
        return self.queues.get(skill or GENERAL) or self.queues.get(GENERAL, "")

    @property
    def address(self) -> tuple[str, int]:
        """Host and port of the manager interface."""
        host, _, port = self.ami.rpartition(":")
        return host.strip("[]"), int(port)
