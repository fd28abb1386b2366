"""Opens the built-in queues of the configuration: their board, what is kept of it, and the way to a human over it."""

import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from bot.service.hours_words import wall_of
from bot.service.music import music_of
from bot.settings.settings import Settings
from bot.tasks import begin, call_off
from handoff.acd.own.agents import Agent
from handoff.acd.own.distributor import Distributor
from handoff.acd.own.lone import lone_agent, lone_plan
from handoff.acd.own.onward import Directory
from handoff.acd.own.plan import QueuePlan, agents_of, plan_of
from handoff.acd.own.queue_acd import QueueAcd
from handoff.acd.own.ring import RingOptions
from handoff.acd.own.roster import Roster
from handoff.acd.own.tally import OnEvent, no_event
from handoff.acd.port import AgentLine
from handoff.figures import OnFigures, OnWrappedUp, no_figures, not_wrapped_up
from handoff.queue_options import queues_of
from handoff.sentences import HandoffSentences
from handoff.transactions import Transactions

log = logging.getLogger(__name__)

DATABASE_S = 1.0
"""The longest that the board waits for the database."""


@dataclass(frozen=True, slots=True)
class Queues:
    """The built-in queues that run, in the order in which they are tried; none where none is configured."""

    distributor: Distributor
    acds: tuple[QueueAcd, ...]

    @property
    def serving(self) -> bool:
        """One of them is open, and somebody is at work in it."""
        return any(acd.serving for acd in self.acds)


@dataclass(frozen=True, slots=True)
class Told:
    """Who is told what happens in the queues."""

    event: OnEvent = no_event
    figures: OnFigures = no_figures
    wrapped_up: OnWrappedUp = not_wrapped_up


NOBODY = Told()


@asynccontextmanager
async def open_queues(
    settings: Settings,
    engine: Engine,
    spill: Path,
    line: AgentLine,
    sentences: HandoffSentences,
    told: Told = NOBODY,
) -> AsyncIterator[Queues]:
    """The queues for the time of the block; agents are as they were when the last one ended.

    Raises:
        StartError: the music of a queue cannot be played.
    """
    several, lone = _several(settings), _lone(settings)
    work = Transactions(engine, DATABASE_S)
    roster = Roster(work, spill / "agents")
    agents, ready = list(_agents(settings)), []
    if lone is not None and settings.handoff.agent is not None:
        agents.append(lone_agent(settings.handoff.agent))
        ready.append(agents[-1].id)
    plans = [*several, *([lone] if lone is not None else ())]
    rules = [plan.rules for plan in plans]
    kept = await roster.load()
    distributor = Distributor(agents, rules, kept=kept, roster=roster, ready=ready, on_wrapped_up=told.wrapped_up)
    wall = wall_of(settings)
    ways = tuple(
        QueueAcd(
            *(line, distributor, group, sentences),
            wall=wall,
            on_event=told.event,
            on_figures=told.figures,
        )
        for group in (several, [lone] if lone else [])
        if group
    )
    for way in ways:
        way.directory = Directory(agents, settings.handoff.transfers)
    writing = begin(roster.run(), "the keeping of agents' states")
    try:
        yield Queues(distributor, ways)
    finally:
        distributor.stop()
        await call_off(writing)
        await roster.finish()
        work.close()


def _agents(settings: Settings) -> tuple[Agent, ...]:
    options = settings.handoff
    return agents_of(options.agents, queues_of(options.queues, options.agents))


def _several(settings: Settings) -> Sequence[QueuePlan]:
    options = settings.handoff
    queues = queues_of(options.queues, options.agents)
    voicemail = options.voicemail.enabled
    return [plan_of(one, settings.language, music_of(settings, one.music), voicemail=voicemail) for one in queues]


def _lone(settings: Settings) -> QueuePlan | None:
    rules = settings.handoff
    # Its telephone is spoken to in the language of the house, so the whisper has to be in it.
    ring = RingOptions(rules.ring_s, language=settings.language)
    return None if rules.agent is None else lone_plan(rules, ring)
