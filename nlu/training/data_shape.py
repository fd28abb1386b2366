"""What a training file must look like before its content is looked at: lists where lists belong, texts where texts.

A shape is a type, `[shape]` for a list, `{key: shape}` for a mapping (`ANY_KEY` stands for every key that is not
named; others are free), `None` for nothing at all, or a tuple of shapes of which one must fit.
"""

from __future__ import annotations

from typing import Any, NamedTuple

ANY_KEY = "*"
_NAMED: Any = (str, {})  # a name, or a name with settings below it

NLU: Any = {"nlu": [{"intent": str, "examples": (str, list), "lookup": str, "synonym": str, "regex": str}]}
_STEPS: Any = [{"intent": str, "action": str}]
RULES: Any = {
    "rules": ([{"rule": str, "steps": (_STEPS, None)}], None),
    "stories": ([{"story": str, "steps": (_STEPS, None)}], None),
}
DOMAIN: Any = {
    "intents": [_NAMED],
    "entities": [_NAMED],
    "actions": [_NAMED],
    "slots": {ANY_KEY: {}},
    "forms": {ANY_KEY: ({"required_slots": ([str], {})}, None)},
    "responses": ({ANY_KEY: ([{}], str, None)}, None),
}
_CALLED: dict[Any, str] = {str: "a text", list: "a list", dict: "a mapping (key: value)"}


WHOLE = "the file"


class Misfit(NamedTuple):
    """Where something of another shape stands: the key above it, its line (0 where the value does not know), what
    belongs there."""

    where: str
    wanted: str
    line: int = 0


def misfit(value: Any, shape: Any, where: str = WHOLE, line: int = 0) -> Misfit | None:
    """The first thing of another shape; None where all fits. Lines are those of `data_check.read`'s documents."""
    if isinstance(shape, tuple):
        found = [misfit(value, one, where, line) for one in shape]
        # The alternative that got furthest into the value tells best what is wrong.
        return None if None in found else max((one for one in found if one), key=lambda one: one.where != where)
    kind: Any = shape if shape is None or isinstance(shape, type) else type(shape)
    if value is None if kind is None else isinstance(value, kind):
        return _misfit_inside(value, shape, where, line)
    return Misfit(where, _CALLED.get(kind, "nothing"), line)


def _misfit_inside(value: Any, shape: Any, where: str, line: int) -> Misfit | None:
    parts: list[tuple[Any, Any, str, int]] = []
    lines = getattr(value, "lines", None)
    if isinstance(shape, list) and shape:
        parts = [(item, shape[0], where, lines[n] if lines else line) for n, item in enumerate(value)]
    elif isinstance(shape, dict):
        known = [key for key in value if key in shape or ANY_KEY in shape]
        parts = [
            (value[key], shape.get(key, shape.get(ANY_KEY)), str(key), lines[key] if lines else line) for key in known
        ]
    return next((found for part in parts if (found := misfit(*part))), None)
