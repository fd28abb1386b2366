"""`hatef data`: helps designers to keep data/ right: mistakes with their lines, other ways to say a sentence."""

import sys

import typer
from rich.markup import escape

from bot.data_review import review
from bot.places import DEFAULT_CONFIG, Config
from bot.progress import console
from bot.settings import load_settings

app = typer.Typer(no_args_is_help=True, help="Help with the training data and the prompts.")


@app.command()
def check(config: Config = DEFAULT_CONFIG) -> None:
    """Every mistake in data/ with file, line and remedy; exit code 1 where one would break the bot."""
    found = review(load_settings(config).data)
    broken = [problem for problem in found if problem.stops]
    for problem in broken:
        console.print(f"[red]✗[/red] {escape(str(problem))}", soft_wrap=True)
    if len(broken) < len(found):
        console.print("[yellow]style; it stops nothing:[/yellow]")
    for problem in found[len(broken) :]:
        console.print(f"  [yellow]![/yellow] {escape(str(problem))}", soft_wrap=True)
    if broken:
        sys.exit(1)
    console.print("[green]✓[/green] the training data can be used")


@app.command()
def variants(sentence: str) -> None:
    """Formal ways to say a colloquial sentence, to be added as examples where they fit."""
    from nlu.orthography import formal_variants

    for variant in formal_variants(sentence):
        console.print(f"- {variant}", soft_wrap=True)
