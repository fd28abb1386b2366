"""`hatef queue [--follow]`: the built-in queues, their agents, and who waits for how long yet."""

import asyncio
import json
from datetime import UTC, datetime
from typing import Annotated

import typer

from bot.cli.agents import lasting, show_agents
from bot.cli.listing import show
from bot.cli.status import client_of
from bot.service.control_client import ControlClient
from bot.service.queue_wire import board_as_json
from bot.settings.paths import DEFAULT_CONFIG, Config
from bot.settings.settings import load_settings
from bot.terminal import console, errors
from handoff.acd.own.view import BoardView, QueueView, WaitingView

QUEUES = ("queue", "waiting", "at work", "ready", "a caller now would wait", "a call takes")
WAITING = ("queue", "place", "call", "waits for", "expected yet", "language", "skill", "kind", "rung")

app = typer.Typer()


@app.command()
def queue(
    config: Config = DEFAULT_CONFIG,
    follow: Annotated[bool, typer.Option("--follow", "-f", help="again whenever something changes")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="as lines of JSON")] = False,
) -> None:
    """The built-in queues of the Hatef that runs."""
    client = client_of(load_settings(config))
    asyncio.run(_follow(client, as_json) if follow else _once(client, as_json))


async def _once(client: ControlClient, as_json: bool) -> None:
    _print(await client.queue(), as_json)


async def _follow(client: ControlClient, as_json: bool) -> None:
    async for view in client.queue_events():
        if not as_json:
            console.rule(f"{datetime.now():%H:%M:%S}")
        _print(view, as_json)
    errors.print("Hatef has ended", style="yellow")


def _print(view: BoardView, as_json: bool) -> None:
    if as_json:
        console.print(json.dumps(board_as_json(view), ensure_ascii=False), soft_wrap=True, markup=False)
    else:
        show_board(view, datetime.now(UTC))


def show_board(view: BoardView, now: datetime) -> None:
    """As tables; in words where there is nothing."""
    if not view.queues:
        console.print("there is no built-in queue; docs/queues.md says how to make one")
        return
    rows = [
        (one.name, str(one.waiting), str(one.at_work), str(one.ready), waits(one), wait(one.handling_s))
        for one in view.queues
    ]
    show(QUEUES, rows, heads=1)
    show_agents(view.agents, now)
    if view.waiting:
        show(WAITING, [_row(one, now) for one in view.waiting], heads=3)
    else:
        console.print("nobody waits")


def waits(one: QueueView) -> str:
    """What a caller would wait; by language where that makes a difference: «fa 3 min, ar 0 s»."""
    told = {code: wait(seconds) for code, seconds in one.waits_s.items()}
    if len(set(told.values())) < 2:
        return wait(one.wait_s)
    return ", ".join(f"{code} {words}" for code, words in told.items())


def wait(seconds: float | None) -> str:
    """A wait in words; where nobody is at work there is none."""
    if seconds is None:
        return "nobody is at work"
    return f"{seconds:.0f} s" if seconds < 120 else f"{seconds / 60:.0f} min"


def _row(one: WaitingView, now: datetime) -> tuple[str, ...]:
    place, since = str(one.position), lasting(one.since, now)
    expected = "rung" if one.rung else wait(one.wait_s)
    return one.queue, place, one.call_id, since, expected, one.language, one.skill, one.kind, one.rung
