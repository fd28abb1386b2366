"""`hatef crm`: the services of data/services/ tried out, before callers do."""

import asyncio
import sys
from collections.abc import Mapping
from typing import Annotated, Any, NoReturn

import typer
from rich.markup import escape
from rich.table import Table

from bot.crm.sample import build_sample
from bot.crm.services.model import DEFAULT_SOURCE
from bot.crm.services.opening import open_services
from bot.crm.services.services import Services
from bot.crm.services.trial import Trial, service_findings, try_all, try_one
from bot.settings.paths import DEFAULT_CONFIG, Config
from bot.settings.settings import Settings, load_settings
from bot.terminal import console, errors

app = typer.Typer(no_args_is_help=True, help="Try out the look-ups of data/services/ against the company's records.")

Words = Annotated[list[str] | None, typer.Argument(help="inputs, each as name=value")]


@app.command()
def check(config: Config = DEFAULT_CONFIG) -> None:
    """Ask every service that only reads, with the sample in its file; exit code 1 where one failed."""
    settings = load_settings(config)
    lacks = [finding for finding in service_findings(settings.data, sources_of(settings)) if finding.level == "lack"]
    for lack in lacks:
        console.print(f"[red]✗[/red] {escape(str(lack))}", soft_wrap=True)
    trials = asyncio.run(_all(settings))
    console.print(trials_table(trials))
    for trial in (one for one in trials if one.failed):
        console.print(f"[red]✗[/red] {escape(f'{trial.service.name}: {trial.why}')}", soft_wrap=True)
    if lacks or any(trial.failed for trial in trials):
        sys.exit(1)


@app.command("try")
def try_out(
    name: Annotated[str, typer.Argument(help="the service")],
    words: Words = None,
    config: Config = DEFAULT_CONFIG,
    write: Annotated[bool, typer.Option("--write", help="also one that writes: it really does")] = False,
) -> None:
    """Ask one service: hatef crm try order_status customer_id=c-1001 order_number=12345."""
    inputs = dict(_pair(word) for word in words or ())
    trial = asyncio.run(_one(load_settings(config), name, inputs, write=write))
    assert trial.result is not None
    console.print(
        f"[bold]{escape(trial.result.outcome)}[/bold] in {trial.ms:.0f} ms {escape(trial.why)}", soft_wrap=True
    )
    for row in trial.result.rows or (trial.result.outputs,):
        console.print(escape(shown(row)), soft_wrap=True)


def sources_of(settings: Settings) -> dict[str, str]:
    """Every source by its name."""
    named = {name: settings.database_url(url) for name, url in settings.crm.sources.items()}
    return {**named, DEFAULT_SOURCE: settings.database_url(settings.crm.url)}


def trials_table(trials: list[Trial]) -> Table:
    """A line for each service."""
    table = Table("service", "outcome", "ms", "outputs", box=None)
    for one in trials:
        if one.result is None:
            table.add_row(one.service.name, "[yellow]not tried[/yellow]", "", escape(one.why))
            continue
        colour = "red" if one.failed else "green"
        outcome = f"[{colour}]{escape(one.result.outcome)}[/{colour}]"
        table.add_row(one.service.name, outcome, f"{one.ms:.0f}", escape(shown(one.result.outputs)))
    return table


def shown(row: Mapping[str, Any]) -> str:
    """«amount 1840000 IRR, due_date 2026-12-06»; what is not known is left out."""
    told = {name: value for name, value in row.items() if value is not None}
    return ", ".join(f"{name} {_value(value)}" for name, value in told.items())


def _value(value: Any) -> str:
    return f"{value['value']:,} {value['currency']}" if isinstance(value, Mapping) else str(value)


def _pair(word: str) -> tuple[str, str]:
    name, equals, value = word.partition("=")
    if not equals:
        raise typer.BadParameter(f"'{word}' is no input; write it as name=value")
    return name, value


def _opened(settings: Settings) -> Services:
    """As the action server opens them, the sample made first where it would be."""
    if settings.crm.sample:
        build_sample(settings.database_url(settings.crm.url), settings.data / "sample_crm.yml")
    return open_services(settings.data, sources_of(settings), settings.secrets.of_services)


async def _all(settings: Settings) -> list[Trial]:
    services = _opened(settings)
    try:
        return await try_all(services)
    finally:
        await services.close()


async def _one(settings: Settings, name: str, inputs: Mapping[str, str], *, write: bool) -> Trial:
    services = _opened(settings)
    try:
        service = services.services.get(name)
        if service is None:
            _fail(f"no service '{name}'; known are: {', '.join(sorted(services.services))}")
        if unknown := [one for one in inputs if one not in service.inputs]:
            _fail(f"'{unknown[0]}' is no input of {name}; known are: {', '.join(service.inputs) or 'none'}")
        if service.writes and not write:
            _fail(f"{name} writes; add --write where that is meant")
        return await try_one(services, service, inputs)
    finally:
        await services.close()


def _fail(why: str) -> NoReturn:
    errors.print(f"hatef: {why}", markup=False, soft_wrap=True)
    sys.exit(1)
