"""What pydantic finds wrong in a value, in the words of the owner of a telephone, with the line as it should be."""

import difflib
import re
import typing
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import yaml

from bot.settings.config_names import OTHER_KEYS, OTHER_NAMES, RASA_KEYS, SECRETS, YES_NO
from bot.settings.config_numbers import meant
from bot.settings.config_place import Location, Place, fields_of, find, inner_kind, is_section, keys_of
from bot.settings.config_syntax import key_and_value

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


def line_for(key: str, value: Any) -> str:
    """`key: value` as it stands in the file, on one line."""
    text = yaml.safe_dump({key: value}, default_flow_style=True, allow_unicode=True, width=10_000, sort_keys=False)
    return text.strip()[1:-1]


def _wrong(place: Place, sort: str, given: Any, where: Location) -> str:
    kind = inner_kind(place.kind)
    if is_section(kind):
        return f"it takes keys of its own, indented below it; write: {_section_line(place.key, kind, given)}"
    if typing.get_origin(kind) is dict:
        return f"it takes {_keyed(kind)}; write: {line_for(place.key, _mapping_with(kind, given, place.example))}"
    if typing.get_origin(kind) is tuple:
        if sort == "too_short":
            return f"the list is empty; write: {_as_it_should_be(place)}"
        return f"it takes a list, in [ ]; write: {line_for(place.key, _list_with(kind, given) or place.example)}"
    if isinstance(given, list | Mapping) and place.item:
        whole = replace(place, item=False)
        scalars = list(_leaves(given))
        return f"each entry takes one value; write: {line_for(place.key, scalars or whole.example or ['...'])}"
    if isinstance(given, list | Mapping):
        hint = (place.field.json_schema_extra if place.field else None) or {}
        one = hint.get("one", "") if isinstance(hint, dict) else ""
        return f"it takes one value{f'; {one}' if one else ''}; write: {_one_of(place, given)}"
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
    span = "" if low is None or high is None else f" from {low:g} to {high:g}"
    if place.above:
        span = f" above {low:g}, at most {high:g}"
    words = f"it takes a {'whole ' if whole else ''}number{unit and f' of {unit}'}{span} (it is {str(given)!r})"
    if (ports := re.fullmatch(r"(\d+)\s*-\s*(\d+)", str(given))) and place.key.endswith("_start"):
        first, last = map(int, ports.groups())
        count = f"{place.key.removesuffix('_start')}_count"
        return f"{words}; write: {place.key}: {first}, and: {count}: {last - first + 1}"
    value = meant(str(given), unit, share=(low, high) in ((0, 1), (0.5, 1)))
    # Milliseconds that were given as seconds, and the reverse, are the usual slip.
    scale = {"milliseconds": 1000.0, "seconds": 0.001}.get(unit, 1.0)
    for one in () if value is None else (value, round(value * scale, 6), -value):
        if _fits(one, place) and one and (not whole or one == int(one)):
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
    right = _known_name(str(given), known)
    words = f"it takes {', '.join(known[:-1])} or {known[-1]} (it is {str(given)!r})"
    if right not in known:
        return words
    return f"{words}; write {right}" if place.item else f"{words}; write: {line_for(place.key, right)}"


def _known_name(given: str, known: Sequence[str]) -> str:
    folded = given.strip().casefold()
    return next((one for one in known if one.casefold() == folded), OTHER_NAMES.get(folded, ""))


def _unknown(where: Location, root: type, given: Any) -> str:
    name, known = str(where[-1]), keys_of(where[:-1], root)
    section, _, rest = name.partition(".")
    if rest and section in known:
        return f"unknown key; a section has a line of its own; write: {section}: {{{rest}: ...}}"
    if variable := SECRETS.get(name.casefold(), _secret(name)):
        variable = "HATEF_SIP_PASSWORD" if "account" in where or "sip" in where else variable
        return f"secrets do not stand in this file; remove the line and set {variable} in the environment of Hatef"
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


def _secret(name: str) -> str:
    """The environment's variable for a key that is named like a secret; "" for others."""
    if re.search(r"passw|secret|api_?key|credential", name, re.IGNORECASE):
        return "HATEF_TOKEN_SECRET" if "secret" in name.casefold() else "HATEF_SIP_PASSWORD"
    return "HATEF_RASA_TOKEN" if re.search(r"(?:^|_)token$", name, re.IGNORECASE) else ""


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
    if typing.get_origin(key) is not Literal:
        return "a language for each number"
    return f"a {'file' if value is Path else 'text'} for each language"


def _mapping_with(kind: object, given: Any, example: Any) -> Any:
    key, value = (inner_kind(one) for one in typing.get_args(kind))
    if typing.get_origin(key) is Literal and isinstance(given, str):
        return {"fa": given} if value is Path else {"fa": given, "ar": "..."}
    if isinstance(given, list) and given and all(isinstance(one, dict) for one in given):
        return {name: one[name] for one in given for name in one}
    if isinstance(given, str) and (pair := key_and_value(given)):
        return dict([pair])
    return example or {"200": "ar"}


def _section_line(key: str, kind: type, given: Any) -> str:
    if isinstance(given, str) and (meant := key_and_value(given)) and meant[0] in fields_of(kind):
        return f"{meant[0]}: {meant[1]}"
    return line_for(key, _section_with(kind, given))


def _section_with(kind: type, given: Any) -> Any:
    """What was given, put into keys where that can be told («end_silence_ms: 600»); else what is needed, as usual."""
    fields = fields_of(kind)
    if isinstance(given, list) and given and all(isinstance(one, dict) for one in given):
        first = (
            given[0]
            if len({*given[0]} & {*given[-1]}) or len(given) == 1
            else {k: v for one in given for k, v in one.items()}
        )
        return {key: value for key, value in first.items() if key in fields} or first
    if all(field.is_required() for field in fields.values()):
        values = given if isinstance(given, list) and len(given) == len(fields) else [given] * len(fields)
        if all(str(value).isascii() and str(value).isdecimal() for value in values):
            return dict(zip(fields, map(int, values), strict=True))
    needed = [key for key, field in fields.items() if field.is_required()] or list(fields)[:1]
    return {key: Place(fields[key].annotation, key, fields[key]).example or "..." for key in needed}


def _list_with(kind: object, given: Any) -> list[str]:
    if not isinstance(given, str):
        return [str(one) for one in given]
    if given.casefold() in ("any", "all", "*", "everybody"):
        return ["0.0.0.0/0"]
    item = inner_kind(next(iter(typing.get_args(kind)), str))
    named = [str(one) for one in typing.get_args(item)] if typing.get_origin(item) is Literal else []
    between = r"[،,;\s/|]+" if named else r"[،,;\s]+"
    bare = (part.lstrip("-–—•·") for part in re.split(between, given.strip("[](){}")))
    parts = [part for part in bare if re.search(r"[\w*?]", part)]
    if not named:
        return parts or [given]
    right = [_known_name(part, named) for part in parts]
    return [one for one in right if one in named]


def _leaves(given: Any) -> Iterator[str]:
    if isinstance(given, Mapping):
        given = list(given.values())
    if isinstance(given, list):
        for one in given:
            yield from _leaves(one)
    elif isinstance(given, str):
        yield given


def _one_of(place: Place, given: Any) -> str:
    first = given[0] if isinstance(given, list) and given and isinstance(given[0], str) else None
    if first is None:
        return _as_it_should_be(place)
    return line_for(place.key, int(first) if inner_kind(place.kind) is int and first.isdecimal() else first)
