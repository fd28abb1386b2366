"""What callers may say, drawn from the training data: text for the speech recogniser's graph.

Every example of `data/nlu/<language>*.yml` is a sentence. Examples that hold an order number stand for all order
numbers: they are expanded with readings drawn by a seeded generator, so the same data gives the same sentences.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, get_args

import yaml

from nlu.spoken_digits import dictations, number_words, small_numbers

Kind = Literal["general", "digits", "yesno"]
KINDS: tuple[Kind, ...] = get_args(Kind)
LANGUAGES = ("fa", "ar")
READINGS_PER_EXAMPLE = 12
DIGIT_SENTENCES = 400
ORDER_NUMBER_DIGITS = 5

# How much an example of the awaited sort outweighs the rest of what may be said.
FAVOURED = 6.0
_ANNOTATION = re.compile(r"\[([^\]]+)\](\([^)]+\)|\{[^}]+\})")
_NUMBER = re.compile(r"\[([^\]]+)\]\(order_number\)")
_ANSWERS = {"affirm", "deny"}


def plain(example: str) -> str:
    """An annotated example as it is said: «سفارش [یک دو](order_number)» -> «سفارش یک دو»."""
    return _ANNOTATION.sub(r"\1", example).strip()


def load(data_dir: Path, language: str) -> Iterator[tuple[str, str]]:
    """Pairs (intent or "lookup"/"synonym" name, annotated example) of `data_dir`/nlu/<language>*.yml in file order."""
    for path in sorted((data_dir / "nlu").glob(f"{language}*.yml")):
        document = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        for entry in document.get("nlu", []):
            name = entry.get("intent") or entry.get("lookup") or entry.get("synonym")
            if not name:
                continue
            for line in entry.get("examples", "").splitlines():
                if line.strip().startswith("- "):
                    yield name, line.strip()[2:].strip()


def _expand(example: str, language: str) -> list[tuple[str, float]]:
    if not _NUMBER.search(example):
        return [(plain(example), 1.0)]
    draw = random.Random(f"{language}:{example}")
    found = [(plain(example), 1.0)]
    for _ in range(READINGS_PER_EXAMPLE):
        digits = "".join(draw.choice("0123456789") for _ in range(ORDER_NUMBER_DIGITS))
        spoken = draw.choice(dictations(digits, language))
        found.append((plain(_NUMBER.sub(spoken, example)), 1.0 / READINGS_PER_EXAMPLE))
    return found


def _digit_sentences(language: str) -> list[tuple[str, float]]:
    draw = random.Random(f"digits:{language}")
    found = []
    for _ in range(DIGIT_SENTENCES):
        length = draw.choice((5, 5, 5, 5, 3, 4, 6, 2, 10, 11))
        digits = "".join(draw.choice("0123456789") for _ in range(length))
        readings = dictations(digits, language)
        spoken = readings[0] if draw.random() < 0.6 else draw.choice(readings)
        found.append((spoken, FAVOURED / 40))
    return found


def sentences(data_dir: Path, language: str, kind: Kind = "general") -> list[tuple[str, float]]:
    """All that may be said in `language`, with weights (relative, above 0), for one kind of awaited answer.

    "digits" adds dictated numbers and favours them; "yesno" favours agreement and refusal; nothing is ever
    left out, because a caller may always say something else.
    """
    found: list[tuple[str, float]] = []
    for name, example in load(data_dir, language):
        favoured = (kind == "yesno" and name in _ANSWERS) or (kind == "digits" and name == "inform")
        factor = FAVOURED if favoured else 1.0
        found += [(text, weight * factor) for text, weight in _expand(example, language)]
    found += [(word, 0.2) for word in small_numbers(language)]
    if kind == "digits":
        found += _digit_sentences(language)
    return found


def vocabulary(data_dir: Path, language: str) -> list[str]:
    """Every word of every kind of sentence and every number word, sorted, each once."""
    words = {word for kind in KINDS for text, _ in sentences(data_dir, language, kind) for word in text.split()}
    return sorted(words | set(number_words(language)))
