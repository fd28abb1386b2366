"""A value as it should stand in `config.yml`: made of what was given where that can be told, else an example."""

import re
import typing
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import ConfigDict, TypeAdapter, ValidationError

from bot.settings.config_names import known_name
from bot.settings.config_numbers import meant
from bot.settings.config_place import Place, fields_of, inner_kind, is_section
from bot.settings.config_syntax import key_and_value

ON_ONE_LINE: dict[str, Any] = {
    "default_flow_style": True,
    "allow_unicode": True,
    "width": 10_000,
    "sort_keys": False,
}
AS_READ = ConfigDict(coerce_numbers_to_str=True)
USER = re.compile(r"(?:sip:)?([A-Za-z0-9][\w.-]*)(?:@|$)", re.ASCII)
"""Who is meant by an address or a bare number."""


def line_for(key: str, value: Any) -> str:
    """`key: value` as it stands in the file, on one line."""
    text: str = yaml.safe_dump({key: value}, **ON_ONE_LINE)
    return text.strip()[1:-1]


def mapping_with(kind: object, given: Any, example: Any) -> Any:
    """What was given, put below keys of the owner's own; `example` where that cannot be told."""
    key, value = (inner_kind(one) for one in typing.get_args(kind))
    if typing.get_origin(key) is Literal and isinstance(given, str):
        return {"fa": given} if value is Path else {"fa": given, "ar": "..."}
    if isinstance(given, list) and given and all(isinstance(one, dict) for one in given):
        return {name: one[name] for one in given for name in one}
    if isinstance(given, str) and (pair := key_and_value(given)):
        return dict([pair])
    return example or {"200": "ar"}


def section_line(key: str, kind: type, given: Any) -> str:
    """A section on one line, with what was given where that can be told."""
    if isinstance(given, str) and (meant := key_and_value(given)) and meant[0] in fields_of(kind):
        return f"{meant[0]}: {meant[1]}"
    return line_for(key, section_with(kind, given))


def section_with(kind: type, given: Any) -> Any:
    """What was given, put into keys where that can be told («end_silence_ms: 600»); else what is needed, as usual."""
    fields = fields_of(kind)
    if isinstance(given, list) and given and all(isinstance(one, dict) for one in given):
        first = (
            given[0]
            if len({*given[0]} & {*given[-1]}) or len(given) == 1
            else {k: v for one in given for k, v in one.items()}
        )
        return {key: value for key, value in first.items() if key in fields} or first
    needed = [key for key, field in fields.items() if field.is_required()]
    if needed and all(inner_kind(fields[key].annotation) is int for key in needed):
        values = given if isinstance(given, list) and len(given) == len(needed) else [given] * len(needed)
        if all(str(value).isascii() and str(value).isdecimal() for value in values):
            return dict(zip(needed, map(int, values), strict=True))
    if "uri" in needed and isinstance(given, str) and (user := USER.match(given)):
        return {
            "id": user[1],
            "uri": f"sip:{given.removeprefix('sip:')}" if "@" in given else f"sip:{given}@pbx.example",
        }
    if len(needed) == 1 and isinstance(given, str) and re.fullmatch(r"\S+", given):
        return {needed[0]: given}
    shown = needed or list(fields)[:1]
    return {key: Place(fields[key].annotation, key, fields[key]).example or "..." for key in shown}


def list_with(place: Place, given: Any) -> Any:
    """What was given as a list, where such a list is right; else an example of one."""
    kind = inner_kind(place.kind)
    item = inner_kind(next(iter(typing.get_args(kind)), str))
    found = entries_with(item, given) if is_section(item) else _parts(item, given)
    try:
        adapter: TypeAdapter[Any] = TypeAdapter(typing.cast(Any, place.kind), config=AS_READ)
        adapter.validate_python(found)
    except ValidationError:
        return place.example or found
    return found or place.example


def entries_with(section: type, given: Any) -> list[Any]:
    """A mapping by name, one entry alone or bare names as the list of entries that is meant."""
    first = next(iter(fields_of(section)))
    if isinstance(given, Mapping) and set(given) & set(fields_of(section)):
        return [dict(given)]
    if isinstance(given, Mapping):
        return [{first: name, **(one if isinstance(one, Mapping) else {})} for name, one in given.items()]
    return [section_with(section, one) for one in (given if isinstance(given, list) else [given])]


def entry_line(section: type, given: Any) -> str:
    """One entry of a list of sections, as it stands in the file: «- {id: '101', uri: 'sip:101@pbx'}»."""
    text = yaml.safe_dump(section_with(section, given), **ON_ONE_LINE)
    return f"- {text.strip()}"


def _parts(item: object, given: Any) -> list[Any]:
    if not isinstance(given, str):
        return [str(one) for one in given]
    if given.casefold() in ("any", "all", "*", "everybody"):
        return ["0.0.0.0/0"]
    named = [str(one) for one in typing.get_args(item)] if typing.get_origin(item) is Literal else []
    between = r"[،,;\s/|]+" if named else r"[،,;\s]+"
    bare = (part.lstrip("-–—•·") for part in re.split(between, given.strip("[](){}")))
    parts = [part for part in bare if re.search(r"[\w*?]", part)]
    if item in (int, float):
        numbers = (meant(part) for part in parts)
        return [int(one) if one is not None and one == int(one) else one for one in numbers]
    if not named:
        return parts or [given]
    right = [known_name(part, named) for part in parts]
    return [one for one in right if one in named]


def leaves(given: Any) -> Iterator[str]:
    """Every text in it, in order."""
    if isinstance(given, Mapping):
        given = list(given.values())
    if isinstance(given, list):
        for one in given:
            yield from leaves(one)
    elif isinstance(given, str):
        yield given


def one_of(place: Place, given: Any) -> str:
    """The line with the first of several values."""
    first = given[0] if isinstance(given, list) and given and isinstance(given[0], str) else None
    if first is None:
        return line_for(place.key, "..." if place.example is None else place.example)
    return line_for(place.key, int(first) if inner_kind(place.kind) is int and first.isdecimal() else first)
