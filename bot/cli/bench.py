"""`hatef bench`: how fast it answers, how soon its voice begins, what recording costs, how its queues hold."""

import asyncio
from typing import Annotated

import typer

from bot.cli.options import JsonFile
from bot.settings.paths import DEFAULT_CONFIG, Config
from bot.settings.settings import load_settings

app = typer.Typer(invoke_without_command=True)


@app.callback()
def bench(
    context: typer.Context,
    config: Config = DEFAULT_CONFIG,
    calls: Annotated[int, typer.Option(min=1, max=500, help="calls at once")] = 1,
    rounds: Annotated[int, typer.Option(min=1, max=1000, help="questions in each call")] = 5,
    record: Annotated[bool, typer.Option("--record", help="while every call is recorded")] = False,
    json_file: JsonFile = None,
) -> None:
    """How fast it answers, CALLS at once, measured from outside on loopback."""
    from bot.cli.checks import before_work
    from bot.lab.bench.answers import bench as run

    if context.invoked_subcommand is None:
        settings = load_settings(config)
        before_work(settings)
        asyncio.run(run(settings, calls, rounds, json_file, record=record))


@app.command("voices")
def bench_voices(
    config: Config = DEFAULT_CONFIG,
    sentences: Annotated[int, typer.Option(min=1, help="new sentences to say in each language")] = 40,
    json_file: JsonFile = None,
) -> None:
    """How soon the voice begins, from the cache and anew, and how equally loud all fixed prompts are."""
    from bot.lab.bench.voices import bench_voices as run

    asyncio.run(run(load_settings(config), sentences, json_file))


@app.command("recording")
def bench_recording(
    minutes: Annotated[int, typer.Option(min=1, max=60, help="of a call")] = 5,
    json_file: JsonFile = None,
) -> None:
    """What a minute of a recorded call costs, as FLAC and as Opus."""
    from bot.lab.bench.recording import bench_recording as run

    asyncio.run(run(minutes, json_file))


@app.command("queue")
def bench_queue(
    config: Config = DEFAULT_CONFIG,
    callers: Annotated[int, typer.Option(min=1, max=100, help="who all want a human at once")] = 20,
    agents: Annotated[int, typer.Option(min=1, max=20, help="who take them, each pressing 1")] = 3,
    talk_s: Annotated[float, typer.Option("--talk", min=0.5, max=600, help="how long each talks, s")] = 8.0,
    json_file: JsonFile = None,
) -> None:
    """The built-in queue: from the key for a human to the ringing telephone, the order, and waits as announced."""
    from bot.cli.checks import before_work
    from bot.lab.bench.queue import Plan
    from bot.lab.bench.queue import bench as run

    settings = load_settings(config)
    before_work(settings)
    asyncio.run(run(settings, Plan(callers, agents, talk_s), json_file))
