"""`hatef evaluate nlu`, and the intents of recognised sentences for `hatef evaluate speech`."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from rich.table import Table

from bot.engine import newest_model
from bot.progress import console
from bot.settings import Settings
from bot.training import LANGUAGES
from nlu.evaluate import Evaluation, evaluate_all, parse_all, shipped_set

IntentOf = Callable[[str], str]


def intents_of(settings: Settings, texts: Mapping[str, Iterable[str]]) -> dict[str, IntentOf]:
    """By language: the trained model's intent (after its fallback threshold) of a text; no text has the intent "".

    Raises:
        StartError, RasaMissing, RasaFailed: there is no model, or nothing that can load it.
    """
    pairs = [(text, language) for language, some in texts.items() for text in sorted(set(some)) if text]
    parsed = parse_all(newest_model(settings), pairs) if pairs else []
    names = {pair: str(found["intent"]) for pair, found in zip(pairs, parsed, strict=True)}

    def of(language: str) -> IntentOf:
        return lambda text: names.get((text, language), "")

    return {language: of(language) for language in texts}


def evaluate(settings: Settings) -> None:
    """Judge the held-out sentences of every language that has a set, and print the tables."""
    sets = {language: shipped_set(settings.data, language) for language in LANGUAGES}
    there: dict[str, Path] = {language: path for language, path in sets.items() if path.is_file()}
    for evaluation in evaluate_all(newest_model(settings), there).values():
        _print(evaluation)


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
