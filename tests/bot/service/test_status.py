"""A status goes over the socket and comes back."""

import json
from dataclasses import replace
from typing import Any

import pytest

from bot.service.control_wire import BadLine
from bot.service.status import parse_status, status_as_json
from tests.bot.service.served import STATUS


@pytest.mark.parametrize("registered", [None, True, False])
def test_it_comes_back(registered: bool | None) -> None:
    status = replace(STATUS, registered=registered)
    assert parse_status(json.loads(json.dumps(status_as_json(status)))) == status


def test_what_a_newer_hatef_adds_is_passed_over() -> None:
    raw = status_as_json(STATUS)
    raw["mood"] = "calm"
    raw["calls"]["lost"] = 1
    raw["parts"][0]["heat"] = 70
    assert parse_status(raw) == STATUS


@pytest.mark.parametrize("broken", [{"since": "soon"}, {"calls": 3}, {"parts": [1]}, {"parts": None}, {"since": None}])
def test_what_is_no_status_is_refused(broken: dict[str, Any]) -> None:
    with pytest.raises(BadLine):
        parse_status(status_as_json(STATUS) | broken)


def test_a_status_without_its_parts_is_refused() -> None:
    with pytest.raises(BadLine):
        parse_status({})
