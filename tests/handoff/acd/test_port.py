"""Every way to a human in this room is found by walking it, and has the shape of `Acd`."""

import importlib
import inspect
import pkgutil

import pytest

import handoff.acd
from handoff.acd.port import Acd


def adapters() -> list[type]:
    found = []
    for module in pkgutil.walk_packages(handoff.acd.__path__, "handoff.acd."):
        members = inspect.getmembers(importlib.import_module(module.name), inspect.isclass)
        found += [one for _, one in members if one.__module__ == module.name != Acd.__module__]
    found = [one for one in found if hasattr(one, "transfer")]
    return found


def test_there_are_at_least_two_ways_to_a_human() -> None:
    assert {one.__name__ for one in adapters()} >= {"ReferAcd", "QueueAcd"}


@pytest.mark.parametrize("adapter", adapters())
def test_an_adapter_has_a_name_and_the_transfer_of_the_protocol(adapter: type) -> None:
    assert isinstance(adapter.__dict__["name"], str)
    wanted = list(inspect.signature(Acd.transfer).parameters)
    assert list(inspect.signature(vars(adapter)["transfer"]).parameters) == wanted
    assert inspect.iscoroutinefunction(vars(adapter)["transfer"])
