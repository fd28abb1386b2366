"""The command line: `hatef init`, `setup`, `serve`, `status`, `demo`, `talk`, `train`, `evaluate`, `calls`, `call`,
`queue`, `agents`, `callbacks`, `handoff`, `recordings`, `erase`, `say`, `models`, `crm`, `outbox`, `data`, `faq`,
`bench`, `doctor`."""

import asyncio
import importlib
import logging
import os
import sys
from collections.abc import Coroutine
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from rich.markup import escape
from typer.core import TyperGroup

import bot
from bot import terminal as progress
from bot.cli.options import OutFolder, usage_words
from bot.errors import BotError
from bot.settings import secrets as own_secrets
from bot.settings.paths import DEFAULT_CONFIG, SETUP, Config, use_installed_parts
from bot.settings.settings import load_settings
from bot.store import private
from handoff.errors import HandoffError
from nlu.errors import NluError
from nlu.text.languages import FALLBACK, Code
from voice.errors import VoiceError

UsageError: type[Exception] = typer.BadParameter.__bases__[0]
"""Typer brings a click of its own, in which this has no public name."""
INTERRUPTED = 130
OUR_ERRORS = (BotError, VoiceError, HandoffError, NluError)

LATER = {
    "status": "bot.cli.status",
    "calls": "bot.cli.calls",
    "models": "bot.cli.models",
    "queue": "bot.cli.queue",
    "agents": "bot.cli.agents",
    "callbacks": "bot.cli.callbacks",
    "handoff": "bot.cli.handoff",
    "recordings": "bot.cli.recordings",
    "erase": "bot.cli.erase",
    "crm": "bot.cli.crm",
    "outbox": "bot.cli.outbox",
    "data": "bot.cli.data",
    "faq": "bot.cli.faq",
    "evaluate": "bot.cli.evaluate",
    "bench": "bot.cli.bench",
}
"""Commands, some with commands of their own, whose modules are read when they are asked for: `serve` must not wait."""


class Commands(TyperGroup):
    """All commands; those of `LATER` come from modules of their own."""

    def list_commands(self, ctx: Any) -> list[str]:
        """The names, for the help."""
        return [*super().list_commands(ctx), *LATER]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """One command by its name."""
        if cmd_name not in LATER:
            return super().get_command(ctx, cmd_name)
        command = typer.main.get_command(importlib.import_module(LATER[cmd_name]).app)
        command.name = cmd_name
        return command


app = typer.Typer(
    cls=Commands, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__
)


def main() -> None:
    """Run the command line; one of our errors is one line and exit code 1."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)-7s %(name)s: %(message)s")
    for chatty in ("httpx", "alembic"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    private.for_this_user_only()
    progress.write_any_letter()
    own_secrets.of_this_process()  # before any child is started
    use_installed_parts()
    try:
        sys.exit(app(prog_name="hatef", standalone_mode=False))
    except UsageError as error:
        _tell_usage(error)
    except typer.Abort:
        sys.exit(INTERRUPTED)
    except OUR_ERRORS as error:
        _fail(error)
    except ModuleNotFoundError as error:
        _fail(f"the package {error.name} is not installed; {SETUP}")
    except PermissionError as error:
        file = error.filename or "a file"
        _fail(f"{file}: this user may not read or write it; run Hatef as its owner, or: chmod u+rwX")
    except OSError as error:
        _fail(f"{error.filename or 'a file'}: {error.strerror or error}")


def _fail(why: object) -> NoReturn:
    for line in str(why).splitlines():
        progress.errors.print(f"hatef: {line}", style="bold red", soft_wrap=True, markup=False)
    sys.exit(1)


def _tell_usage(error: Any) -> NoReturn:
    """A mistake on the command line itself, in one line; a command that needs another one shows its help."""
    if type(error).__name__ == "NoArgsIsHelpError":
        error.show()
    else:
        where = f"; see: {error.ctx.command_path} --help" if error.ctx is not None else ""
        told = f"hatef: {usage_words(error.format_message())}{where}"
        progress.errors.print(told, style="bold red", soft_wrap=True, markup=False)
    sys.exit(error.exit_code)


def _version(wanted: bool) -> None:
    if wanted:
        progress.console.print(f"hatef {bot.__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="say which Hatef this is")
    ] = False,
) -> None:
    """The voicebot that answers the phone in Persian and Arabic."""


@app.command()
def init(folder: Annotated[Path, typer.Argument(metavar="DIR", help="made where it does not exist")]) -> None:
    """Make a folder for a bot of your own: config.yml and data/, to be changed at will."""
    from bot.cli.own_folder import make_folder

    os.umask(0o022)  # it holds no secret, and the user of a service must read what root made
    config = make_folder(folder)
    progress.console.print(f"made {config} and data/ beside it. Next:", soft_wrap=True, markup=False)
    for command in ("setup", f"train --config '{config}'", f"talk --config '{config}'"):
        progress.console.print(f"  hatef {command}", soft_wrap=True, markup=False)


@app.command()
def setup() -> None:
    """Make what pip cannot: Rasa's environment and the SIP library; what is there already is left alone."""
    from bot.cli.setup import set_up

    set_up()


@app.command()
def serve(config: Config = DEFAULT_CONFIG) -> None:
    """Answer the phone until SIGTERM or Ctrl-C; then take no new call and let the running ones end."""
    from bot.cli.checks import before_start

    settings = load_settings(config)
    before_start(settings)  # before the imports below, which take seconds
    from bot.service.serve import serve as run

    _run(run(settings, config))


@app.command()
def demo(config: Config = DEFAULT_CONFIG, out: OutFolder = Path("demo")) -> None:
    """Phone Hatef with an independent SIP caller, be handed to an agent, check what was heard; writes OUT."""
    from bot.cli.checks import before_work
    from bot.lab.demo.run import run_demo

    settings = load_settings(config)
    before_work(settings)
    if not _run(run_demo(settings, out)):
        sys.exit(1)


@app.command()
def talk(
    config: Config = DEFAULT_CONFIG,
    number: Annotated[str, typer.Option(help="the caller's number")] = "09121234567",
    language: Annotated[Code | None, typer.Option(help="as in config.yml where left out")] = None,
) -> None:
    """Type instead of speak: the same dialogue, actions and CRM, without a telephone."""
    from bot.cli.checks import before_talk

    settings = load_settings(config)
    before_talk(settings)
    from bot.cli.talk import talk as run

    _run(run(settings, config, number, language or settings.language))


@app.command()
def train(config: Config = DEFAULT_CONFIG, force: bool = False) -> None:
    """Train the Rasa model and compile the recogniser's graphs from data/; what is up to date is left alone."""
    from bot.releases.train import train_all

    settings = load_settings(config)
    private.mend(settings)
    train_all(settings, force=force)


@app.command()
def validate(config: Config = DEFAULT_CONFIG) -> None:
    """Every mistake in data/ with file, line and remedy; the same as `hatef data check`."""
    from bot.cli.data import check

    check(config)


@app.command()
def doctor(config: Config = DEFAULT_CONFIG) -> None:
    """What is installed, which model, which voice, which ports; what to do about each lack."""
    from bot.cli.doctor import examine

    findings = examine(load_settings(config))
    marks = {"ok": "[green]✓[/green]", "note": "[yellow]![/yellow]", "lack": "[red]✗[/red]"}
    for finding in findings:
        remedy = f"  [dim]→ {escape(finding.remedy)}[/dim]" if finding.remedy else ""
        progress.console.print(f"{marks[finding.level]} {escape(finding.what)}{remedy}", soft_wrap=True)
    if any(finding.level == "lack" for finding in findings):
        sys.exit(1)


@app.command()
def say(
    text: str,
    config: Config = DEFAULT_CONFIG,
    language: Annotated[str, typer.Option("--language", "-l")] = FALLBACK,
    out: Annotated[Path, typer.Option("-o", "--out")] = Path("out.wav"),
    voice: Annotated[Path | None, typer.Option(help="a Piper voice, instead of the one in use")] = None,
    phonemes: Annotated[bool, typer.Option("--phonemes", help="show the sounds (IPA) too")] = False,
) -> None:
    """Say one sentence as a caller would hear it, into a WAV file."""
    from bot.cli import say as saying
    from bot.releases.voices import piper_voice
    from voice.speak.phonemes import ipa, ipa_as_said

    settings = load_settings(config)
    choice = saying.choose(language, voice, piper_voice(settings, language), settings.speech.loudness_lufs)
    said = _run(saying.say(settings, text, language, out, choice))
    # Piper's voices make their own of Arabic; espeak-ng's gets it as it reads it.
    sounds = ipa_as_said if choice.engine == "espeak" else ipa
    saying.show(said, out, sounds(said.spoken, language) if phonemes else "")


@app.command()
def call(call_id: str, config: Config = DEFAULT_CONFIG) -> None:
    """One call, turn by turn, with its times; the start of its id is enough."""
    from bot.cli.calls import print_call

    if not print_call(load_settings(config), call_id):
        _fail(f"no single call begins with '{call_id}'; see: hatef calls")


@app.command("test")
def test(
    conversations: Annotated[Path, typer.Option("--conversations", help="a file of whole conversations (YAML)")],
    config: Config = DEFAULT_CONFIG,
    json_file: Annotated[Path | None, typer.Option("--json", help="write what happened here too")] = None,
) -> None:
    """Drive whole conversations through the call's own rules, typed, without a telephone; exit code 1 if one fails."""
    from bot.lab.conversations.run import drive

    if not _run(drive(load_settings(config), config, conversations, json_file)):
        sys.exit(1)


def _run[T](work: Coroutine[Any, Any, T]) -> T:
    return asyncio.run(work)
