"""Opens every room in the right order and closes them in the reverse one.

database ─┬─ synthesiser, recogniser ─────────┐
          ├─ action server ── Rasa ── warm-up ┼─▶ ways to humans ─▶ SIP gateway: calls may come ─▶ control socket
          └─ CRM sample, secret               ┘
"""

import logging
from collections.abc import AsyncIterator, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from bot.call.agent_port import GatewayAgents
from bot.call.context import CallContext
from bot.call.gate import Gate
from bot.call.language.lock import vocabularies
from bot.call.ports import CallLeg
from bot.call.prompt_player import PromptPlayer
from bot.dialogue.client import RasaDialogue
from bot.dialogue.engine import open_dialogue
from bot.errors import StartError
from bot.journal.privacy import Hide, Redaction, keep, mask
from bot.journal.writer import Journal
from bot.prompts.load import handoff_sentences
from bot.recordings.recorder import Recorder
from bot.releases.second_pass import follow_heads
from bot.service.board import Board
from bot.service.callbacks import callbacks_kept, number_asker
from bot.service.console import open_console
from bot.service.control import Control, control
from bot.service.doors import Doors, Rooms
from bot.service.erasing import finish_erasures
from bot.service.humans import Humans, open_humans
from bot.service.log_files import keep_small
from bot.service.log_privacy import redact_log
from bot.service.pbx import PbxRoad, open_pbx
from bot.service.queue_control import QueueControl
from bot.service.recording import recording
from bot.service.speech import Speech, speech_of
from bot.service.starting import Tell, all_of, nobody, told
from bot.service.status_reader import StatusReader
from bot.service.transcribing import write_down_calls
from bot.service.voicemail import mailbox, voicemail
from bot.settings.settings import Settings
from bot.skills.runtime.skill import own_slots
from bot.store.database import open_database, spill_home
from bot.store.own_secret import token_secret
from bot.tasks import begin, call_off
from handoff.desk import Desk, DeskOptions
from handoff.token import TokenMint
from voice.gateway.gateway import Gateway

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Service:
    """A running Hatef."""

    gateway: Gateway
    context: CallContext


@dataclass(frozen=True, slots=True)
class _Records:
    """What outlives a call: the database, the journal, and the list of live calls."""

    engine: Engine
    journal: Journal
    board: Board


@dataclass(frozen=True, slots=True)
class _Line:
    """The telephone: who may come to the recognisers, the SIP stack, and where its calls go."""

    gate: Gate
    gateway: Gateway
    doors: Doors


@dataclass(frozen=True, slots=True)
class _People:
    """The ways to humans."""

    humans: Humans
    road: PbxRoad
    desk: Desk


@asynccontextmanager
async def open_service(settings: Settings, config: Path, tell: Tell = nobody) -> AsyncIterator[Service]:
    """Start everything; one clear error of ours where something cannot be. Stops everything on the way out.

    `tell` hears a line for each part that is ready.
    """
    async with AsyncExitStack() as stack:
        records = _records(stack, settings)
        console = await stack.enter_async_context(open_console(settings, config))
        speech = speech_of(settings)
        dialogue = await _talking(stack, settings, config, speech, tell)
        line = _line(stack, settings, speech)
        people = await _people(stack, settings, records, speech, line)
        recorder = await stack.enter_async_context(recording(settings, records.engine))
        context = await _context(settings, speech, dialogue, people, records, line.gate, recorder)
        line.doors.open(
            Rooms(context, settings.handoff.agent_number, people.humans.telephone.run, people.road, people.desk)
        )
        _chores(stack, settings, records, speech)
        await told(speech.prepare(settings.data), "the fixed prompts", tell)
        await line.gateway.start()
        stack.push_async_callback(line.gateway.stop)
        humans, desk = people.humans, people.desk
        kept = callbacks_kept(settings, records.engine, humans, desk, line.gateway, context, speech.prompts)
        await stack.enter_async_context(kept)
        reader = StatusReader(
            *(settings, config, line.gateway, speech.listeners, speech.speaker, dialogue, line.gate),
            *(records.journal, records.board, console, recorder, people.road.link),
        )
        queues = QueueControl(people.humans.queues.distributor)
        await stack.enter_async_context(control(Control(settings.state, records.board, reader.read, queues)))
        yield Service(line.gateway, context)


def _keep_up(stack: AsyncExitStack, work: Coroutine[Any, Any, None], name: str) -> None:
    """Let `work` go on until the stack ends it."""
    stack.push_async_callback(call_off, begin(work, name))


def _records(stack: AsyncExitStack, settings: Settings) -> _Records:
    """Raises DatabaseUnavailable and its like."""
    stack.callback(redact_log(settings.journal.redact))
    url = settings.database_url(settings.journal.url)
    engine = open_database(url)
    stack.callback(engine.dispose)
    hide: Hide = keep if settings.journal.keep_numbers else mask
    spill = spill_home(url, settings.state) / "journal"
    journal = Journal(engine, hide=hide, redaction=Redaction(settings.journal.redact), spill=spill)
    stack.callback(journal.close)
    return _Records(engine, journal, Board(hide))


async def _talking(stack: AsyncExitStack, settings: Settings, config: Path, speech: Speech, tell: Tell) -> RasaDialogue:
    """Voices, recognisers and the dialogue, all at once."""
    stack.push_async_callback(speech.speaker.stop)
    stack.push_async_callback(speech.listeners.stop)
    opening = stack.enter_async_context(open_dialogue(settings, config))
    return await all_of(
        told(opening, "the dialogue (Rasa and the action server)", tell),
        told(speech.speaker.start(), "the voices", tell),
        told(speech.listeners.start(), f"the recognisers ({', '.join(speech.languages)})", tell),
    )


def _line(stack: AsyncExitStack, settings: Settings, speech: Speech) -> _Line:
    """Not started yet. Raises StartError."""
    gate = Gate(speech.listeners.has_room, settings.sip.max_waiting)
    _keep_up(stack, gate.run(), "the gate to the recognisers")
    doors = Doors()
    return _Line(gate, Gateway(settings.sip, doors.on_call, password=_password(settings), full=gate.full), doors)


async def _people(stack: AsyncExitStack, settings: Settings, records: _Records, speech: Speech, line: _Line) -> _People:
    """Before the first call, what a killed run left open is settled."""

    def player_for(leg: CallLeg, language: str) -> PromptPlayer:
        return PromptPlayer(leg.play, speech.speaker, speech.wording, language or settings.language)

    agents = GatewayAgents(line.gateway, player_for)
    sentences = handoff_sentences(speech.prompts)
    opening = open_humans(settings, records.engine, records.journal, agents, sentences, player_for)
    humans = await stack.enter_async_context(opening)
    mint = TokenMint(token_secret(settings))
    road = open_pbx(settings, humans.store, mint, sentences, agents)
    acds = [*road.acds, *humans.queues.acds]
    if not acds:
        log.warning("no handoff.target, agent or agents is set: callers who want a human get a call-back promise")
    await humans.store.tidy()
    records.journal.close_left_open()
    _keep_up(stack, humans.store.keep(), "the care for stored packets")
    for job, name in road.jobs:
        _keep_up(stack, job(), name)
    messages = await stack.enter_async_context(voicemail(settings, records.engine))
    options = DeskOptions(
        asker=number_asker(settings, speech.prompts),
        mailbox=mailbox(messages, speech.prompts),
        calls_messages=settings.handoff.voicemail.call_back,
    )
    desk = Desk(humans.store, mint, acds, sentences, options=options, on_step=records.board.step)
    return _People(humans, road, desk)


async def _context(
    settings: Settings,
    speech: Speech,
    dialogue: RasaDialogue,
    people: _People,
    records: _Records,
    gate: Gate,
    recorder: Recorder | None,
) -> CallContext:
    """Everything that a call needs, once the parts have started."""
    return CallContext(
        options=settings.call,
        dialogue=dialogue,
        listeners=speech.listeners,
        speaker=speech.speaker,
        desk=people.desk,
        journal=records.journal,
        prompts={code: said.call for code, said in speech.prompts.items()},
        apologies=await speech.apologies(),
        wording=speech.wording,
        farewells=await speech.farewells(),
        gate=gate,
        on_live=records.board.tell,
        own_slots=own_slots(),
        suggest=dialogue.suggest,
        vocabularies=vocabularies(settings.data, speech.languages),
        recorder=recorder,
        back=settings.handoff.transfers.back,
    )


def _chores(stack: AsyncExitStack, settings: Settings, records: _Records, speech: Speech) -> None:
    """What goes on beside calls."""
    _keep_up(stack, write_down_calls(settings, records.engine, records.journal), "the transcripts of recorded calls")
    _keep_up(stack, finish_erasures(settings, records.engine), "the end of erasures that wait")
    _keep_up(stack, keep_small(settings.state / "log"), "the care for log files")
    _keep_up(stack, follow_heads(settings, speech.listeners), "the following of chosen heads")


def _password(settings: Settings) -> str:
    """The account's. Raises StartError: there is an account, and none was told."""
    if settings.sip.account is not None and not settings.secrets.sip_password:
        raise StartError("sip.account is set but HATEF_SIP_PASSWORD is not; export it before `hatef serve`")
    return settings.secrets.sip_password
