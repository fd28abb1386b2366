"""What pydantic finds wrong in a value, in the words of the owner of a telephone, with the line as it should be."""

import difflib
import re
import typing
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

from bot.settings.config_names import OTHER_KEYS, OTHER_NAMES, RASA_KEYS, YES_NO, known_name, secret_remedy
from bot.settings.config_numbers import meant
from bot.settings.config_place import Location, Place, fields_of, find, inner_kind, is_section, keys_of
from bot.settings.config_shown import entry_line, leaves, line_for, list_with, mapping_with, one_of, section_line

UNKNOWN_KEY = ("extra_forbidden", "unexpected_keyword_argument")
"""What pydantic calls it, in a model and in a dataclass."""


def describe(error: Mapping[str, Any], root: type) -> tuple[str, str]:
    """Key path and one-sentence problem of one pydantic error."""
    where = [part for part in error["loc"] if part != "[key]"]
    key = ".".join(str(part) for part in where)
    place, sort, given = find(where, root), str(error["type"]), error.get("input")
    if sort in UNKNOWN_KEY:
        return key, _unknown(where, root, given)
    if "[key]" in error["loc"] and sort == "literal_error":
        right = OTHER_NAMES.get(str(given).strip().casefold(), "")
        return key, f"the languages are fa and ar (it is {given!r})" + (f"; write {right}:" if right else "")
    if sort == "missing":
        above = find(where[:-1], root).example
        usual = above.get(place.key) if isinstance(above, dict) else None
        return key, f"it is missing; write: {line_for(place.key, place.example or usual or '...')}"
    if sort == "value_error":
        return key, str(error["msg"]).removeprefix("Value error, ")
    if given is None and place.item:
        return key, "an entry of the list is empty; take its line out"
    if given is None:
        return key, f"nothing stands behind it; write: {_as_it_should_be(place)}, or leave the key out"
    return key, _wrong(place, sort, given, where)


def _wrong(place: Place, sort: str, given: Any, where: Location) -> str:
    kind = inner_kind(place.kind)
    if is_section(kind):
        shown = entry_line(kind, given) if place.item else section_line(place.key, kind, given)
        return f"it takes keys of its own, indented below it; write: {shown}"
    if typing.get_origin(kind) is dict:
        return f"it takes {_keyed(kind)}; write: {line_for(place.key, mapping_with(kind, given, place.example))}"
    if typing.get_origin(kind) is tuple:
        if sort == "too_short":
            return f"the list is empty; write: {_as_it_should_be(place)}"
        return f"it takes a list, in [ ]; write: {line_for(place.key, list_with(place, given))}"
    if isinstance(given, list | Mapping) and place.item:
        whole = replace(place, item=False)
        scalars = list(leaves(given))
        return f"each entry takes one value; write: {line_for(place.key, scalars or whole.example or ['...'])}"
    if isinstance(given, list | Mapping):
        one = place.told("one")
        return f"it takes one value{f'; {one}' if one else ''}; write: {one_of(place, given)}"
    if typing.get_origin(kind) is Literal:
        return _choice(place, [str(one) for one in typing.get_args(kind)], given)
    if kind is bool:
        meant = YES_NO.get(str(given).strip())
        shown = f"{place.key}: true, or: {place.key}: false" if meant is None else line_for(place.key, meant)
        return f"it takes true or false (it is {given!r}); write: {shown}"
    if kind in (int, float):
        return _number(place, given, where)
    return f"it takes {'a path' if kind is Path else 'a text'} (it is {given!r}); write: {_as_it_should_be(place)}"


def _number(place: Place, given: Any, where: Location) -> str:
    whole = inner_kind(place.kind) is int
    low, high = place.bounds
    unit = unit_of(where)
    span = "" if low is None or high is None else f" from {low:.12g} to {high:.12g}"
    if place.above:
        span = f" above {low:.12g}, at most {high:.12g}"
    words = f"it takes a {'whole ' if whole else ''}number{unit and f' of {unit}'}{span} (it is {str(given)!r})"
    if (ports := re.fullmatch(r"(\d+)\s*-\s*(\d+)", str(given))) and place.key.endswith("_start"):
        first, last = map(int, ports.groups())
        count = f"{place.key.removesuffix('_start')}_count"
        return f"{words}; write: {place.key}: {first}, and: {count}: {last - first + 1}"
    value = meant(str(given), unit, share=(low, high) in ((0, 1), (0.5, 1)))
    # Milliseconds that were given as seconds, and the reverse, are the usual slip.
    scale = {"milliseconds": 1000.0, "seconds": 0.001}.get(unit, 1.0)
    # A minus is forgotten before a loudness; what was written with one is not meant without it.
    least = -value if value is not None and high is not None and high < 0 else None
    for one in () if value is None else (value, round(value * scale, 6), least):
        if one and _fits(one, place) and (not whole or one == int(one)):
            return f"{words}; write: {line_for(place.key, int(one) if one == int(one) else one)}"
    return words if place.example is None else f"{words}; write e.g.: {_as_it_should_be(place)}"


def _fits(value: float, place: Place) -> bool:
    low, high = place.bounds
    return (low is None or (value > low if place.above else value >= low)) and (high is None or value <= high)


def unit_of(where: Location) -> str:
    """What the numbers at a place count: seconds, milliseconds, LUFS or nothing of that kind."""
    for step in reversed(where):
        for ending, name in (("_ms", "milliseconds"), ("_s", "seconds"), ("_lufs", "LUFS")):
            if str(step).endswith(ending):
                return name
    return ""


def _choice(place: Place, known: list[str], given: Any) -> str:
    right = known_name(str(given), known)
    shown = [one or 'nothing ("")' for one in known]
    why = place.told("why")
    words = f"it takes {', '.join(shown[:-1])} or {shown[-1]}{why and f': {why}'} (it is {str(given)!r})"
    if place.item:
        return f"{words}; write {right}" if right in known else words
    if right and right in known:
        return f"{words}; write: {line_for(place.key, right)}"
    return words if place.example is None else f"{words}; write e.g.: {_as_it_should_be(place)}"


def _unknown(where: Location, root: type, given: Any) -> str:
    name, known = str(where[-1]), keys_of(where[:-1], root)
    section, _, rest = name.partition(".")
    if rest and section in known:
        return f"unknown key; a section has a line of its own; write: {section}: {{{rest}: ...}}"
    if remedy := secret_remedy([str(step) for step in where]):
        return f"secrets do not stand in this file; {remedy}"
    folded = name.strip().casefold().replace("-", "_").replace(" ", "_")
    folded = OTHER_KEYS.get(folded, folded) if folded not in known else folded
    if folded in known:
        return f"unknown key; did you mean '{folded}'?"
    if homes := [home for home in _homes(folded, root) if home]:
        named = " or ".join(f"'{home}:'" for home in homes)
        return f"unknown key here; it belongs below {named}, indented"
    if close := difflib.get_close_matches(folded, [*known, *(RASA_KEYS if len(where) == 1 else ())], n=1):
        return f"unknown key; did you mean '{close[0]}'?"
    return f"unknown key; known keys: {', '.join(sorted(known))}"


def _homes(name: str, model: type, above: str = "") -> Iterator[str]:
    """Where a key of that name is known."""
    if name in fields_of(model):
        yield above
    for key, field in fields_of(model).items():
        if is_section(kind := inner_kind(field.annotation)):
            yield from _homes(name, kind, f"{above}.{key}".strip("."))


def _as_it_should_be(place: Place) -> str:
    return line_for(place.key, "..." if place.example is None else place.example)


def _keyed(kind: object) -> str:
    key, value = (inner_kind(one) for one in typing.get_args(kind))
    if typing.get_origin(key) is Literal:
        return f"a {'file' if value is Path else 'text'} for each language"
    if typing.get_origin(value) is Literal:
        return "a language for each number"
    return f"a {'number' if value in (int, float) else 'text'} for each name"
