"""`hatef models adapt`, `heads`, `use-head`, `rollback`: heads of the second pass that were made of one's own calls."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.listing import show
from bot.releases.second_pass import head_store
from bot.settings.paths import DEFAULT_CONFIG, Config
from bot.settings.settings import load_settings
from bot.terminal import console
from nlu.text.languages import CODES, Code
from voice.listen.second_pass.heads import SHIPPED, HeadStore, Release

SHIPPED_NAME = "shipped"
SOON = "a running Hatef takes it within seconds; calls go on"


def adapt(
    directory: Annotated[Path, typer.Option("--set", help="reviewed calls: sound files and ref.tsv")],
    config: Config = DEFAULT_CONFIG,
    language: Annotated[Code | None, typer.Option("--language", "-l", help="as a rule all of the set")] = None,
    force: Annotated[str, typer.Option(metavar="REASON", help="take it though it is not better; kept with it")] = "",
    check: Annotated[bool, typer.Option("--check", help="only look at the set")] = False,
) -> None:
    """Make the second pass's head of your own calls; it is used only if it hears held-out calls better.

    It goes on where it was stopped. Exit code 1 where a head was not released.
    """
    from bot.lab.adapting.adapt import Options
    from bot.lab.adapting.adapt import adapt as run

    settings = load_settings(config)
    try:
        released = run(settings, Options(directory, language, force.strip(), check))
    except KeyboardInterrupt:
        console.print("stopped; the same command goes on from here")
        sys.exit(130)
    if not released:
        sys.exit(1)


def heads(config: Config = DEFAULT_CONFIG, as_json: Annotated[bool, typer.Option("--json")] = False) -> None:
    """Every head that was made on this machine, what it brought, and which is in use."""
    settings = load_settings(config)
    stores = [head_store(settings, language) for language in CODES]
    if as_json:
        facts = [_facts(store, release) for store in stores for release in store.releases()]
        console.print_json(json.dumps(facts, ensure_ascii=False))
        return
    rows = [row for store in stores for row in _rows(store)]
    show(("head", "state", "made", "clips", "held-out words wrong", "guard words wrong", "note"), rows, heads=2)


def use_head(
    language: Annotated[Code, typer.Argument()],
    number: Annotated[str, typer.Argument(metavar="NUMBER|shipped", help="as `hatef models heads` writes it")],
    config: Config = DEFAULT_CONFIG,
) -> None:
    """Hear with this head."""
    wanted = SHIPPED if number == SHIPPED_NAME else _number(number)
    head_store(load_settings(config), language).use(wanted)
    console.print(f"'{language}' is heard with the head {_name(wanted)}; {SOON}")


def rollback(language: Annotated[Code, typer.Argument()], config: Config = DEFAULT_CONFIG) -> None:
    """Hear with the head that was in use before."""
    number = head_store(load_settings(config), language).back()
    console.print(f"'{language}' is heard with the head {_name(number)} again; {SOON}")


def add_to(app: typer.Typer) -> None:
    """Put the commands into `hatef models`."""
    app.command()(adapt)
    app.command()(heads)
    app.command("use-head")(use_head)
    app.command()(rollback)


def _number(text: str) -> int:
    if not text.isdecimal() or int(text) == SHIPPED:
        raise typer.BadParameter(f"{text!r} is no head: give a number of `hatef models heads`, or {SHIPPED_NAME}")
    return int(text)


def _name(number: int) -> str:
    return SHIPPED_NAME if number == SHIPPED else str(number)


def _rows(store: HeadStore) -> list[tuple[str, ...]]:
    chosen = store.chosen()
    shipped = (f"{store.language} {SHIPPED_NAME}", "in use" if store.in_use().release is None else "", *[""] * 5)
    return [shipped, *(_row(store, release, chosen) for release in store.releases())]


def _row(store: HeadStore, release: Release, chosen: int) -> tuple[str, ...]:
    told = release.manifest
    figures = told.get("figures", {})
    changes = [_change(figures, name) for name in ("held_out", "guard")]
    forced = told.get("forced", {}).get("reason", "")
    note = release.why or (f"forced: {forced}" if forced else "")
    state = "" if release.number != chosen else "unfit" if release.why else "in use"
    clips = str(told.get("set", {}).get("clips", ""))
    return (f"{store.language} {release.number}", state, str(told.get("made_at", ""))[:16], clips, *changes, note)


def _change(figures: dict[str, dict[str, dict[str, int]]], name: str) -> str:
    """What the shipped head and this one have wrong."""
    try:
        before, after = (figures[which][name] for which in ("shipped", "new"))
        return f"{before['words_wrong']} to {after['words_wrong']} of {after['words']}"
    except (KeyError, TypeError):
        return ""


def _facts(store: HeadStore, release: Release) -> dict[str, object]:
    state = "in use" if release.number == store.chosen() and not release.why else ""
    return {
        **release.manifest,
        "language": store.language,
        "number": release.number,
        "state": state,
        "why": release.why,
    }
