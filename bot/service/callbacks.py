"""The keeping of promised call-backs, opened with the service: off where nothing is said of how people are called."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

from sqlalchemy import Engine

from bot.call.context import CallContext
from bot.call.ports import CallLeg
from bot.call.prompt_player import PromptPlayer
from bot.callbacks.line import GatewayCallers, Spoken
from bot.prompts.load import Prompts
from bot.service.humans import Humans
from bot.settings.settings import Settings
from bot.store.database import spill_home
from bot.tasks import begin, call_off
from handoff.callbacks.asking import NumberAsker
from handoff.callbacks.book import CallbackBook
from handoff.callbacks.keeper import CallbackKeeper, Ways
from handoff.desk import Desk
from handoff.special_days import LiveCalendar
from handoff.transactions import Transactions
from nlu.text.languages import FALLBACK
from voice.gateway.gateway import Gateway

PATIENCE_S = 2.0
"""For the database."""


def callback_folder(settings: Settings) -> Path:
    """Where steps of call-backs wait while the database is away."""
    return spill_home(settings.database_url(settings.journal.url), settings.state) / "callbacks"


def number_asker(settings: Settings, prompts: Mapping[str, Prompts]) -> NumberAsker | None:
    """Who asks callers which number to call; None where Hatef calls nobody: then a human asks."""
    rules = settings.handoff.callbacks
    return None if rules.dial is None else NumberAsker(rules, {code: own.callbacks for code, own in prompts.items()})


@asynccontextmanager
async def callbacks_kept(
    settings: Settings,
    engine: Engine,
    humans: Humans,
    desk: Desk,
    gateway: Gateway,
    context: CallContext,
    prompts: Mapping[str, Prompts],
) -> AsyncIterator[None]:
    """Keep promises while the block runs; what is under way at its end is tried again later."""
    rules = settings.handoff.callbacks
    if rules.dial is None or not desk.acds:
        yield
        return
    work = Transactions(engine, PATIENCE_S)
    spoken = _spoken(settings, context, prompts)
    line = GatewayCallers(gateway, partial(_mouth, context), spoken, rules, settings.language)
    said = {code: own.callbacks for code, own in prompts.items()}
    elsewhere = any(acd not in humans.queues.acds for acd in desk.acds)  # who is at work there, only the PBX knows
    days, too = LiveCalendar(settings.data), settings.handoff.voicemail.call_back
    keeper = CallbackKeeper(
        CallbackBook(work, callback_folder(settings), rules, days=days, calls_messages=too),
        humans.store,
        Ways(line, desk.acds, desk.mint, lambda language: said.get(language, said[FALLBACK])),
        rules,
        may_call=lambda: not gateway.draining and (elsewhere or humans.queues.serving),
    )
    keeping = begin(keeper.run(), "the keeping of call-backs")
    try:
        yield
    finally:
        await call_off(keeping)
        work.close()


def _mouth(context: CallContext, leg: CallLeg, language: str) -> PromptPlayer:
    return PromptPlayer(leg.play, context.speaker, context.wording, language, own_languages=context.own_languages)


def _spoken(settings: Settings, context: CallContext, prompts: Mapping[str, Prompts]) -> dict[str, Spoken]:
    names = {str(code): name for code, name in settings.company.name.items()}
    house = names.get(settings.language, "")
    return {
        code: Spoken(own.callbacks, names.get(code, house), own.call.apology, context.apologies.get(code, b""))
        for code, own in prompts.items()
    }
