"""`hatef status`: how the running Hatef fares."""

import asyncio
import json
from collections.abc import Iterator
from typing import Annotated

import typer

import bot
from bot.cli.listing import show
from bot.service.control_client import ControlClient
from bot.service.status import Part, Status, status_as_json
from bot.settings.paths import DEFAULT_CONFIG, Config
from bot.settings.settings import Settings, load_settings
from bot.terminal import console, errors

app = typer.Typer(add_completion=False)


@app.command()
def status(
    config: Config = DEFAULT_CONFIG, as_json: Annotated[bool, typer.Option("--json", help="as JSON")] = False
) -> None:
    """How the Hatef that runs fares: calls, processes, registration, database."""
    asyncio.run(print_status(load_settings(config), as_json=as_json))


def client_of(settings: Settings) -> ControlClient:
    """The way to the Hatef that runs with this configuration."""
    return ControlClient(settings.state, settings.file)


async def print_status(settings: Settings, *, as_json: bool) -> None:
    """Ask and show. Raises ServiceDown and its like."""
    client = client_of(settings)
    status = await client.status()
    if as_json:
        told = {"hatef": client.version, **status_as_json(status)}
        console.print(json.dumps(told, ensure_ascii=False, indent=1), soft_wrap=True, markup=False)
        return
    for line in lines(status, client.version):
        console.print(line, soft_wrap=True, markup=False)
    headers = ("part", "process", "state", "deaths", "last death", "keepers lost")
    show(headers, [_row(part) for part in status.parts], heads=3)
    warn_of_another_version(client.version)


def warn_of_another_version(version: str) -> None:
    """This command may know less, or more, than the Hatef that runs."""
    if version != bot.__version__:
        told = f"the Hatef that runs is {version}, this command {bot.__version__}: restart hatef serve"
        errors.print(told, style="yellow", soft_wrap=True, markup=False)


def lines(status: Status, version: str) -> Iterator[str]:
    """All but the table of parts."""
    yield f"Hatef {version}, process {status.pid}, {status.state} for {_long(status.uptime_s)}"
    yield f"  since     {status.since:%Y-%m-%d %H:%M:%S} UTC"
    yield f"  config    {status.config}"
    yield f"  SIP       {status.sip}, {REGISTRATION[status.registered]}"
    calls = status.calls
    yield f"  calls     {calls.now} now, {status.in_line} of them in line; at most {status.max_calls}"
    yield f"            {calls.started} came since the start, {calls.answered} were answered"
    yield f"            the recognisers can serve about {status.capacity} at once"
    behind = "entries wait for it: it is away" if status.database_behind else "up to date"
    lost = f", {status.entries_lost} entries lost" if status.entries_lost else ""
    yield f"  journal   {status.database}, {behind}{lost}"
    if status.console:
        yield f"  console   {status.console}"
    if status.recordings:
        yield f"  recording {status.recordings}"
    if status.dialogue_url:
        yield f"  dialogue  Rasa at {status.dialogue_url}, not ours"
    if calls.followers or calls.followers_lost:
        yield f"  events    {calls.followers} read them now, {calls.followers_lost} were too slow"


REGISTRATION = {True: "registered at the PBX", False: "NOT registered at the PBX", None: "no account at a PBX"}


def _row(part: Part) -> tuple[str, ...]:
    up = "up" if part.up else "DOWN"
    lost = str(part.keepers_lost) if part.keepers_lost else ""
    return part.name, str(part.pid or ""), up, str(part.deaths), part.last_why, lost


def _long(uptime_s: int) -> str:
    """«2 d 3 h», «5 min 7 s»."""
    minutes, seconds = divmod(uptime_s, 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    units = ((days, "d"), (hours, "h"), (minutes, "min"), (seconds, "s"))
    said = [f"{count} {unit}" for count, unit in units if count]
    return " ".join(said[:2]) or "0 s"
