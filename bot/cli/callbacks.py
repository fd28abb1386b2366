"""`hatef callbacks`: the promised calls, and what became of them. Numbers are shown: somebody works this list off."""

import asyncio
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Annotated

import typer
from rich.table import Table

from bot.cli.due import when_called
from bot.cli.messages import export, left_messages, words_of
from bot.cli.recordings import sound_file
from bot.errors import DatabaseError
from bot.settings.paths import DEFAULT_CONFIG, Config
from bot.settings.settings import Settings, load_settings
from bot.store.database import open_database, require_database, spill_home
from bot.terminal import LIST_WIDTH, console, errors
from handoff.callbacks.book import CallbackBook
from handoff.callbacks.plan import CallbackNow, CallbackState
from handoff.callbacks.promises import Callback, spilled_callbacks
from handoff.errors import StoreError, StoreUnavailable
from handoff.special_days import LiveCalendar
from handoff.states import State
from handoff.store import HandoffStore
from handoff.transactions import Transactions
from handoff.voicemail.message import Message

PacketId = Annotated[str, typer.Argument(help="as `hatef callbacks` shows it; its start is enough")]

PATIENCE_S = 10.0
"""How long a locked database is asked again."""
RETRY_S = 0.5
NONE: Mapping[str, CallbackNow] = MappingProxyType({})

app = typer.Typer(invoke_without_command=True)


@app.callback()
def callbacks(context: typer.Context, config: Config = DEFAULT_CONFIG) -> None:
    """The calls that were promised and are still to be made; then: listen ID FILE, done ID, cancel ID, now ID."""
    if context.invoked_subcommand is None:
        list_callbacks(config)


@app.command("list")
def list_callbacks(config: Config = DEFAULT_CONFIG) -> None:
    """Who is to be called, oldest promise first."""
    settings = load_settings(config)
    found, problem = promised(settings)
    if found:
        console.print(callbacks_table(found, being_kept(settings), left_messages(settings)), width=LIST_WIDTH)
    else:
        console.print("no call back is open")
    if problem:
        errors.print(f"hatef: the list may lack some: {problem}", markup=False, soft_wrap=True)
        sys.exit(1)


@app.command()
def done(packet_id: PacketId, config: Config = DEFAULT_CONFIG) -> None:
    """The caller was called back."""
    _settle(load_settings(config), packet_id, State.CALLED_BACK)


@app.command()
def cancel(packet_id: PacketId, config: Config = DEFAULT_CONFIG) -> None:
    """No call is needed any more."""
    _settle(load_settings(config), packet_id, State.CANCELLED)


@app.command()
def listen(
    packet_id: PacketId,
    file: Annotated[Path, typer.Argument(help="ends in .wav, .flac or .ogg (Opus)", callback=sound_file)],
    config: Config = DEFAULT_CONFIG,
) -> None:
    """The message that a caller left, as a sound file; it is not locked any more."""
    settings = load_settings(config)
    export(settings, _single(settings, packet_id), file)


@app.command()
def now(packet_id: PacketId, config: Config = DEFAULT_CONFIG) -> None:
    """Make this call as soon as the hours allow, also one that was given up."""
    settings = load_settings(config)
    if settings.handoff.callbacks.dial is None:
        how = 'write into config.yml, below handoff.callbacks, dial: "sip:{number}@PBX"'
        errors.print(f"hatef: nobody is called: {how}", markup=False, soft_wrap=True)
        sys.exit(1)
    whole = _single(settings, packet_id)
    with _book(settings) as book:
        if not asyncio.run(book.hurry(whole)):
            told = being_kept(settings).get(whole)
            errors.print(
                f"hatef: {whole} cannot be called now: {_words(told) if told else 'it is settled'}", markup=False
            )
            sys.exit(1)
    console.print(f"{whole} is called {when_called(settings)}", markup=False, soft_wrap=True)


def promised(settings: Settings) -> tuple[list[Callback], str]:
    """Every open promise, in the database or still in the spill folder; and why the list may lack some, or ""."""
    found = {one.packet_id: one for one in spilled_callbacks(_folder(settings))}
    problem = ""
    try:
        require_database(settings.database_url(settings.journal.url), settings.file)
        with _store(settings) as store:
            found |= {one.packet_id: one for one in asyncio.run(store.callbacks())}
    except (DatabaseError, StoreError) as error:
        problem = str(error)
    return sorted(found.values(), key=lambda one: one.promised_at), problem


def being_kept(settings: Settings) -> Mapping[str, CallbackNow]:
    """How Hatef keeps each promise, as far as that can be read; nothing where it makes no calls."""
    try:
        require_database(settings.database_url(settings.journal.url), settings.file)
        with _book(settings) as book:
            return asyncio.run(book.every())
    except (DatabaseError, StoreError):
        return {}


def callbacks_table(
    found: Sequence[Callback],
    kept: Mapping[str, CallbackNow] = NONE,
    left: Mapping[str, Message] = MappingProxyType({}),
) -> Table:
    """Ids and numbers whole at 80 columns; names and reasons go on in the next line where they must."""
    table = Table(box=None, pad_edge=False)
    for name in ("id", "promised", "number"):
        table.add_column(name, no_wrap=True)
    for name in ("name", "why"):
        table.add_column(name, overflow="fold")
    for one in found:
        when = f"{one.promised_at.astimezone():%Y-%m-%d %H:%M}"
        told = _words(kept[one.packet_id]) if one.packet_id in kept else ""
        said = words_of(left[one.packet_id]) if one.packet_id in left else ""
        why = "; ".join(filter(None, (said, f"{one.reason}: {one.note}" if one.note else one.reason, told)))
        table.add_row(one.packet_id, when, one.number, one.name, why)
    return table


def _words(one: CallbackNow) -> str:
    """State, tries, what became of the last, and when the next is."""
    state = one.state.value.replace("_", " ")
    tries = f", {one.tries} {'try' if one.tries == 1 else 'tries'}" if one.tries else ""
    why = f": {one.why}" if one.why else ""
    due = datetime.fromtimestamp(one.due_ms / 1000).astimezone()
    at = f", next {due:%m-%d %H:%M}" if one.state is CallbackState.WAITING else ""
    return f"{state}{tries}{why}{at}"


def _settle(settings: Settings, start: str, state: State) -> None:
    whole = _single(settings, start)
    with _store(settings) as store:
        asyncio.run(_move(store, whole, state))
    console.print(f"{whole} {state.replace('_', ' ')}")


def _single(settings: Settings, start: str) -> str:
    """The one open promise whose id begins so; ends the program where there is none, or several."""
    found, problem = promised(settings)
    fitting = [one.packet_id for one in found if start and one.packet_id.startswith(start)]
    if len(fitting) != 1:
        errors.print(f"hatef: no single open call back begins with '{start}'; see: hatef callbacks", markup=False)
        if problem:
            errors.print(f"hatef: {problem}", markup=False, soft_wrap=True)
        sys.exit(1)
    return fitting[0]


async def _move(store: HandoffStore, packet_id: str, state: State) -> None:
    deadline_s = time.monotonic() + PATIENCE_S
    while True:
        try:
            await store.adopt(packet_id)
            return await store.move(packet_id, state)
        except StoreUnavailable:
            if time.monotonic() > deadline_s:
                raise
        await asyncio.sleep(RETRY_S)


def _folder(settings: Settings) -> Path:
    return spill_home(settings.database_url(settings.journal.url), settings.state) / "packets"


@contextmanager
def _store(settings: Settings) -> Iterator[HandoffStore]:
    engine = open_database(settings.database_url(settings.journal.url))
    store = HandoffStore(engine, _folder(settings))
    try:
        yield store
    finally:
        store.close()
        engine.dispose()


@contextmanager
def _book(settings: Settings) -> Iterator[CallbackBook]:
    engine = open_database(settings.database_url(settings.journal.url))
    work = Transactions(engine, PATIENCE_S)
    try:
        folder, rules = _folder(settings).parent / "callbacks", settings.handoff.callbacks
        days, too = LiveCalendar(settings.data), settings.handoff.voicemail.call_back
        yield CallbackBook(work, folder, rules, days=days, calls_messages=too)
    finally:
        work.close()
        engine.dispose()
