"""Whether the parts of an example that are marked as entities are marked right: `[یک دو سه](order_number)`."""

from __future__ import annotations

import json
import re
from collections.abc import Collection

from nlu.data_check.names import meant

INVISIBLE = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
"""Marks of direction, which editors of right-to-left text put in and nobody sees."""
REMEDY = "Write it like this: [یک دو سه](order_number)."
_RIGHT = re.compile(r"\[([^\[\](){}]+)\](?:\(([^()\[\]]*)\)|(\{[^{}]*\}))")
_STRANGE = re.compile("[［］（）｛｝【】〔〕]")
_BRACKETS = re.compile(r"[\[\](){}]")
_WRONG = (
    (re.compile(r"\([^()\[\]]*\)\s*\[[^\[\]()]*\]"), "the brackets of an annotation are swapped"),
    (re.compile(r"\[\s*\]"), "nothing stands between [ and ]"),
    (re.compile(r"\]\s+[({]"), "a blank stands between ] and what follows it"),
    (re.compile(r"^[^\[]*\]"), "a [ is missing before ]"),
    (re.compile(r"\[[^\]]*(?:\[|$)"), "a [ is not closed by ]"),
    (re.compile(r"\]\([^)]*$"), "a ( is not closed by )"),
    (re.compile(r"\]\{[^}]*$"), "a { is not closed by }"),
    (re.compile(r"\][^({]|\]$"), "no (entity) stands right behind ]"),
)

Mistake = tuple[str, str]
"""What, and how to mend it."""


def mistake(example: str, entities: Collection[str]) -> Mistake | None:
    """The first mistake in the annotations of an example; None where there is none."""
    if INVISIBLE.search(example):
        return "an invisible mark of direction (RLM, LRM) stands in this example", (
            "Delete the line and write it anew; switch off such marks in the editor."
        )
    if strange := _STRANGE.search(example):
        return f"'{strange.group()}' is a bracket of another keyboard", REMEDY
    for match in _RIGHT.finditer(example):
        found = _entity(match[2], entities) if match[2] is not None else _braces(match[3], entities)
        if found:
            return found
    rest = _RIGHT.sub(" ", example)
    if not _BRACKETS.search(rest):
        return None
    what = next((words for pattern, words in _WRONG if pattern.search(example)), "brackets stand outside an annotation")
    return what, REMEDY


def _entity(name: str, entities: Collection[str]) -> Mistake | None:
    if name in entities:
        return None
    if not name.strip():
        return "no entity is named behind ]", REMEDY
    return f"entity '{name}' is not in the domain", meant(name.strip(), entities, "Add it to `entities:`.")


def _braces(text: str, entities: Collection[str]) -> Mistake | None:
    remedy = 'Write it like this: [یک دو سه]{"entity": "order_number"}.'
    try:
        found = json.loads(text)
    except ValueError:
        return f"{text} is no JSON", remedy
    if not isinstance(found, dict) or not isinstance(found.get("entity"), str):
        return f'{text} names no "entity"', remedy
    return _entity(found["entity"], entities)
