"""Inputs and outputs as designers declare them: `number: digits`, or `amount: {kind: money, unit: toman}`."""

from collections.abc import Iterable, Mapping
from typing import Any, get_args

from bot.crm.services.model import LEVELS, Input, Kind, Output, Unit
from nlu.training.data_check.names import meant

DECLARED_INPUT = "customer_id: text"
DECLARED_OUTPUT = "amount: {column: amount_rial, kind: money, unit: rial}"
INPUT_KEYS = {"kind", "unit", "calendar", "optional"}
OUTPUT_KEYS = {"column", "path", "kind", "unit", "private", "opens_at", "matches", "optional"}
CALENDARS = ("gregorian", "jalali")
YES_NO = (True, False)


class BadField(ValueError):
    """A declaration that cannot be used: what, and how to mend it."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what, remedy)
        self.what = what
        self.remedy = remedy


def parse_input(_name: str, declared: Any) -> Input:
    """Raises BadField."""
    field = _mapping(declared, INPUT_KEYS)
    kind = _kind(field)
    calendar = _one_of(field, "calendar", CALENDARS, "gregorian")
    return Input(kind, _unit(field, kind), calendar == "jalali", _one_of(field, "optional", YES_NO, False))


def parse_output(name: str, declared: Any) -> Output:
    """Raises BadField."""
    field = _mapping(declared, OUTPUT_KEYS)
    kind = _kind(field)
    level = _one_of(field, "opens_at", LEVELS, "none")
    private = _one_of(field, "private", YES_NO, level != "none")
    at = str(field.get("path") or field.get("column") or name)
    optional = _one_of(field, "optional", YES_NO, False)
    return Output(at, kind, _unit(field, kind), private, level, optional, str(field.get("matches") or ""))


def _mapping(declared: Any, keys: set[str]) -> Mapping[str, Any]:
    field = declared if isinstance(declared, Mapping) else {"kind": declared or "text"}
    for key in field:
        if str(key) not in keys:
            raise BadField(f"has the unknown key '{key}'", meant(key, keys, f"Known are: {', '.join(sorted(keys))}."))
    return field


def _kind(field: Mapping[str, Any]) -> Kind:
    named = str(field.get("kind", "text"))
    kinds = [kind.value for kind in Kind]
    if named not in kinds:
        raise BadField(f"is of the unknown kind '{named}'", meant(named, kinds, f"Known are: {', '.join(kinds)}."))
    return Kind(named)


def _unit(field: Mapping[str, Any], kind: Kind) -> Unit:
    if kind is Kind.MONEY and field.get("unit") not in get_args(Unit):
        raise BadField("does not say its unit", "Write unit: rial, or unit: toman.")
    unit: Unit = "toman" if field.get("unit") == "toman" else "rial"
    return unit


def _one_of(field: Mapping[str, Any], key: str, allowed: Iterable[Any], otherwise: Any) -> Any:
    value = field.get(key, otherwise)
    if value not in (choices := list(allowed)):
        words = ", ".join(str(choice).lower() for choice in choices)
        raise BadField(f"has `{key}: {value}`", f"Known are: {words}.")
    return value
