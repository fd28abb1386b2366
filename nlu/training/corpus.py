"""What callers may say, drawn from the training data: text for the speech recogniser's graph.

Every example of `data/nlu/<language>*.yml` is a sentence. Examples that hold an order number stand for all order
numbers, and any of them may be said with an opening, a closing or a hesitation of the file's lookups
(`nlu/training/spoken_around.py`). All is drawn by seeded generators, so the same data gives the same sentences.
"""

from __future__ import annotations

import math
import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal, get_args

import yaml

from nlu.numbers.dictation import dictations, number_words, small_numbers
from nlu.tables.faq import FAQ
from nlu.text.languages import LANGUAGES
from nlu.training.date_sentences import date_sentences
from nlu.training.faq_examples import asked
from nlu.training.spoken_around import AROUND, around

Kind = Literal["general", "digits", "yesno", "date"]
KINDS: tuple[Kind, ...] = get_args(Kind)
READINGS_PER_EXAMPLE = 12
DIGIT_SENTENCES = 1500
DIGIT_SHARE = 1.0
"""Weight of all bare numbers together where a number is awaited, as a share of all else that may be said."""
DATE_SHARE = 1.0
"""The same of days and times where one is awaited."""
ORDER_NUMBER_DIGITS = 5

PLAIN_DICTATION = 0.5
CHOICE_WEIGHT, UNLIKELY_WEIGHT = 1.0, 0.05
"""Of each name for the first or the second of two things; the latter where another kind of answer is asked for."""
LOOKUP_WEIGHT = 0.3  # an opening may stand alone: the caller hesitates

# How much an example of the awaited sort outweighs the rest of what may be said.
FAVOURED = 6.0
_ANNOTATION = re.compile(r"\[([^\]]+)\](\([^)]+\)|\{[^}]+\})")
_NUMBER = re.compile(r"\[([^\]]+)\]\(order_number\)")
_ANSWERS = {"affirm", "deny"}
_CORRECTS = re.compile("(^| )نه( |$)|آخر|اول|وسط|دومی|سومی|بعد|بقیه")
"""«نه آخرش پنج بود» as a sentence of the graph makes «نه» (no, nine) likely inside every number: not there."""


def plain(example: str) -> str:
    """An annotated example as it is said: «سفارش [یک دو](order_number)» -> «سفارش یک دو»."""
    return _ANNOTATION.sub(r"\1", example).strip()


def load(data_dir: Path, language: str) -> Iterator[tuple[str, str]]:
    """Pairs (intent or "lookup"/"synonym" name, annotated example) of `data_dir`/nlu/<language>*.yml in file order.

    Behind them the questions of data/faq.csv.
    """
    for path in sorted((data_dir / "nlu").glob(f"{language}*.yml")):
        document = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        for entry in document.get("nlu", []):
            name = entry.get("intent") or entry.get("lookup") or entry.get("synonym")
            if not name:
                continue
            for line in entry.get("examples", "").splitlines():
                if line.strip().startswith("- "):
                    yield name, line.strip()[2:].strip()
    for _, question in asked(data_dir, language):
        yield FAQ, question


def _expand(example: str, language: str) -> list[tuple[str, float]]:
    if not _NUMBER.search(example):
        return [(plain(example), 1.0)]
    draw = random.Random(f"{language}:{example}")
    share = 1.0 / (READINGS_PER_EXAMPLE + 1)
    found = [(plain(example), share)]
    for _ in range(READINGS_PER_EXAMPLE):
        digits = "".join(draw.choice("0123456789") for _ in range(ORDER_NUMBER_DIGITS))
        found.append((plain(_NUMBER.sub(_dictated(digits, language, draw), example)), share))
    return found


def _dictated(digits: str, language: str, draw: random.Random) -> str:
    """Digit by digit oftener than in any other way."""
    readings = dictations(digits, language)
    return readings[0] if draw.random() < PLAIN_DICTATION else draw.choice(readings)


def _digit_sentences(language: str, weight: float) -> list[tuple[str, float]]:
    draw = random.Random(f"digits:{language}")
    found = []
    for _ in range(DIGIT_SENTENCES):
        length = draw.choice((5, 5, 5, 5, 5, 5, 5, 5, 3, 4, 6, 2, 10, 11))
        digits = "".join(draw.choice("0123456789") for _ in range(length))
        found.append((_dictated(digits, language, draw), weight / DIGIT_SENTENCES))
    return found


def _evened(counts: Mapping[str, int]) -> dict[str, float]:
    """A weight for each intent: one with many examples is likelier than one with few, but not as many times."""
    mean = sum(counts.values()) / max(len(counts), 1)
    return {name: math.sqrt(mean / count) for name, count in counts.items()}


def sentences(data_dir: Path, language: str, kind: Kind = "general") -> list[tuple[str, float]]:
    """All that may be said in `language`, with weights (relative, above 0), for one kind of awaited answer.

    "digits" adds dictated numbers and favours them, "date" days and times; "yesno" favours agreement and refusal;
    nothing is ever left out, because a caller may always say something else.
    """
    found: list[tuple[str, float]] = []
    examples = list(load(data_dir, language))
    extras = {name: [text for at, text in examples if at == name] for name in AROUND}
    evened = _evened(Counter(name for name, _ in examples))
    for name, example in examples:
        if name == "inform" and not _NUMBER.search(example) and _CORRECTS.search(example):
            continue
        favoured = (kind == "yesno" and name in _ANSWERS) or (kind == "digits" and name == "inform")
        factor = LOOKUP_WEIGHT if name in AROUND else evened[name] * (FAVOURED if favoured else 1.0)
        said = [(text, weight * factor) for text, weight in _expand(example, language)]
        found += said if name in AROUND else around(said, extras)
    found += [(word, 0.2) for word in small_numbers(language)]
    choices = CHOICE_WEIGHT if kind == "general" else UNLIKELY_WEIGHT
    found += [(word, choices) for word in _choices(language)]
    if kind == "date":
        found += date_sentences(language, DATE_SHARE * sum(weight for _, weight in found))
    if kind == "digits":
        found += _digit_sentences(language, DIGIT_SHARE * sum(weight for _, weight in found))
    return found


def _choices(language: str) -> list[str]:
    """How callers name one of two things that they are offered."""
    spoken = LANGUAGES[language]
    return sorted({*spoken.first, *spoken.second} - set(number_words(language)))


def vocabulary(data_dir: Path, language: str) -> list[str]:
    """Every word of every kind of sentence and every number word, sorted, each once."""
    words = {word for _, example in load(data_dir, language) for word in plain(example).split()}
    words |= {word for text, _ in date_sentences(language, 1.0) for word in text.split()}
    return sorted(words | set(number_words(language)) | set(_choices(language)))
