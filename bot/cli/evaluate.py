"""`hatef evaluate`: measures on what was not trained on."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.options import JsonFile, PlotFile
from bot.settings.paths import DEFAULT_CONFIG, Config
from bot.settings.settings import load_settings

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Measure on what was not trained on.")


@app.command("speech")
def speech(  # noqa: PLR0913 - the options of a command
    config: Config = DEFAULT_CONFIG,
    directory: Annotated[
        Path | None,
        typer.Option("--set", help="audio files and ref.tsv, or a folder for each keyword; or a tar of these"),
    ] = None,
    phrases: Annotated[Path | None, typer.Option(help="decode against just these sentences, one a line")] = None,
    conditions: Annotated[
        str | None, typer.Option(help="degrade each clip: clean,noise15,loss3,gsm,pcmu,noise10+gsm,... or all")
    ] = None,
    jobs: Annotated[int | None, typer.Option(min=1, help="processes that decode; as a rule one a core")] = None,
    json_file: JsonFile = None,
    plot_file: PlotFile = None,
    again: Annotated[
        bool | None, typer.Option("--second-pass/--no-second-pass", help="read each clip twice; as a rule as calls do")
    ] = None,
) -> None:
    """Word error, sentence, intent and keyword accuracy and speed on utterances that were not trained on."""
    from bot.lab.evaluation.speech import Options, evaluate

    options = Options(directory, phrases, conditions, jobs, json_file, plot_file, again)
    evaluate(load_settings(config), options)


@app.command("nlu")
def nlu(
    config: Config = DEFAULT_CONFIG,
    table: Annotated[
        Path | None, typer.Option("--set", help="a table of sentences: language, text, intent, kind; parted by tabs")
    ] = None,
    json_file: JsonFile = None,
) -> None:
    """Intent accuracy on held-out sentences."""
    from bot.lab.evaluation.intents import evaluate

    evaluate(load_settings(config), table, json_file)


@app.command("values")
def values(
    table: Annotated[
        Path, typer.Option("--set", help="a table of answers: text, language, kind, now, value; parted by tabs")
    ],
    json_file: JsonFile = None,
) -> None:
    """How answers are read as values: dates, amounts, numbers, names; exact at once, and among all readings."""
    from bot.lab.evaluation.values import evaluate

    evaluate(table, json_file)


@app.command("turns")
def turns(
    config: Config = DEFAULT_CONFIG,
    json_file: JsonFile = None,
) -> None:
    """Interruptions and ends of turns in scripted calls with echo, noise, coughs, music and backchannels."""
    from bot.lab.evaluation.turns import evaluate

    evaluate(load_settings(config), json_file)


@app.command("language")
def language(
    config: Config = DEFAULT_CONFIG,
    directories: Annotated[
        list[Path] | None, typer.Option("--set", help="audio files and ref.tsv; may be given more than once")
    ] = None,
    conditions: Annotated[str, typer.Option(help="degrade each clip: as hatef evaluate speech")] = "clean,noise15,gsm",
    kinds: Annotated[str, typer.Option(help="clips that answer these: general,digits,yesno")] = "general",
    again: Annotated[
        bool | None, typer.Option("--second-pass/--no-second-pass", help="read each clip twice; as a rule as calls do")
    ] = None,
    json_file: JsonFile = None,
) -> None:
    """How often the first sentence tells the language of the call."""
    from bot.lab.evaluation.language import Options, evaluate

    options = Options(tuple(directories or ()), conditions, kinds, again, json_file)
    evaluate(load_settings(config), options)


@app.command("confidence")
def confidence(
    config: Config = DEFAULT_CONFIG,
    directories: Annotated[
        list[Path] | None, typer.Option("--set", help="a set beside the project's own; may be given more than once")
    ] = None,
    conditions: Annotated[str, typer.Option(help="degrade each clip: as hatef evaluate speech")] = "clean,noise15",
    fit: Annotated[bool, typer.Option("--fit", help="fit the weights anew and write them first")] = False,
    most: Annotated[int | None, typer.Option(min=1, help="clips of each set, evenly drawn; as a rule all")] = None,
    json_file: JsonFile = None,
    plot_file: PlotFile = None,
) -> None:
    """How true the confidence of a turn is, and how much speech about other things it lets in."""
    from bot.lab.evaluation.confidence import Options, evaluate

    evaluate(load_settings(config), Options(tuple(directories or ()), conditions, most, fit, json_file, plot_file))
