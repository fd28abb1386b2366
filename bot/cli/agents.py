"""`hatef agents`: who takes calls of the built-in queues; and make one ready, away or logged out."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Literal

import typer

from bot.cli.listing import show
from bot.cli.status import client_of
from bot.settings.paths import DEFAULT_CONFIG, Config
from bot.settings.settings import load_settings
from bot.terminal import console
from handoff.acd.own.view import AgentView

AgentId = Annotated[str, typer.Argument(help="as `hatef agents` shows it")]
HEADERS = ("agent", "name", "state", "for", "reason", "then", "languages", "skills", "queues", "call")

app = typer.Typer(invoke_without_command=True)


@app.callback()
def agents(context: typer.Context, config: Config = DEFAULT_CONFIG) -> None:
    """The agents of the built-in queues; then: ready ID, away ID, logout ID."""
    if context.invoked_subcommand is None:
        list_agents(config)


@app.command("list")
def list_agents(config: Config = DEFAULT_CONFIG) -> None:
    """All agents, and how they are now."""
    view = asyncio.run(client_of(load_settings(config)).queue())
    show_agents(view.agents, datetime.now(UTC))


@app.command()
def ready(agent: AgentId, config: Config = DEFAULT_CONFIG) -> None:
    """The agent takes calls."""
    _change(config, agent, "ready")


@app.command()
def away(
    agent: AgentId,
    reason: Annotated[str, typer.Option("--reason", "-r", help="why, in a word")] = "",
    config: Config = DEFAULT_CONFIG,
) -> None:
    """The agent takes no calls for a while."""
    _change(config, agent, "away", reason)


@app.command()
def logout(agent: AgentId, config: Config = DEFAULT_CONFIG) -> None:
    """The agent goes home."""
    _change(config, agent, "out")


def _change(config: Config, agent: str, to: Literal["ready", "away", "out"], reason: str = "") -> None:
    changed = asyncio.run(client_of(load_settings(config)).change_agent(agent, to, reason))
    then = f", {changed.next} after the call" if changed.next else ""
    console.print(f"agent {changed.id} is {changed.state}{then}", markup=False)


def show_agents(found: Sequence[AgentView], now: datetime) -> None:
    """As a table; in words where there is none."""
    if not found:
        console.print("there are no agents; docs/queues.md says how to name them in config.yml")
        return
    show(HEADERS, [_row(one, now) for one in found], heads=2)


def _row(one: AgentView, now: datetime) -> tuple[str, ...]:
    return (
        one.id,
        one.name,
        one.state,
        lasting(one.since, now),
        one.reason,
        one.next,
        " ".join(one.languages) or "all",
        ", ".join(one.skills),
        " ".join(one.queues),
        one.call_id,
    )


def lasting(since: datetime, now: datetime) -> str:
    """How long something has been so: 12 s, 3 min, 2 h."""
    seconds = max(0, round((now - since).total_seconds()))
    if seconds < 120:
        return f"{seconds} s"
    return f"{seconds // 60} min" if seconds < 7_200 else f"{seconds // 3_600} h"
