"""`hatef erase NUMBER`: everything that is kept of one caller, away."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from bot.cli.listing import show
from bot.erasing.erase import Erased, Eraser
from bot.erasing.person import NotANumber, person
from bot.errors import DatabaseUnavailable
from bot.service.erasing import open_eraser
from bot.settings.paths import DEFAULT_CONFIG, Config
from bot.settings.settings import Settings, load_settings
from bot.store.database import open_database, require_database
from bot.terminal import console, errors

PATIENCE_S = 15.0
"""How long a locked database is asked again."""
RETRY_S = 0.5

app = typer.Typer(add_completion=False)


@app.command()
def erase(
    number: Annotated[str, typer.Argument(help="in any notation: 0912…, +98912…, 0098912…")],
    config: Config = DEFAULT_CONFIG,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="only tell what there is")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="do not ask")] = False,
) -> None:
    """Calls, turns, handoffs, recordings and what waits of them, of one number; the CRM is left alone."""
    try:
        whom = person(number)
    except NotANumber as error:
        raise typer.BadParameter(str(error), param_hint="NUMBER") from error
    with _eraser(load_settings(config)) as eraser:
        found = _patiently(lambda: eraser.look(whom))
        _tell(found, "there is" if dry_run else "to be erased")
        if dry_run:
            return
        if not found.total and not found.live:
            return
        if not yes and not typer.confirm("erase it? nothing brings it back"):
            sys.exit(1)
        gone = _patiently(lambda: eraser.erase(whom))
    _tell(gone, "erased")
    console.print("The CRM was not touched; neither were backups, nor exported recordings.")


def _tell(found: Erased, what: str) -> None:
    if found.total:
        show((what, "how many"), [(name, str(number)) for name, number in found.counts.items()], heads=2)
    elif not found.live:
        console.print("nothing is kept of this number" if what != "erased" else "nothing was left to erase")
    if found.live:
        goes_on = f"{found.live} of his calls or handoffs still go on"
        console.print(f"{goes_on}: Hatef erases them when they are over, or at its next start", soft_wrap=True)
    if found.masked:
        told = f"{found.masked} calls have masked numbers (journal.keep_numbers): whose they are nobody can tell"
        errors.print(f"hatef: {told}", soft_wrap=True, markup=False)


def _patiently[T](work: Callable[[], T]) -> T:
    deadline_s = time.monotonic() + PATIENCE_S
    while True:
        try:
            return work()
        except OperationalError:
            if time.monotonic() > deadline_s:
                raise
        time.sleep(RETRY_S)


@contextmanager
def _eraser(settings: Settings) -> Iterator[Eraser]:
    url = settings.database_url(settings.journal.url)
    require_database(url, settings.file)
    engine = open_database(url)
    try:
        yield open_eraser(settings, engine)
    except SQLAlchemyError as error:
        cause = type(getattr(error, "orig", None) or error).__name__
        raise DatabaseUnavailable(engine.url.render_as_string(hide_password=True), cause) from error
    finally:
        engine.dispose()
