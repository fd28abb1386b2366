"""One built-in queue as calls run through it, and which of them is whose."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from handoff.acd.own.agents import Agent
from handoff.acd.own.board import QueueRules
from handoff.acd.own.ring import RingOptions
from handoff.hours import Span, parse_span
from handoff.packet import ContextPacket
from handoff.queue_options import AgentOptions, QueueOptions


@dataclass(frozen=True, slots=True)
class QueuePlan:
    """Times are s. `most_rings` 0: as many as there is time for."""

    rules: QueueRules
    ring: RingOptions
    most_rings: int = 0
    most_wait_s: float = 600.0
    most_waiting: int = 50
    priority: int = 0
    numbers: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    open: tuple[Span, ...] = ()
    needs_staff: bool = True
    overflow: str = ""
    announces: bool = True
    """Music, place and wait; else the sentences of one telephone."""
    every_s: float = 45.0
    messages: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    music: bytes = b""
    """8 kHz mono s16; empty: our own."""
    offers_callback: bool = True
    offers_voicemail: bool = False

    @property
    def name(self) -> str:
        """Of the queue."""
        return self.rules.name

    def fits(self, packet: ContextPacket) -> bool:
        """Whether callers like this one come here."""
        number = not self.numbers or any(fnmatchcase(packet.called, pattern) for pattern in self.numbers)
        language = not self.languages or packet.language in self.languages
        return number and language and (not self.skills or packet.skill in self.skills)


def chosen(plans: Sequence[QueuePlan], packet: ContextPacket) -> tuple[QueuePlan, ...]:
    """The caller's queue, and those that it overflows into; the last of all where none fits."""
    by_name = {plan.name: plan for plan in plans}
    plan: QueuePlan | None = next((one for one in plans if one.fits(packet)), plans[-1])
    way: list[QueuePlan] = []
    while plan is not None and plan not in way:
        way.append(plan)
        plan = by_name.get(plan.overflow)
    return tuple(way)


def agents_of(options: Sequence[AgentOptions], queues: Sequence[QueueOptions]) -> tuple[Agent, ...]:
    """As the board knows them; who names no queue serves them all."""
    every = tuple(queue.name for queue in queues)
    return tuple(
        Agent(one.id, one.uri, one.name, one.languages, dict(one.skills), frozenset(one.queues or every))
        for one in options
    )


def rules_of(options: QueueOptions) -> QueueRules:
    """A queue as the board knows it."""
    return QueueRules(options.name, options.wrap_up_s, options.rest_s, options.misses, options.handling_s)


def plan_of(options: QueueOptions, language: str, music: bytes = b"", *, voicemail: bool = False) -> QueuePlan:
    """A queue of the configuration; `language` is what agents are spoken to in who have none of their own.

    `voicemail`: there is somebody who takes messages.
    """
    return QueuePlan(
        rules=rules_of(options),
        ring=RingOptions(
            options.ring_s, options.accept_s if options.accept_by_key else 0.0, language=language, music=music
        ),
        most_wait_s=options.max_wait_s,
        most_waiting=options.max_waiting,
        priority=options.priority,
        numbers=options.numbers,
        languages=options.languages,
        skills=options.skills,
        open=tuple(parse_span(line) for line in options.open),
        needs_staff=options.when_empty == "next",
        overflow=options.overflow,
        every_s=options.announce_every_s,
        messages=options.messages,
        music=music,
        offers_callback=options.offer_callback,
        offers_voicemail=voicemail and options.offer_voicemail,
    )
