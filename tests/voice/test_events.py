"""Events are frozen: what crosses the border cannot be changed behind anybody's back."""

import dataclasses
import inspect

import pytest

from voice import events

CLASSES = [one for _, one in inspect.getmembers(events, inspect.isclass) if one.__module__ == events.__name__]

FIT = {"doubt", "sounds", "lost", "cost", "agreed"}
"""Of `events.LanguageFit`: nats, counts and shares, as its docstring says."""


@pytest.mark.parametrize("kind", CLASSES)
def test_an_event_is_a_frozen_dataclass_with_slots(kind: type) -> None:
    assert dataclasses.is_dataclass(kind)
    assert kind.__dataclass_params__.frozen  # type: ignore[attr-defined]
    assert "__slots__" in vars(kind)


@pytest.mark.parametrize("kind", CLASSES)
def test_every_quantity_has_its_unit_in_its_name(kind: type) -> None:
    numbers = [f.name for f in dataclasses.fields(kind) if f.type in (int, float, "int", "float")]
    unitless = {"confidence", "sip_code", "q850", "turn", *FIT}  # codes; a turn is numbered
    assert [name for name in numbers if not name.endswith(("_s", "_ms")) and name not in unitless] == []


def test_every_event_belongs_to_one_of_the_two_streams() -> None:
    streams = set(events.LegEvent.__args__) | set(events.ListenEvent.__args__)
    parts = {events.Party, events.Word, events.LanguageFit}
    assert set(CLASSES) == streams | parts
