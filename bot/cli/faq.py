"""`hatef faq`: the table of questions and answers, data/faq.csv, looked at with the eyes of the bot."""

import sys
from collections.abc import Iterator
from datetime import date
from typing import Annotated

import typer
from rich.markup import escape

from bot.settings.paths import DEFAULT_CONFIG, Config
from bot.settings.settings import Settings, load_settings
from bot.terminal import console
from nlu.tables.faq import FAQ, Faq, load_faq
from nlu.text.languages import CODES, FALLBACK, Code
from nlu.text.nearest import Nearest
from nlu.training.data_check import check as check_data
from nlu.training.evaluate import parse_lines
from nlu.training.train import Sources, model_in_use

app = typer.Typer(no_args_is_help=True, help="The table of questions and answers, data/faq.csv.")

ALIKE = 0.6
"""Questions of two topics that are nearer to each other than this are easily taken for one another."""
SHOWN = 3


@app.command()
def check(config: Config = DEFAULT_CONFIG) -> None:
    """Mistakes of the table with their rows, questions that are much alike, and those that the trained model misses."""
    settings = load_settings(config)
    faq = load_faq(settings.data)
    told = [problem for problem in check_data(settings.data) if problem.path == faq.table.path]
    for problem in told:
        console.print(
            f"{'[red]✗[/red]' if problem.stops else '[yellow]![/yellow]'} {escape(str(problem))}", soft_wrap=True
        )
    for line in (*_alike(faq), *_missed(settings, faq)):
        console.print(f"[yellow]![/yellow] {escape(line)}", soft_wrap=True)
    counts = ", ".join(f"{language} {sum(1 for _ in faq.questions(language))}" for language in CODES)
    console.print(f"{len(faq.entries)} rows; questions: {counts}")
    if any(problem.stops for problem in told):
        sys.exit(1)


@app.command()
def ask(
    question: str,
    config: Config = DEFAULT_CONFIG,
    language: Annotated[Code, typer.Option("--language", "-l")] = FALLBACK,
) -> None:
    """The questions of the table that are nearest to a sentence, with their answers of today."""
    faq = load_faq(load_settings(config).data)
    near = Nearest(faq.questions(language), language).ranked(question)[:SHOWN]
    for one in near:
        answer = faq.answer(one.name, language, date.today()) or "(no answer today)"
        console.print(f"{one.similarity:.2f}  {one.name}: {one.question}", soft_wrap=True, markup=False)
        console.print(f"      {answer}", soft_wrap=True, markup=False)
    if not near:
        console.print("no question of the table has anything in common with it")


def _alike(faq: Faq) -> Iterator[str]:
    """Pairs of questions of two topics, each pair once."""
    for language in CODES:
        nearest, seen = Nearest(faq.questions(language), language), set[frozenset[str]]()
        for topic, question in faq.questions(language):
            other = next((one for one in nearest.ranked(question) if one.name != topic), None)
            pair = frozenset((question, other.question if other else ""))
            if other is not None and other.similarity >= ALIKE and pair not in seen:
                seen.add(pair)
                yield f"«{question}» ({topic}) and «{other.question}» ({other.name}) are {other.similarity:.0%} alike"


def _missed(settings: Settings, faq: Faq) -> Iterator[str]:
    """Questions that the trained model takes for another intent: they are newer than it, or cannot win."""
    model, _ = model_in_use(Sources(settings.file, settings.data), settings.state)
    if model is None:
        yield "there is no trained model to ask; run: hatef train"
        return
    for language in CODES:
        pairs = list(faq.questions(language))
        parsed = parse_lines(model, [question for _, question in pairs], language) if pairs else []
        for (topic, question), found in zip(pairs, parsed, strict=True):
            if found["intent"] != FAQ:
                yield f"«{question}» ({topic}) is taken for {found['intent']}; where it is new, run: hatef train"
