"""`hatef evaluate speech`: word error, sentence accuracy, intent accuracy and speed of the recogniser."""

import json
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.progress import track
from rich.table import Table

from bot.errors import DataFileError
from bot.evaluation.intents import IntentOf, intents_of
from bot.evaluation.sound_file import read_sound
from bot.evaluation.utterances import Sample, read_set
from bot.journal.reader import spread
from bot.progress import console
from bot.settings import Settings
from bot.training import GENERAL, speech_models
from voice.audio import FRAME_BYTES, duration_ms
from voice.listen.vosk_recogniser import VoskModels
from voice.models import embedded
from voice.models.graph import WeightedSentence, compile_graph
from voice.models.pronounce import Lexicon
from voice.models.score import Score, score

DEFAULT_SET = Path("tests/voice/models/sets")


@dataclass(frozen=True, slots=True)
class Decoded:
    """One sample and what the recogniser made of it. `final_ms`: from the last frame to the final text."""

    sample: Sample
    heard: str
    sound_ms: int
    decode_ms: float
    first_partial_ms: int | None
    final_ms: float


def evaluate(settings: Settings, directory: Path | None, phrases: Path | None, json_file: Path | None) -> None:
    """Decode the set, print the table, write the figures.

    Raises:
        DataFileError: the set, a file in it or the phrases cannot be used.
    """
    folder = directory or settings.home / DEFAULT_SET
    samples = read_set(folder)
    with tempfile.TemporaryDirectory() as scratch:
        models = _models(settings, samples, phrases, Path(scratch))
        decoded = [decode(models, sample) for sample in track(samples, "decoding", console=console)]
    intent_of = intents_of(settings, _texts(decoded), samples[0].language) if phrases is None else None
    groups = {"all": decoded, **_groups(decoded)}
    figures = {name: figures_of(group, intent_of) for name, group in groups.items()}
    _print(figures)
    if json_file is not None:
        content = {
            **figures["all"],
            "set": str(folder),
            "groups": {name: figure for name, figure in figures.items() if name != "all"},
            "utterances": [{"file": d.sample.path.name, "text": d.sample.text, "heard": d.heard} for d in decoded],
        }
        json_file.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def decode(models: VoskModels, sample: Sample) -> Decoded:
    """Decode one file in 20 ms frames, as a call does, with half a second of silence around it."""
    pcm = read_sound(sample.path)
    recogniser = models.open(sample.language, "general")
    quiet = bytes(FRAME_BYTES * 25)
    stream = quiet + pcm + quiet
    first_partial_ms: int | None = None
    began = time.perf_counter()
    for at in range(0, len(stream), FRAME_BYTES):
        recogniser.accept(stream[at : at + FRAME_BYTES])
        if first_partial_ms is None and recogniser.partial():
            first_partial_ms = duration_ms(stream[: at + FRAME_BYTES]) - duration_ms(quiet)
    fed = time.perf_counter()
    heard = recogniser.final().text
    ended = time.perf_counter()
    return Decoded(sample, heard, duration_ms(stream), (ended - began) * 1000, first_partial_ms, (ended - fed) * 1000)


def figures_of(decoded: Sequence[Decoded], intent_of: IntentOf | None) -> dict[str, float | int | None]:
    """The figures of one group; rates 0 to 1, times in ms."""
    rates: Score = score([(one.sample.text, one.heard) for one in decoded])
    partials = spread([one.first_partial_ms for one in decoded])
    finals = spread([round(one.final_ms) for one in decoded])
    return {
        "utterances": len(decoded),
        "word_error_rate": round(rates.word_error_rate, 4),
        "character_error_rate": round(rates.character_error_rate, 4),
        "sentence_accuracy": round(rates.sentence_accuracy, 4),
        "intent_accuracy": _intent_accuracy(decoded, intent_of),
        "real_time_factor": round(sum(one.decode_ms for one in decoded) / sum(one.sound_ms for one in decoded), 4),
        "first_partial_p50_ms": partials.p50_ms,
        "final_p50_ms": finals.p50_ms,
        "final_p95_ms": finals.p95_ms,
    }


def _intent_accuracy(decoded: Sequence[Decoded], intent_of: IntentOf | None) -> float | None:
    """How often what was heard has the intent of what was said."""
    if intent_of is None:
        return None
    return round(sum(intent_of(one.heard) == intent_of(one.sample.text) for one in decoded) / len(decoded), 4)


def _models(settings: Settings, samples: Sequence[Sample], phrases: Path | None, scratch: Path) -> VoskModels:
    if phrases is None:
        found = speech_models(settings)
        return VoskModels({lang: {kind: str(path) for kind, path in of.items()} for lang, of in found.items()})
    lines = _phrases(phrases)
    paths: dict[str, dict[str, str]] = {}
    for language in sorted({sample.language for sample in samples}):
        model = embedded.available(language)
        if model is None:
            raise DataFileError(phrases, f"there is no embedded model for '{language}' to decode them with")
        lexicon = Lexicon.load(language, settings.home / "data" / "lexicons")
        compile_graph(model.folder, language, lines, scratch / language, lexicon=lexicon, closed=True)
        paths[language] = {GENERAL: str(scratch / language)}
    return VoskModels(paths)


def _phrases(path: Path) -> list[WeightedSentence]:
    try:
        lines = [line.strip() for line in path.read_text(encoding="utf-8-sig").splitlines()]
    except (OSError, UnicodeDecodeError) as error:
        raise DataFileError(path, f"cannot be read ({type(error).__name__}); one sentence a line, UTF-8") from error
    if not any(lines):
        raise DataFileError(path, "it holds no sentence")
    return [WeightedSentence(line) for line in lines if line]


def _groups(decoded: Sequence[Decoded]) -> dict[str, list[Decoded]]:
    keys: tuple[Callable[[Sample], str], ...] = (lambda s: s.language, lambda s: s.condition, lambda s: s.speaker)
    groups: dict[str, list[Decoded]] = {}
    for key in keys:
        for one in decoded:
            if key(one.sample):
                groups.setdefault(key(one.sample), []).append(one)
    return groups


def _texts(decoded: Sequence[Decoded]) -> set[str]:
    return {text for one in decoded for text in (one.heard, one.sample.text) if text}


def _print(figures: dict[str, dict[str, float | int | None]]) -> None:
    names = list(figures["all"])
    table = Table("group", *(name.replace("_", " ") for name in names))
    for group, values in figures.items():
        table.add_row(group, *("" if values[name] is None else str(values[name]) for name in names))
    console.print(table)
