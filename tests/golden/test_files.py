"""The golden files themselves: one a call, sharp enough to show a change, and tied to the product in one place."""

import ast
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.golden.driver import WAYS
from tests.golden.record import difference
from tests.golden.scenario import CALLS, golden, scenarios

ROOMS = {"bot", "nlu", "voice", "handoff"}
REFERRED = next(scenario for scenario in scenarios() if scenario.name == "fa_refer")


def test_every_call_has_its_file_and_every_way_its_call() -> None:
    assert {path.stem for path in CALLS.iterdir()} == {scenario.name for scenario in scenarios()}
    assert {scenario.human for scenario in scenarios()} == set(WAYS)


def test_what_is_read_from_a_file_is_equal_to_it() -> None:
    assert all(not difference(golden(one), yaml.safe_load(golden(one))) for one in scenarios())


@pytest.mark.parametrize(
    ("part", "name", "value"),
    [
        (("packets", 0, "body"), "verified", "none"),
        (("packets", 0, "body"), "skill", "wait"),
        (("packets", 0, "body", "caller"), "customer_id", "c-1007"),
        (("packets", 0), "skill", "complaints"),
        (("journal",), "end_reason", "goodbye"),
        (("steps", 2), "note", "SIP 202"),
    ],
)
def test_a_changed_field_is_shown(part: tuple[str | int, ...], name: str, value: str) -> None:
    found = yaml.safe_load(golden(REFERRED))
    place: Any = found
    for step in part:
        place = place[step]
    assert place[name] != value
    place[name] = value
    assert f"{name}: {value}" in difference(golden(REFERRED), found)


def test_one_module_alone_knows_the_product() -> None:
    knowing = []
    for path in Path(__file__).parent.glob("*.py"):
        nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
        names = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
        names += [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)]
        if any(name.split(".")[0] in ROOMS for name in names):
            knowing.append(path.name)
    assert knowing == ["product.py"]
