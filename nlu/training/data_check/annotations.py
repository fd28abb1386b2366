"""Whether the parts of an example that are marked as entities are marked right: `[یک دو سه](order_number)`."""

from __future__ import annotations

import json
import re
from collections.abc import Collection

from nlu.training.data_check.names import meant

INVISIBLE = re.compile("[\u00ad\u200b\u200d-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
"""Marks of direction, soft hyphens and the like, which editors and copied pages put in and nobody sees."""
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


_NAMES = {"\u200e": "LRM", "\u200f": "RLM", "\u00ad": "soft hyphen", "\u200b": "zero-width space", "\u200d": "ZWJ"}
_KNOWN = {"entity", "role", "group", "value"}
_GLUED = re.compile(r"\w\[[^\[\]]+\][({]|\][({][^(){}]*[)}]\w")
_BLANK = re.compile(r"\[\s+[^\[\]]+\]|\[[^\[\]]*[^\s\[\]]\s+\][({]")


def named(pattern: re.Pattern[str], text: str) -> str:
    """The first character of `pattern` in `text`, which must hold one, by a name for it."""
    found = pattern.findall(text)[0]
    return _NAMES.get(found, f"U+{ord(found):04X}")


def mistake(example: str, entities: Collection[str]) -> Mistake | None:
    """The first mistake in the annotations of an example; None where there is none."""
    if INVISIBLE.search(example):
        return f"an invisible mark ({named(INVISIBLE, example)}) stands in this example", (
            "Delete the line and write it anew; switch off such marks in the editor."
        )
    if strange := _STRANGE.search(example):
        return f"'{strange.group()}' is a bracket of another keyboard", REMEDY
    for match in _RIGHT.finditer(example):
        found = _entity(match[2], entities) if match[2] is not None else _braces(match[3], entities)
        if found:
            return found
    if _GLUED.search(_marked(example)):
        return "an annotation is glued to the word beside it", "Write a blank before [ and behind )."
    if _BLANK.search(example):
        return "a blank stands behind [ or before ]", "Delete it."
    rest = _RIGHT.sub(" ", example)
    if not _BRACKETS.search(rest):
        return None
    what = next((words for pattern, words in _WRONG if pattern.search(example)), "brackets stand outside an annotation")
    return what, REMEDY


def _marked(example: str) -> str:
    """Without the half-spaces, which part a word from its ending."""
    return example.replace("\u200c", " ")


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
    if unknown := sorted(set(found) - _KNOWN):
        return f"'{unknown[0]}' is unknown in {text}", meant(unknown[0], _KNOWN, remedy)
    return _entity(found["entity"], entities)
