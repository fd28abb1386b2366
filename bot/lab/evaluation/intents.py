"""`hatef evaluate nlu`, and the intents of recognised sentences for `hatef evaluate speech`."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from rich.table import Table

from bot.dialogue.engine import newest_model
from bot.settings.settings import Settings
from bot.terminal import console
from nlu.text.languages import CODES
from nlu.training import sentence_table
from nlu.training.evaluate import Evaluation, evaluate_all, parse_all, shipped_set
from nlu.training.sentence_table import Judged, Sentence

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


def evaluate(settings: Settings, table: Path | None = None, json_file: Path | None = None) -> None:
    """Judge the rows of `table`, or the shipped sentences of every language; print the figures, write them as JSON.

    Raises:
        DataProblem: `table` cannot be used. StartError, RasaMissing, RasaFailed: as `intents_of`.
    """
    if table is None and json_file is None:
        _evaluate_shipped(settings)
        return
    sentences = sentence_table.read(table) if table else shipped_sentences(settings.data)
    pairs = [(one.text, one.language) for one in sentences]
    judged = sentence_table.judge(sentences, parse_all(newest_model(settings), pairs))
    _print_table(judged)
    if json_file is not None:
        text = json.dumps(sentence_table.as_json(judged), ensure_ascii=False, indent=1)
        json_file.write_text(text + "\n", encoding="utf-8")


def shipped_sentences(data: Path) -> tuple[Sentence, ...]:
    """Every table that comes with the project for testing, one after the other."""
    return tuple(one for path in sorted((data / "tests").glob("*_test.tsv")) for one in sentence_table.read(path))


def _evaluate_shipped(settings: Settings) -> None:
    sets = {language: shipped_set(settings.data, language) for language in CODES}
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


def _print_table(judged: Sequence[Judged]) -> None:
    table = Table("kind", *CODES, "both")
    for kind in dict.fromkeys(one.sentence.kind for one in judged):
        own = [one for one in judged if one.sentence.kind == kind]
        each = ([one for one in own if one.sentence.language == language] for language in CODES)
        table.add_row(kind or "-", *(_figure(some) for some in (*each, own)))
    console.print(table)
    for one in judged:
        if not one.right:
            wanted = "/".join(one.sentence.intents)
            console.print(f"  «{one.sentence.text}»: {wanted}, taken for {one.intent} ({one.confidence:.2f})")
    console.print(f"right: {_figure(judged)} of {len(judged)}")


def _figure(judged: Sequence[Judged]) -> str:
    return f"{sentence_table.accuracy(judged):.1%}" if judged else "-"
