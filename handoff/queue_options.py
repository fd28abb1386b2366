"""The built-in queues and their agents: their part of `config.yml`, with its usual values; frozen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal

from annotated_types import Ge, Gt, Le, MinLen

MAIN = "main"
"""The queue that there is where none is named."""
WhenEmpty = Literal["next", "wait"]


@dataclass(frozen=True)
class AgentOptions:
    """A person with a telephone. Without `languages` every caller will do, without `queues` every queue."""

    id: Annotated[str, MinLen(1)]
    uri: str
    name: str = ""
    languages: tuple[str, ...] = ()
    """The first is what the agent is spoken to in."""
    skills: Mapping[str, int] = field(default_factory=dict)
    """Level by skill, the higher the better."""
    queues: tuple[str, ...] = ()
    pin: str = ""
    """For changing the state by telephone; "": it cannot be."""


@dataclass(frozen=True)
class QueueOptions:
    """One queue. Callers come to the first whose `numbers`, `languages` and `skills` fit, times are seconds."""

    name: Annotated[str, MinLen(1)]
    numbers: tuple[str, ...] = ()
    """Called numbers, `*` and `?` as in file names."""
    languages: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    priority: Annotated[int, Ge(0), Le(100)] = 0
    ring_s: Annotated[float, Gt(0), Le(300)] = 20.0
    accept_by_key: bool = True
    """Who picks up has to press 1: a machine is never joined with a caller."""
    accept_s: Annotated[float, Gt(0), Le(60)] = 10.0
    """So long behind the whisper, the question asked again meanwhile."""
    wrap_up_s: Annotated[float, Ge(0), Le(3_600)] = 15.0
    misses: Annotated[int, Ge(0), Le(100)] = 3
    """So many rings in a row that nobody takes, and the agent counts as away; 0: never."""
    rest_s: Annotated[float, Ge(0), Le(600)] = 15.0
    handling_s: Annotated[float, Gt(0), Le(7_200)] = 180.0
    """How long a call is thought to take before there was one."""
    max_wait_s: Annotated[float, Gt(0), Le(7_200)] = 600.0
    max_waiting: Annotated[int, Ge(1), Le(1_000)] = 50
    open: tuple[str, ...] = ()
    """Lines such as "sat-wed 08:00-17:00"; none: always."""
    when_empty: WhenEmpty = "next"
    """What a caller does where nobody is at work."""
    overflow: str = ""
    """The queue for whom this one does not serve; "": the next way to a human, or a call-back."""
    music: Path | None = None
    announce_every_s: Annotated[float, Ge(5), Le(3_600)] = 45.0
    messages: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By language, what callers are told in turn while they wait."""
    offer_callback: bool = True
    offer_voicemail: bool = True
    """Where `voicemail` is on."""


def queues_of(queues: tuple[QueueOptions, ...], agents: tuple[AgentOptions, ...]) -> tuple[QueueOptions, ...]:
    """Those of the configuration; one for everybody where there are agents and no queue."""
    return queues or ((QueueOptions(MAIN),) if agents else ())
