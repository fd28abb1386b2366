"""The conditions of flows: `slots.amount > 100 and not slots.confirmed`, as Rasa's flows write them.

condition  = or ; or = and {"or" and} ; and = not {"and" not} ; not = ["not"] compared
compared   = value [operator value] ; value = "(" or ")" | "slots." name | text | number | true | false | null
operator   = "=" "==" "is" "!=" "is not" ">" ">=" "<" "<=" "contains" "in" "matches"

A slot that is empty is neither more nor less than anything; compared with `null` it is equal. Two texts are equal
where they are the same letters: a number that was said keeps its zeros. A text against a number is a number too, where
it is one; other words are neither equal to it nor more nor less. `matches` takes a pattern in quotes (`re.search`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

Slots = Mapping[str, Any]
_TOKEN = re.compile(
    r"""\s*(?:(?P<text>"[^"]*"|'[^']*')|(?P<number>-?\d+(?:\.\d+)?)|(?P<name>[A-Za-z_][\w.]*)|(?P<sign>==|!=|>=|<=|[=<>()]))"""
)
_CONSTANTS = {"true": True, "false": False, "null": None, "none": None, "undefined": None}
_SLOT = "slots."
_NAME = re.compile(r"\w+")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


class BadCondition(ValueError):
    """What is no condition; the message says what is wrong."""


@dataclass(frozen=True)
class Condition:
    """One condition; `slots` are those it looks at."""

    text: str
    slots: frozenset[str]
    _test: Callable[[Slots], Any]

    def holds(self, slots: Slots) -> bool:
        """Whether it holds with these values."""
        return bool(self._test(slots))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Condition) and other.text == self.text

    def __hash__(self) -> int:
        return hash(self.text)


def parse(text: str) -> Condition:
    """The condition that a text stands for.

    Raises:
        BadCondition: it is none.
    """
    reader = _Reader(list(_tokens(text)))
    test = reader.either()
    if reader.left:
        raise BadCondition(f"'{reader.left[0][1]}' is one too many")
    return Condition(text, frozenset(reader.slots), test)


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    at = 0
    while text[at:].strip():
        found = _TOKEN.match(text, at)
        if found is None:
            raise BadCondition(f"'{text[at:].strip()}' cannot be read")
        at = found.end()
        kind = found.lastgroup or ""
        yield kind, found.group(kind)


class _Reader:
    """Reads one condition from left to right; `left` are the tokens still to be read."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.left = tokens
        self.slots: set[str] = set()

    def either(self) -> Callable[[Slots], Any]:
        parts = [self._both()]
        while self._take("or"):
            parts.append(self._both())
        return parts[0] if len(parts) == 1 else lambda slots: any(part(slots) for part in parts)

    def _both(self) -> Callable[[Slots], Any]:
        parts = [self._not()]
        while self._take("and"):
            parts.append(self._not())
        return parts[0] if len(parts) == 1 else lambda slots: all(part(slots) for part in parts)

    def _not(self) -> Callable[[Slots], Any]:
        if self._take("not"):
            inner = self._not()
            return lambda slots: not inner(slots)
        return self._compared()

    def _compared(self) -> Callable[[Slots], Any]:
        left = self._value()
        operator = self._operator()
        if operator is None:
            return left
        right = self._pattern() if operator == _MATCHES else self._value()
        compare = _OPERATORS[operator]
        return lambda slots: compare(left(slots), right(slots))

    def _operator(self) -> str | None:
        word = self.left[0][1].lower() if self.left else ""
        if word not in _OPERATORS:
            return None
        self.left.pop(0)
        return "is not" if word == "is" and self._take("not") else word

    def _value(self) -> Callable[[Slots], Any]:
        if not self.left:
            raise BadCondition("it ends too early")
        kind, word = self.left.pop(0)
        if kind == "sign" and word == "(":
            inner = self.either()
            if not self._take(")"):
                raise BadCondition("a bracket is not closed")
            return inner
        if kind == "name" and word.startswith(_SLOT):
            return self._slot(word[len(_SLOT) :])
        constant = _constant(kind, word)
        return lambda _: constant

    def _slot(self, name: str) -> Callable[[Slots], Any]:
        if not _NAME.fullmatch(name):
            raise BadCondition(f"'{_SLOT}{name}' names no slot")
        self.slots.add(name)
        return lambda slots: slots.get(name)

    def _pattern(self) -> Callable[[Slots], re.Pattern[str]]:
        """What stands in quotes behind `matches`: compiled here, so that nothing fails while somebody calls."""
        if not self.left or self.left[0][0] != "text":
            raise BadCondition(f"behind `{_MATCHES}` stands no pattern in quotes")
        text = _constant(*self.left.pop(0))
        try:
            pattern = re.compile(text)
        except (re.error, OverflowError, RecursionError) as error:
            raise BadCondition(f"'{text}' is no pattern ({error})") from None
        return lambda _: pattern

    def _take(self, word: str) -> bool:
        if self.left and self.left[0][1].lower() == word:
            self.left.pop(0)
            return True
        return False


def _constant(kind: str, word: str) -> Any:
    if kind == "text":
        return word[1:-1]
    if kind == "number":
        return float(word) if "." in word else int(word)
    if kind == "name" and word.lower() in _CONSTANTS:
        return _CONSTANTS[word.lower()]
    raise BadCondition(f"'{word}' is no slot (write slots.{word}), no number and no text in quotes")


def _equal(left: Any, right: Any) -> bool:
    if isinstance(left, str) == isinstance(right, str):
        return bool(left == right)
    one, other = _number(left), _number(right)
    return one is not None and one == other


def _ordered(left: Any, right: Any, compare: Callable[[Any, Any], bool]) -> bool:
    """Compared as numbers where both are, two texts else as texts («2026-12-05» lies behind «2026-11-30»)."""
    one, other = _number(left), _number(right)
    if one is not None and other is not None:
        return compare(one, other)
    return isinstance(left, str) and isinstance(right, str) and compare(left, right)


def _number(value: Any) -> Decimal | None:
    """Exactly, for a card has more digits than a float; a boolean is none."""
    if isinstance(value, str):
        return Decimal(value) if _NUMBER.fullmatch(value) else None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    number = Decimal(str(value))
    return number if number.is_finite() else None


def _holds(whole: Any, part: Any) -> bool:
    if whole is None or part is None:
        return False
    return part in whole if isinstance(whole, (list, tuple, dict)) else str(part) in str(whole)


def _matches(text: Any, pattern: re.Pattern[str]) -> bool:
    return text is not None and pattern.search(str(text)) is not None


_MATCHES = "matches"
_OPERATORS: Mapping[str, Callable[[Any, Any], bool]] = {
    "=": _equal,
    "==": _equal,
    "is": _equal,
    "!=": lambda a, b: not _equal(a, b),
    "is not": lambda a, b: not _equal(a, b),
    ">": lambda a, b: _ordered(a, b, lambda x, y: x > y),
    ">=": lambda a, b: _ordered(a, b, lambda x, y: x >= y),
    "<": lambda a, b: _ordered(a, b, lambda x, y: x < y),
    "<=": lambda a, b: _ordered(a, b, lambda x, y: x <= y),
    "contains": _holds,
    "in": lambda a, b: _holds(b, a),
    _MATCHES: _matches,
}
