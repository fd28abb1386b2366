"""What pydantic finds wrong in a value, in the words of the owner of a telephone, with the line as it should be."""

import difflib
import types
import typing
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from bot.config_numbers import meant

Location = Sequence[int | str]
SECRETS = {
    "password": "HATEF_SIP_PASSWORD",
    "secret": "HATEF_TOKEN_SECRET",
    "passwd": "HATEF_SIP_PASSWORD",
    "token": "HATEF_RASA_TOKEN",
}
OTHER_NAMES = {
    **dict.fromkeys(("persian", "farsi", "fa-ir", "fa_ir", "fas", "per", "فارسی"), "fa"),
    **dict.fromkeys(("arabic", "arab", "ar-sa", "ar-iq", "ara", "عربی", "العربية", "عربي"), "ar"),
    **dict.fromkeys(("alaw", "a-law", "g711a", "g.711a", "pcma/8000", "g711", "g.711"), "PCMA"),
    **dict.fromkeys(("ulaw", "u-law", "mulaw", "g711u", "g.711u", "pcmu/8000"), "PCMU"),
    **dict.fromkeys(("g.722", "g722/16000", "g722/8000"), "G722"),
}
"""What people call the things that Hatef knows by one name."""
YES_NO = {
    **dict.fromkeys(("بله", "آره", "بلی", "نعم", "درست", "روشن", "enabled", "enable"), True),
    **dict.fromkeys(("خیر", "نه", "لا", "غلط", "خاموش", "disabled", "disable", "none", "never"), False),
}


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the file: what may stand there, and the field it belongs to."""

    kind: object
    key: str
    field: FieldInfo | None
    item: bool = False
    """It is one of a list, or a value below a key of the owner's own."""

    @property
    def bounds(self) -> tuple[float | None, float | None]:
        """The least and the most that a number may be."""
        return self._rule("ge", "gt"), self._rule("le", "lt")

    @property
    def above(self) -> bool:
        """Whether the least itself is not allowed."""
        return self._rule("gt") is not None

    def _rule(self, *names: str) -> float | None:
        for rule in (*(self.field.metadata if self.field else ()), *getattr(self.kind, "__metadata__", ())):
            for one in (rule, *getattr(rule, "metadata", ())):
                for name in names:
                    if (found := getattr(one, name, None)) is not None:
                        return float(found)
        return None

    @property
    def example(self) -> Any:
        """A value as it might stand there; None where none is known."""
        if self.field is None:
            return None
        default = self.field.get_default(call_default_factory=True)
        usual = None if default is PydanticUndefined or default in ((), {}) else _shown(default)
        found = self.field.examples[0] if self.field.examples else usual
        if not self.item:
            return found
        return found.get(self.key) if isinstance(found, dict) else found[0] if isinstance(found, list) else None


def describe(error: Mapping[str, Any], root: type[BaseModel]) -> tuple[str, str]:
    """Key path and one-sentence problem of one pydantic error."""
    where = [part for part in error["loc"] if part != "[key]"]
    key = ".".join(str(part) for part in where)
    place, sort, given = find(where, root), str(error["type"]), error.get("input")
    if sort == "extra_forbidden":
        return key, _unknown(where, root, given)
    if "[key]" in error["loc"] and sort == "literal_error":
        return key, f"the languages are fa and ar; {given!r} is none of them"
    if sort == "missing":
        above = find(where[:-1], root).example
        usual = above.get(place.key) if isinstance(above, dict) else None
        return key, f"it is missing; write: {line_for(place.key, place.example or usual or '...')}"
    if sort == "value_error":
        return key, str(error["msg"]).removeprefix("Value error, ")
    if given is None:
        return key, f"nothing stands behind it; write: {_as_it_should_be(place)}, or leave the key out"
    return key, _wrong(place, sort, given, where)


def line_for(key: str, value: Any) -> str:
    """`key: value` as it stands in the file, on one line."""
    text = yaml.safe_dump({key: value}, default_flow_style=True, allow_unicode=True, width=10_000, sort_keys=False)
    return text.strip()[1:-1]


def find(where: Location, root: type[BaseModel]) -> Place:
    """What may stand at a place of the file."""
    kind: object = root
    field: FieldInfo | None = None
    key, item = "", False
    for step in where:
        kind, inner = _inner(kind), _inner(kind)
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            field = inner.model_fields.get(str(step))
            kind, key, item = (field.annotation if field else None), str(step), False
        else:
            arguments = typing.get_args(inner)
            kind, item = (arguments[-1] if typing.get_origin(inner) is dict else next(iter(arguments), None)), True
            key = key if isinstance(step, int) else str(step)
    return Place(kind, key, field, item)


def keys_of(where: Location, root: type[BaseModel]) -> list[str]:
    """The keys that Hatef knows at a place; none where the owner chooses them."""
    kind = _inner(find(where, root).kind if where else root)
    return list(kind.model_fields) if isinstance(kind, type) and issubclass(kind, BaseModel) else []


def _wrong(place: Place, sort: str, given: Any, where: Location) -> str:
    kind = _inner(place.kind)
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return f"it takes keys of its own, indented below it; write: {line_for(place.key, _section_with(kind, given))}"
    if typing.get_origin(kind) is dict:
        return f"it takes {_keyed(kind)}; write: {line_for(place.key, _mapping_with(kind, given, place.example))}"
    if typing.get_origin(kind) is tuple:
        if sort == "too_short":
            return f"the list is empty; write: {_as_it_should_be(place)}"
        return f"it takes a list, in [ ]; write: {line_for(place.key, _list_with(given))}"
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
    whole = _inner(place.kind) is int
    low, high = place.bounds
    unit = _unit(where)
    span = "" if low is None or high is None else f" from {low:g} to {high:g}"
    if place.above:
        span = f" above {low:g}, at most {high:g}"
    words = f"it takes a {'whole ' if whole else ''}number{unit and f' of {unit}'}{span} (it is {str(given)!r})"
    value = meant(str(given), unit, share=(low, high) in ((0, 1), (0.5, 1)))
    for one in () if value is None else (value, -value):
        if _fits(one, place) and (not whole or one == int(one)):
            return f"{words}; write: {line_for(place.key, int(one) if one == int(one) else one)}"
    return words if place.example is None else f"{words}; write e.g.: {_as_it_should_be(place)}"


def _fits(value: float, place: Place) -> bool:
    low, high = place.bounds
    return (low is None or (value > low if place.above else value >= low)) and (high is None or value <= high)


def _unit(where: Location) -> str:
    for step in reversed(where):
        for ending, name in (("_ms", "milliseconds"), ("_s", "seconds"), ("_lufs", "LUFS")):
            if str(step).endswith(ending):
                return name
    return ""


def _choice(place: Place, known: list[str], given: Any) -> str:
    folded = str(given).strip().casefold()
    right = next((one for one in known if one.casefold() == folded), OTHER_NAMES.get(folded, ""))
    words = f"it takes {', '.join(known[:-1])} or {known[-1]} (it is {str(given)!r})"
    if right not in known:
        return words
    return f"{words}; write {right}" if place.item else f"{words}; write: {line_for(place.key, right)}"


def _unknown(where: Location, root: type[BaseModel], given: Any) -> str:
    name, known = str(where[-1]), keys_of(where[:-1], root)
    if variable := SECRETS.get(name.casefold()):
        return f"secrets do not stand in this file; remove the line and set {variable} in the environment of Hatef"
    folded = name.strip().casefold().replace("-", "_").replace(" ", "_")
    if folded in known:
        return f"unknown key; did you mean '{folded}'?"
    if homes := [home for home in _homes(folded, root) if home]:
        return f"unknown key here; it belongs below '{' or '.join(homes)}:', indented"
    if close := difflib.get_close_matches(folded, known, n=1):
        return f"unknown key; did you mean '{close[0]}'?"
    return f"unknown key; known keys: {', '.join(sorted(known))}"


def _homes(name: str, model: type[BaseModel], above: str = "") -> Iterator[str]:
    """Where a key of that name is known."""
    if name in model.model_fields:
        yield above
    for key, field in model.model_fields.items():
        kind = _inner(field.annotation)
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from _homes(name, kind, f"{above}.{key}".strip("."))


def _inner(kind: object) -> object:
    """The one kind of an optional or annotated one."""
    if typing.get_origin(kind) is typing.Annotated:
        return _inner(typing.get_args(kind)[0])
    if isinstance(kind, types.UnionType) or typing.get_origin(kind) is typing.Union:
        return _inner(next(one for one in typing.get_args(kind) if one is not type(None)))
    return kind


def _as_it_should_be(place: Place) -> str:
    return line_for(place.key, "..." if place.example is None else place.example)


def _keyed(kind: object) -> str:
    key, value = (_inner(one) for one in typing.get_args(kind))
    if typing.get_origin(key) is not Literal:
        return "a language for each number"
    return f"a {'file' if value is Path else 'text'} for each language"


def _mapping_with(kind: object, given: Any, example: Any) -> Any:
    key, value = (_inner(one) for one in typing.get_args(kind))
    if typing.get_origin(key) is Literal and isinstance(given, str):
        return {"fa": given} if value is Path else {"fa": given, "ar": "..."}
    return example or {"200": "ar"}


def _section_with(kind: type[BaseModel], given: Any) -> Any:
    """One value for all keys where all are alike («end_silence_ms: 600»); else what is needed, as usual."""
    fields = kind.model_fields
    if all(field.is_required() for field in fields.values()) and str(given).isascii() and str(given).isdecimal():
        return dict.fromkeys(fields, int(given))
    needed = [key for key, field in fields.items() if field.is_required()] or list(fields)[:1]
    return {key: Place(fields[key].annotation, key, fields[key]).example or "..." for key in needed}


def _list_with(given: Any) -> list[str]:
    if isinstance(given, str) and given.casefold() in ("any", "all", "*", "everybody"):
        return ["0.0.0.0/0"]
    if isinstance(given, str):
        return [part for part in given.replace("،", ",").replace(";", ",").replace(",", " ").split() if part] or [given]
    return [str(one) for one in given]


def _one_of(place: Place, given: Any) -> str:
    first = given[0] if isinstance(given, list) and given and isinstance(given[0], str) else None
    if first is None:
        return _as_it_should_be(place)
    return line_for(place.key, int(first) if _inner(place.kind) is int and first.isdecimal() else first)


def _shown(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if isinstance(value, tuple):
        return list(value)
    return str(value) if isinstance(value, Path) else value
