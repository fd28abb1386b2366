"""`hatef outbox`: what callers wished to have written in the company's records, and what is still to be done."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated, NoReturn

import typer
from rich.markup import escape
from rich.table import Table
from sqlalchemy import Connection

from bot.crm.services import outbox_rows as rows
from bot.crm.services.outbox_rows import State, Wish
from bot.settings.paths import DEFAULT_CONFIG, Config
from bot.settings.settings import Settings, load_settings
from bot.store.database import open_database, require_database
from bot.terminal import console, errors

app = typer.Typer(invoke_without_command=True)

Key = Annotated[str, typer.Argument(help="as `hatef outbox` shows it")]
OPEN = (State.WAITING, State.DEAD)


@app.callback()
def outbox(context: typer.Context, config: Config = DEFAULT_CONFIG) -> None:
    """What waits to be written and what was given up; then: show KEY, resend KEY, drop KEY."""
    if context.invoked_subcommand is not None:
        return
    found = _asked(load_settings(config), lambda one: rows.listing(one, OPEN))
    console.print(wishes_table(found) if found else "nothing waits to be written")


@app.command()
def show(key: Key, config: Config = DEFAULT_CONFIG) -> None:
    """All of one wish, with what the caller said: somebody may have to do it by hand."""
    wish = _asked(load_settings(config), lambda one: rows.find(one, key))
    if wish is None:
        _fail(f"there is no wish '{key}'; see: hatef outbox")
    console.print(escape(f"{wish.service} ({wish.state}, call {wish.call_id or '-'}) {wish.why}"), soft_wrap=True)
    for name, value in wish.inputs.items():
        console.print(escape(f"  {name}: {value}"), soft_wrap=True)


@app.command()
def resend(key: Annotated[str, typer.Argument(help="a key, or «all»")], config: Config = DEFAULT_CONFIG) -> None:
    """Try it again now."""
    now_ms = int(datetime.now().timestamp() * 1000)
    number = _asked(load_settings(config), lambda one: rows.resend(one, "" if key == "all" else key, now_ms))
    if not number:
        _fail(f"nothing of '{key}' waits or was given up; see: hatef outbox")
    console.print(f"{number} will be tried again")


@app.command()
def drop(key: Key, config: Config = DEFAULT_CONFIG) -> None:
    """Forget one that was given up: it was done by hand, or need not be done."""
    if not _asked(load_settings(config), lambda one: rows.drop(one, key)):
        _fail(f"no wish '{key}' was given up; see: hatef outbox")
    console.print("it is forgotten")


def wishes_table(found: Sequence[Wish]) -> Table:
    """A line a wish; what callers said is left out."""
    table = Table("key", "since", "service", "state", "tries", "why", box=None)
    for one in found:
        since = datetime.fromtimestamp(one.made_at_ms / 1000).strftime("%Y-%m-%d %H:%M")
        table.add_row(one.request_key, since, one.service, one.state.value, str(one.tries), escape(one.why))
    return table


def _asked[T](settings: Settings, work: Callable[[Connection], T]) -> T:
    with _database(settings) as connection:
        return work(connection)


@contextmanager
def _database(settings: Settings) -> Iterator[Connection]:
    url = settings.database_url(settings.journal.url)
    require_database(url, settings.file)
    engine = open_database(url)
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def _fail(why: str) -> NoReturn:
    errors.print(f"hatef: {why}", markup=False, soft_wrap=True)
    sys.exit(1)
