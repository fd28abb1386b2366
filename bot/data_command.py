"""`hatef data`: helps designers to keep data/ right: mistakes with their lines, spelling, other ways to say it."""

import sys
from collections.abc import Iterator
from pathlib import Path

import typer

from bot.fixed_texts import fixed_texts
from bot.places import DEFAULT_CONFIG, Config
from bot.progress import console
from bot.prompts import load_prompts
from bot.settings import load_settings
from nlu.corpus import load, plain
from nlu.data_check import check as check_data

app = typer.Typer(no_args_is_help=True, help="Help with the training data and the prompts.")


@app.command()
def check(config: Config = DEFAULT_CONFIG, spelling: bool = True) -> None:
    """Every mistake in data/ with its line, and Persian texts that hazm would spell otherwise."""
    settings = load_settings(config)
    data = settings.data
    problems = check_data(data)
    for problem in problems:
        console.print(f"[red]✗[/red] {problem}", soft_wrap=True)
    if spelling:
        for written, tidied in _respelled(data):
            console.print(f"[yellow]spelling[/yellow] «{written}» → «{tidied}»", soft_wrap=True)
    if problems:
        sys.exit(1)
    console.print("[green]✓[/green] the training data can be used")


@app.command()
def variants(sentence: str) -> None:
    """Formal ways to say a colloquial sentence, to be added as examples where they fit."""
    from nlu.orthography import formal_variants

    for variant in formal_variants(sentence):
        console.print(f"- {variant}", soft_wrap=True)


def _respelled(data: Path) -> Iterator[tuple[str, str]]:
    from nlu.orthography import tidy

    prompts = load_prompts(data / "prompts" / "call.yml")["fa"]
    texts = [*(plain(example) for _, example in load(data, "fa")), *fixed_texts(data, "fa", prompts)]
    for text in dict.fromkeys(texts):
        if (tidied := tidy(text)) != text:
            yield text, tidied
