"""`hatef data`: helps designers to keep data/ right: mistakes with their lines, other ways to say a sentence."""

import sys
from typing import Annotated

import typer
from rich.markup import escape

from bot.prompts.replaced import convert
from bot.releases.data_review import review
from bot.settings.paths import DEFAULT_CONFIG, Config
from bot.settings.settings import load_settings
from bot.terminal import console
from nlu.text.languages import FALLBACK, Code
from nlu.training.corpus import load, plain
from nlu.training.sentence_variants import variants as other_ways

app = typer.Typer(no_args_is_help=True, help="Help with the training data and the prompts.")


@app.command()
def check(config: Config = DEFAULT_CONFIG) -> None:
    """Every mistake in data/ with file, line and remedy; exit code 1 where one would break the bot."""
    settings = load_settings(config)
    found = review(settings.data, None if settings.dialogue.url else settings.file)
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
def convert_prompts(config: Config = DEFAULT_CONFIG) -> None:
    """Write data/prompts/fa.yml and ar.yml out of call.yml and actions.yml of an older Hatef; your words stay."""
    for path in convert(load_settings(config).data):
        console.print(f"[green]✓[/green] {escape(str(path))}", soft_wrap=True)
    console.print("the old files have the ending .old; look at the new ones with: hatef data check")


@app.command()
def variants(
    sentence: str,
    config: Config = DEFAULT_CONFIG,
    language: Annotated[Code, typer.Option("--language", "-l")] = FALLBACK,
) -> None:
    """Other ways to say a sentence, to be added as examples where they fit; those that are examples are left out."""
    examples = [(name, plain(text)) for name, text in load(load_settings(config).data, language)]
    known = {text for _, text in examples}
    openings, closings = ([text for at, text in examples if at == name] for name in ("opening", "closing"))
    found = other_ways(sentence, language, openings, closings)
    if language == "fa":
        from nlu.text.orthography import formal_variants, tidy  # hazm takes seconds to load its lexicon

        found = list(dict.fromkeys([*map(tidy, found), *formal_variants(sentence)]))
    for variant in found:
        if variant not in known:
            console.print(f"- {escape(variant)}", soft_wrap=True)
