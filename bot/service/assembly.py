"""Opens every room in the right order and closes them in the reverse one.

database ─┬─ synthesiser, recogniser ─────────┐
          ├─ action server ── Rasa ── warm-up ┼─▶ SIP gateway: calls may come
          └─ CRM sample, secret               ┘
"""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from bot.call.agent_port import GatewayAgents
from bot.call.call import Call
from bot.call.context import CallContext, Wording
from bot.call.gate import Gate
from bot.call.language.lock import vocabularies
from bot.call.live import OnLive
from bot.call.ports import CallLeg
from bot.call.prompt_player import PromptPlayer
from bot.call.returned import ReturnedCall
from bot.dialogue.client import RasaDialogue
from bot.dialogue.engine import open_dialogue
from bot.errors import StartError
from bot.journal.privacy import Hide, Redaction, keep, mask
from bot.journal.writer import Journal
from bot.prompts.fixed import fixed_texts
from bot.prompts.load import Prompts, handoff_sentences, load_prompts
from bot.releases.second_pass import follow_heads, second_pass
from bot.releases.train import speech_models
from bot.releases.voices import embedded_voice, names, voice_choice, worded
from bot.service.board import Board
from bot.service.callbacks import callbacks_kept
from bot.service.console import open_console
from bot.service.control import Control, control
from bot.service.erasing import finish_erasures
from bot.service.humans import open_humans
from bot.service.log_files import keep_small
from bot.service.log_privacy import redact_log
from bot.service.pbx import BACK_HEADER, PbxRoad, open_pbx
from bot.service.queue_control import QueueControl
from bot.service.recording import recording
from bot.service.status_reader import StatusReader
from bot.service.transcribing import write_down_calls
from bot.settings.settings import Settings
from bot.skills.runtime.skill import own_slots
from bot.store.database import open_database, spill_home
from bot.store.own_secret import token_secret
from bot.tasks import begin, call_off
from handoff.acd.port import Acd
from handoff.desk import Desk, OnStep
from handoff.sentences import HandoffSentences
from handoff.store import HandoffStore
from handoff.token import TokenMint
from nlu.text.languages import CODES
from voice.errors import VoiceError
from voice.gateway.gateway import Gateway
from voice.gateway.leg import Leg
from voice.listen.pool import ListenerPool
from voice.speak.speaker import Speaker

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Service:
    """A running Hatef."""

    gateway: Gateway
    context: CallContext


Tell = Callable[[str], None]


def _nobody(_line: str) -> None:
    """Nobody wants to know."""


async def _told[T](work: Coroutine[Any, Any, T], part: str, tell: Tell) -> T:
    """Do the work, and tell when the part is ready."""
    began_s = time.monotonic()
    result = await work
    tell(f"{part}: ready after {time.monotonic() - began_s:.1f} s")
    return result


async def _all[T](first: Coroutine[Any, Any, T], *others: Coroutine[Any, Any, None]) -> T:
    """Do all at once; the result of the first. One line for the user: the first trouble is the one to mend first."""
    try:
        async with asyncio.TaskGroup() as starting:
            result = starting.create_task(first)
            for other in others:
                starting.create_task(other)
    except ExceptionGroup as group:
        raise group.exceptions[0] from None
    return result.result()


@asynccontextmanager
async def open_service(settings: Settings, config: Path, tell: Tell = _nobody) -> AsyncIterator[Service]:
    """Start everything; one clear error of ours where something cannot be. Stops everything on the way out.

    `tell` hears a line for each part that is ready.
    """
    async with AsyncExitStack() as stack:
        stack.callback(redact_log(settings.journal.redact))
        engine = open_database(settings.database_url(settings.journal.url))
        stack.callback(engine.dispose)
        console = await stack.enter_async_context(open_console(settings, config))
        parts = _parts(settings)
        speaker, listeners, wording = parts.speaker, parts.listeners, parts.wording
        stack.push_async_callback(speaker.stop)
        stack.push_async_callback(listeners.stop)
        starting = (
            _told(speaker.start(), "the voices", tell),
            _told(listeners.start(), f"the recognisers ({', '.join(parts.languages)})", tell),
        )
        opening = stack.enter_async_context(open_dialogue(settings, config))
        dialogue = await _all(_told(opening, "the dialogue (Rasa and the action server)", tell), *starting)
        context_later: list[CallContext] = []

        async def on_call(leg: Leg) -> None:
            if leg.called == settings.handoff.agent_number:
                return await humans.telephone.run(leg)
            if (packet := await road.given_back(leg.headers)) is not None:
                why = leg.headers[BACK_HEADER]
                return await ReturnedCall(leg, context_later[0], packet, why, road.ways).run(desk)
            await Call(leg, context_later[0]).run()

        gate = Gate(listeners.has_room, settings.sip.max_waiting)
        _keep_up(stack, gate.run(), "the gate to the recognisers")
        gateway = Gateway(settings.sip, on_call, password=_password(settings), full=gate.full)
        board = Board(_hide(settings))
        journal = _journal(settings, engine)
        stack.callback(journal.close)

        def player_for(leg: CallLeg, language: str) -> PromptPlayer:
            return PromptPlayer(leg.play, speaker, wording, language or settings.language)

        agents = GatewayAgents(gateway, player_for)
        sentences = handoff_sentences(parts.prompts)
        opening_humans = open_humans(settings, engine, journal, agents, sentences, player_for)
        humans = await stack.enter_async_context(opening_humans)
        store = humans.store
        desk, road = _desk(settings, store, agents, sentences, board.step, humans.queues.acds)
        await _settle_left_open(store, journal)
        _keep_up(stack, store.keep(), "the care for stored packets")
        for job, name in road.jobs:
            _keep_up(stack, job(), name)
        recorder = await stack.enter_async_context(recording(settings, engine))
        context = await _context(settings, parts, dialogue, desk, journal, gate, board.tell)
        context_later.append(context := replace(context, recorder=recorder))
        _keep_up(stack, write_down_calls(settings, engine, journal), "the transcripts of recorded calls")
        _keep_up(stack, finish_erasures(settings, engine), "the end of erasures that wait")
        _keep_up(stack, keep_small(settings.state / "log"), "the care for log files")
        _keep_up(stack, follow_heads(settings, listeners), "the following of chosen heads")
        await _told(_prepare_prompts(settings.data, parts), "the fixed prompts", tell)
        await gateway.start()
        stack.push_async_callback(gateway.stop)
        kept = callbacks_kept(settings, engine, store, desk, gateway, context, parts.prompts)
        await stack.enter_async_context(kept)
        reader = StatusReader(
            settings, config, gateway, listeners, speaker, dialogue, gate, journal, board, console, recorder, road.link
        )
        await stack.enter_async_context(
            control(Control(settings.state, board, reader.read, QueueControl(humans.queues.distributor)))
        )
        yield Service(gateway, context)


def _keep_up(stack: AsyncExitStack, work: Coroutine[Any, Any, None], name: str) -> None:
    """Let `work` go on until the stack ends it."""
    stack.push_async_callback(call_off, begin(work, name))


@dataclass(frozen=True, slots=True)
class _Parts:
    """What speaks and listens, not started yet."""

    prompts: Mapping[str, Prompts]
    wording: Wording
    speaker: Speaker
    listeners: ListenerPool
    languages: tuple[str, ...]
    """What callers can be understood in."""


def _parts(settings: Settings) -> _Parts:
    prompts = load_prompts(settings.data)
    lexicon = names(settings)
    wording = worded(lexicon)
    models = speech_models(settings)
    listeners = ListenerPool(models, workers=settings.speech.workers or None, second_pass=second_pass(settings))
    return _Parts(prompts, wording, _speaker(settings, prompts, wording, lexicon.version), listeners, tuple(models))


def _hide(settings: Settings) -> Hide:
    return keep if settings.journal.keep_numbers else mask


def _journal(settings: Settings, engine: Engine) -> Journal:
    return Journal(
        engine,
        hide=_hide(settings),
        redaction=Redaction(settings.journal.redact),
        spill=_spill_home(settings) / "journal",
    )


async def _settle_left_open(store: HandoffStore, journal: Journal) -> None:
    """Before the first call: what a killed run left open."""
    await store.tidy()
    journal.close_left_open()


async def _context(
    settings: Settings, parts: _Parts, dialogue: RasaDialogue, desk: Desk, journal: Journal, gate: Gate, on_live: OnLive
) -> CallContext:
    """Everything that a call needs, once the parts have started."""
    speaker, wording = parts.speaker, parts.wording
    own = parts.prompts.items()
    return CallContext(
        options=settings.call,
        dialogue=dialogue,
        listeners=parts.listeners,
        speaker=speaker,
        desk=desk,
        journal=journal,
        prompts={code: said.call for code, said in own},
        apologies={language: await speaker.apology(language) for language in parts.prompts},
        wording=wording,
        farewells={code: await _sound(speaker, wording(said.call.closing, code), code) for code, said in own},
        gate=gate,
        on_live=on_live,
        own_slots=own_slots(),
        suggest=dialogue.suggest,
        vocabularies=vocabularies(settings.data, parts.languages),
    )


def _speaker(settings: Settings, prompts: Mapping[str, Prompts], wording: Wording, lexicon_version: str) -> Speaker:
    recordings = settings.speech.recordings
    return Speaker(
        cache_dir=settings.state / "prompts",
        voices={language: voice_choice(settings, language) for language in CODES},
        recordings_dir=settings.home / recordings if recordings else None,
        lexicon_version=lexicon_version,
        apologies={language: wording(own.call.apology, language) for language, own in prompts.items()},
        stand_ins={language: embedded_voice(settings, language) for language in CODES},
    )


def _password(settings: Settings) -> str:
    """The account's. Raises StartError: there is an account, and none was told."""
    if settings.sip.account is not None and not settings.secrets.sip_password:
        raise StartError("sip.account is set but HATEF_SIP_PASSWORD is not; export it before `hatef serve`")
    return settings.secrets.sip_password


def _desk(
    settings: Settings,
    store: HandoffStore,
    agents: GatewayAgents,
    sentences: HandoffSentences,
    on_step: OnStep,
    queues: Sequence[Acd],
) -> tuple[Desk, PbxRoad]:
    mint = TokenMint(token_secret(settings))
    road = open_pbx(settings, store, mint, sentences, agents)
    acds = [*road.acds, *queues]
    if not acds:
        log.warning("no handoff.target, agent or agents is set: callers who want a human get a call-back promise")
    return Desk(store, mint, acds, sentences, on_step=on_step), road


def _spill_home(settings: Settings) -> Path:
    return spill_home(settings.database_url(settings.journal.url), settings.state)


async def _sound(speaker: Speaker, text: str, language: str) -> bytes:
    """A sentence kept in memory; nothing where it cannot be said now."""
    try:
        return b"".join([chunk async for chunk in speaker.say(text, language)])
    except VoiceError as error:
        log.warning("a sentence for the end of the service cannot be rendered: %s", error)
        return b""


async def _prepare_prompts(data: Path, parts: _Parts) -> None:
    """Render every fixed sentence ahead, so that it can be said when the synthesiser is down."""
    for language, own in parts.prompts.items():
        texts = fixed_texts(data, language, own)
        await parts.speaker.prepare([parts.wording(text, language) for text in texts], language)
