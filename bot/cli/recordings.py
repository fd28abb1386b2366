"""`hatef recordings`: what is kept, one of them as a sound file, one of them away."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.exc import SQLAlchemyError

from bot.cli.listing import show
from bot.cli.options import file_to_write
from bot.errors import DatabaseUnavailable
from bot.recordings.rows import RecordingRow
from bot.recordings.shelf import Shelf
from bot.recordings.sound import FORMATS
from bot.service.recording import open_shelf
from bot.settings.paths import DEFAULT_CONFIG, Config
from bot.settings.settings import Settings, load_settings
from bot.store.database import open_database, require_database
from bot.terminal import console, errors

CallId = Annotated[str, typer.Argument(metavar="CALL", help="as the list shows it; its start is enough")]


def sound_file(path: Path) -> Path:
    """A file whose ending says a format. Raises typer.BadParameter."""
    if path.suffix.lower() not in FORMATS:
        raise typer.BadParameter(f"{path.name} has to end in one of {', '.join(FORMATS)}")
    file_to_write(path)
    return path


app = typer.Typer(invoke_without_command=True)


@app.callback()
def recordings(context: typer.Context, config: Config = DEFAULT_CONFIG) -> None:
    """The calls that were recorded; then: export CALL FILE, delete CALL."""
    if context.invoked_subcommand is None:
        list_recordings(config)


@app.command("list")
def list_recordings(
    config: Config = DEFAULT_CONFIG,
    limit: Annotated[int, typer.Option(min=1, help="so many at most")] = 50,
) -> None:
    """The latest, newest first."""
    with _shelf(load_settings(config)) as shelf:
        found = shelf.latest(limit)
        rows = [_fields(row, shelf.folder) for row in found]
    if not rows:
        console.print("no call is kept as a recording")
        return
    headers = ("call", "began (UTC)", "length", "human", "told after", "silenced", "lost", "size", "state")
    show(headers, rows, heads=3)


@app.command()
def export(
    call: CallId,
    file: Annotated[Path, typer.Argument(help="ends in .wav, .flac or .ogg (Opus)", callback=sound_file)],
    config: Config = DEFAULT_CONFIG,
) -> None:
    """One recording as a sound file: left the caller, right what the caller heard. It is not locked any more."""
    with _shelf(load_settings(config)) as shelf:
        row = shelf.find(call)
        flaw = shelf.export(row, file)
    console.print(f"{row.facts.call_id} is in {file}", soft_wrap=True, markup=False)
    if flaw:
        errors.print(f"hatef: it is not whole: {flaw}", markup=False)


@app.command()
def delete(
    call: CallId,
    config: Config = DEFAULT_CONFIG,
    yes: Annotated[bool, typer.Option("--yes", help="do not ask")] = False,
) -> None:
    """One recording away; the call stays in the journal."""
    with _shelf(load_settings(config)) as shelf:
        row = shelf.find(call)
        what = (
            f"{row.facts.call_id} of {row.facts.started_at:%Y-%m-%d %H:%M:%S} UTC, {row.facts.length_ms / 1000:.0f} s"
        )
        if not yes and not typer.confirm(f"delete the recording {what}?"):
            sys.exit(1)
        shelf.delete([row])
    console.print(f"{row.facts.call_id} is deleted", markup=False)


def _fields(row: RecordingRow, folder: Path) -> tuple[str, ...]:
    facts = row.facts
    state = "whole" if facts.whole else "cut"
    return (
        facts.call_id,
        f"{facts.started_at:%Y-%m-%d %H:%M:%S}",
        _seconds(facts.length_ms),
        "yes" if facts.handed else "",
        "" if facts.consent_ms is None else _seconds(facts.consent_ms),
        _seconds(facts.hushed_ms) if facts.hushed_ms else "",
        _seconds(facts.dropped_ms) if facts.dropped_ms else "",
        f"{row.size_bytes / 1024:.0f} KB",
        state if (folder / row.file).exists() else "its file is gone",
    )


def _seconds(length_ms: int) -> str:
    return f"{length_ms / 1000:.1f} s"


@contextmanager
def _shelf(settings: Settings) -> Iterator[Shelf]:
    """Raises DatabaseError, KeyRefused."""
    url = settings.database_url(settings.journal.url)
    require_database(url, settings.file)
    engine = open_database(url)
    try:
        yield open_shelf(settings, engine)
    except SQLAlchemyError as error:
        cause = type(getattr(error, "orig", None) or error).__name__
        raise DatabaseUnavailable(engine.url.render_as_string(hide_password=True), cause) from error
    finally:
        engine.dispose()
