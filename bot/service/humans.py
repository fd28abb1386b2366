"""Opens what brings callers to people: packets, the built-in queues, and the telephone on which agents log in."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from sqlalchemy import Engine

from bot.call.agent_telephone import AgentTelephone
from bot.call.ports import CallLeg
from bot.call.prompt_player import PromptPlayer
from bot.journal.writer import Journal
from bot.service.notes import Notes
from bot.service.queues import Queues, Told, open_queues
from bot.settings.settings import Settings
from bot.store.database import spill_home
from bot.tasks import begin, call_off
from handoff.acd.port import AgentLine
from handoff.sentences import HandoffSentences
from handoff.store import HandoffStore

PlayerFor = Callable[[CallLeg, str], PromptPlayer]
"""The voice on a leg, in a language; "": the house's own."""


@dataclass(frozen=True, slots=True)
class Humans:
    """The ways to people, as far as they are ours."""

    store: HandoffStore
    queues: Queues
    telephone: AgentTelephone


@asynccontextmanager
async def open_humans(
    settings: Settings,
    engine: Engine,
    journal: Journal,
    line: AgentLine,
    sentences: HandoffSentences,
    player_for: PlayerFor,
) -> AsyncIterator[Humans]:
    """For the time of the block. Raises StartError."""
    spill = spill_home(settings.database_url(settings.journal.url), settings.state)
    async with AsyncExitStack() as stack:
        store = HandoffStore(engine, spill / "packets")
        stack.callback(store.close)
        notes = Notes(store)
        stack.push_async_callback(notes.finish)
        stack.push_async_callback(call_off, begin(notes.run(), "the notes of what happens to handoffs"))
        told = Told(notes.put, journal.handed_over, journal.wrapped_up)
        queues = await stack.enter_async_context(open_queues(settings, engine, spill, line, sentences, told))
        pins = {one.id: one.pin for one in settings.handoff.agents}
        telephone = AgentTelephone(queues.distributor, pins, sentences, player_for, settings.language)
        yield Humans(store, queues, telephone)
