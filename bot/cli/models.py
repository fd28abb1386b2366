"""`hatef models`: recognisers and voices from their publishers, listed, fetched, checked, chosen and removed."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

from bot.cli import heads as heads_command
from bot.cli.listing import show
from bot.cli.options import checksum, web_address
from bot.releases.second_pass import ENCODER
from bot.settings.paths import DEFAULT_CONFIG, Config
from bot.settings.settings import load_settings
from bot.terminal import console, step
from voice.models.published.catalogue import ANY, PublishedModel
from voice.models.published.download import Progress as Told
from voice.models.published.errors import ModelByHand
from voice.models.published.store import Arrival, ModelStore, Source

Name = Annotated[str, typer.Argument(help="as `hatef models list` writes it")]
Mirror = Annotated[
    str,
    typer.Option(
        envvar="HATEF_MODELS_MIRROR",
        help="another address; {file} or {path} in it is filled in",
        callback=web_address,
    ),
]

app = typer.Typer(no_args_is_help=True, help="Recognisers and voices from their publishers; heads of one's own.")
heads_command.add_to(app)


@app.command("list")
def list_models(config: Config = DEFAULT_CONFIG, as_json: Annotated[bool, typer.Option("--json")] = False) -> None:
    """Every published model that Hatef knows, and which are here and in use."""
    store = _store(config)
    rows = [(model, _state(store, model)) for model in store.catalogue.models]
    if as_json:
        facts = [{"state": state, **_facts(model)} for model, state in rows]
        console.print_json(json.dumps(facts, ensure_ascii=False))
        return
    shown = [
        (
            model.name,
            state or ("by hand" if model.by_hand else ""),
            kind,
            f"{model.size_mb:g}",
            model.licence,
            model.word_error,
            model.note,
        )
        for model, state in rows
        for kind in [f"{model.kind} {model.language}".removesuffix(f" {ANY}")]
    ]
    show(("model", "state", "kind", "MB", "licence", "published word error, %", "note"), shown, heads=2)


@app.command()
def pull(
    name: Name,
    config: Config = DEFAULT_CONFIG,
    origin: Annotated[Path | None, typer.Option("--from", help="a file or unpacked folder on this machine")] = None,
    mirror: Mirror = "",
    sha256: Annotated[str, typer.Option(help="the checksum that the publisher gave you", callback=checksum)] = "",
    again: Annotated[bool, typer.Option(help="fetch it though it is here")] = False,
    load: Annotated[bool, typer.Option(help="try to load it before it is kept")] = True,
) -> None:
    """Fetch a model (it goes on where it broke off), check it, and use it if none of its kind was chosen."""
    store = _store(config)
    model = store.catalogue.find(name)
    if store.loadable(name) and not again and origin is None:
        console.print(f"{name} is here already; --again fetches it anew")
        return
    source = Source(mirror=mirror, sha256=sha256, load=load)
    if model.by_hand and origin is None:
        raise ModelByHand(name, model.by_hand)
    if origin is not None:
        with step(f"{name} from {origin}"):
            arrival = store.bring(name, origin, source)
    else:
        with _bar(model) as told:
            arrival = store.pull(name, source, told)
    _tell(arrival)
    if model.kind == "encoder":
        console.print("every turn is read twice from the next start on; hatef doctor says whether it can be")
        return
    used = store.use_if_first(model)
    console.print(
        "in use from the next start" if used else f"another is in use; choose it with: hatef models use {name}"
    )


@app.command("import-encoder")
def import_encoder(
    folder: Annotated[Path, typer.Argument(help="Whisper base for CTranslate2, e.g. a copy of faster-whisper-base")],
    config: Config = DEFAULT_CONFIG,
) -> None:
    """Take the encoder of the second pass from a folder: `pull encoder --from FOLDER`."""
    pull(ENCODER, config, folder)


@app.command()
def use(name: Name, config: Config = DEFAULT_CONFIG) -> None:
    """Answer calls with this model from the next start on."""
    settings = load_settings(config)
    model = ModelStore(settings.state).use(name)
    if model.kind == "encoder":
        console.print(
            f"{name} is in use wherever it is here; speech.second_pass in {config} switches the second pass off"
        )
        return
    console.print(f"{name} is in use for '{model.language}' from the next start")
    named = settings.speech.models if model.kind == "recogniser" else settings.speech.voices
    if model.language in named:
        section = "models" if model.kind == "recogniser" else "voices"
        console.print(
            f"but speech.{section}.{model.language} in {config} goes before it: remove that line", style="yellow"
        )


@app.command()
def remove(
    name: Name, config: Config = DEFAULT_CONFIG, force: Annotated[bool, typer.Option(help="even if in use")] = False
) -> None:
    """Delete a model from this machine."""
    _store(config).remove(name, force=force)
    console.print(f"{name} is removed")


@app.command()
def verify(
    name: Annotated[str, typer.Argument(help="all installed ones where left out")] = "",
    config: Config = DEFAULT_CONFIG,
    load: Annotated[bool, typer.Option(help="load each and try it")] = False,
) -> None:
    """Hold the files to the checksums recorded when they came; exit code 1 where one is wrong."""
    store = _store(config)
    names = [name] if name else [model.name for model in store.catalogue.models if store.installed(model.name)]
    if not names:
        console.print("no published model is installed; see: hatef models list")
    bad = False
    for one in names:
        wrong, told = store.verify(one, load=load)
        bad = bad or bool(wrong)
        console.print(f"[red]✗[/red] {one}" if wrong else f"[green]✓[/green] {one}  [dim]{told}[/dim]", soft_wrap=True)
        for line in wrong:
            console.print(f"    {line}", soft_wrap=True, markup=False)
    if bad:
        console.print("fetch what is wrong anew: hatef models pull NAME --again")
        sys.exit(1)


def _store(config: Path) -> ModelStore:
    return ModelStore(load_settings(config).state)


def _state(store: ModelStore, model: PublishedModel) -> str:
    if not store.installed(model.name):
        return ""
    return "in use" if store.chosen(model) else "installed"


def _facts(model: PublishedModel) -> dict[str, str | float | list[str]]:
    return {
        "name": model.name,
        "kind": model.kind,
        "language": model.language,
        "size_mb": model.size_mb,
        "licence": model.licence,
        "word_error": model.word_error,
        "note": model.note,
        "addresses": list(model.addresses),
        "engine": model.engine or {"recogniser": "vosk", "voice": "piper", "encoder": "ctranslate2"}[model.kind],
        "by_hand": model.by_hand,
        "checksum": "known" if model.files[0] in model.sha256 else "unknown: trusted on first use",
    }


@contextmanager
def _bar(model: PublishedModel) -> Iterator[Told]:
    """A bar with bytes, speed and time left; a new one for each file."""
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, TimeRemainingColumn(), console=console) as bar:
        task = bar.add_task(model.name, total=None)

        def told(got: int, total: int | None) -> None:
            bar.update(task, completed=got, total=total)

        yield told


def _tell(arrival: Arrival) -> None:
    console.print(f"[green]✓[/green] {arrival.model.name}  [dim]{arrival.told}[/dim]", soft_wrap=True)
    for file, digest in arrival.checksums.items():
        by = arrival.vouched.get(file)
        trust = f"as {by} says" if by else "checksum unknown: trusted on first use, `hatef models verify` holds to it"
        console.print(f"    {file}\n    SHA-256 {digest} ({trust})", soft_wrap=True, markup=False)
