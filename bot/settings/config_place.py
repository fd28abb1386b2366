"""A place in `config.yml`: what may stand there, by the field of the settings that it belongs to."""

import dataclasses
import types
import typing
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeGuard

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

Location = Sequence[int | str]


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

    def told(self, name: str) -> str:
        """What is told beside the field: "one", where several were given; "why" it takes what it takes; "": nothing."""
        hint = self.field.json_schema_extra if self.field else None
        return str(hint.get(name, "")) if isinstance(hint, dict) else ""

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


def is_section(kind: object) -> TypeGuard[type]:
    """Whether keys of Hatef's own stand below it."""
    return isinstance(kind, type) and (dataclasses.is_dataclass(kind) or issubclass(kind, BaseModel))


@cache
def fields_of(section: type) -> Mapping[str, FieldInfo]:
    """The keys of a section, each with its kind, bounds, usual value and example."""
    if issubclass(section, BaseModel):
        return section.model_fields
    kinds = typing.get_type_hints(section, include_extras=True)
    found: dict[str, FieldInfo] = {}
    for one in dataclasses.fields(section) if dataclasses.is_dataclass(section) else ():
        info = found[one.name] = FieldInfo.from_annotated_attribute(kinds[one.name], one)
        told = _metadata(section, one.name)
        info.examples = [told["example"]] if "example" in told else None
        info.json_schema_extra = {name: told[name] for name in ("one", "why") if name in told} or None
    return found


def _metadata(section: type, name: str) -> Mapping[str, Any]:
    """What stands beside a field, in the class that says most lately."""
    said = (getattr(base, "__dataclass_fields__", {}).get(name) for base in section.__mro__)
    return next((one.metadata for one in said if one is not None and one.metadata), {})


def find(where: Location, root: type) -> Place:
    """What may stand at a place of the file."""
    kind: object = root
    field: FieldInfo | None = None
    key, item = "", False
    for step in where:
        kind = inner = inner_kind(kind)
        if is_section(inner):
            field = fields_of(inner).get(str(step))
            kind, key, item = (field.annotation if field else None), str(step), False
        else:
            arguments = typing.get_args(inner)
            kind, item = (arguments[-1] if typing.get_origin(inner) is dict else next(iter(arguments), None)), True
            key = key if isinstance(step, int) else str(step)
    return Place(kind, key, field, item)


def keys_of(where: Location, root: type) -> list[str]:
    """The keys that Hatef knows at a place; none where the owner chooses them."""
    kind = inner_kind(find(where, root).kind if where else root)
    return list(fields_of(kind)) if is_section(kind) else []


def inner_kind(kind: object) -> object:
    """The one kind of an optional or annotated one."""
    if typing.get_origin(kind) is typing.Annotated:
        return inner_kind(typing.get_args(kind)[0])
    if isinstance(kind, types.UnionType) or typing.get_origin(kind) is typing.Union:
        return inner_kind(next(one for one in typing.get_args(kind) if one is not type(None)))
    return kind


def _shown(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.asdict(value, dict_factory=lambda held: {key: _shown(one) for key, one in held})
    if isinstance(value, tuple):
        return list(value)
    return str(value) if isinstance(value, Path) else value
