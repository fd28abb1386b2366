"""`hatef evaluate nlu`, and the intents of recognised sentences for `hatef evaluate speech`."""

from collections.abc import Callable, Iterable

from rich.table import Table

from bot.engine import newest_model
from bot.progress import console
from bot.settings import Settings
from bot.training import LANGUAGES
from nlu.evaluate import Evaluation, parse_lines
from nlu.evaluate import evaluate as judge

IntentOf = Callable[[str], str]


def intents_of(settings: Settings, texts: Iterable[str], language: str) -> IntentOf:
    """The trained model's intent (after its fallback threshold) of each text; no text has the intent ""."""
    lines = sorted({text for text in texts if text})
    parsed = parse_lines(settings.home, newest_model(settings), lines, language) if lines else []
    names = {line: str(found["intent"]) for line, found in zip(lines, parsed, strict=True)}
    return lambda text: names.get(text, "")


def evaluate(settings: Settings) -> None:
    """Judge the held-out sentences of every language that has a set, and print the tables."""
    for language in LANGUAGES:
        if (settings.home / "data" / "tests" / f"nlu_{language}.yml").is_file():
            _print(judge(settings.home, newest_model(settings), language))


def _print(evaluation: Evaluation) -> None:
    table = Table("intent", "sentences", "right", "asked again", "wrong")
    for name, total, right, unsure, wrong in evaluation.rows():
        table.add_row(name, str(total), str(right), str(unsure), str(wrong))
    console.print(table)
    console.print(
        f"{evaluation.language}: intent accuracy {evaluation.accuracy:.1%}; answered rightly "
        f"{evaluation.share('right'):.1%}, asked again {evaluation.share('unsure'):.1%}, "
        f"wrongly {evaluation.share('wrong'):.1%}; out of scope refused {evaluation.refused:.1%}"
    )
    for mistake in evaluation.mistakes():
        console.print(f"  «{mistake.text}»: {mistake.expected}, taken for {mistake.got} ({mistake.confidence:.2f})")
