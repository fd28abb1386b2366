"""The house has floors: a room imports from its own floor and from those below, never from above, and never in a ring.

Every import in the project is walked. A folder is a room; what lies in a room's own subfolder (`call/language`) may
use the room and be used by it, so rings are sought among rooms that do not lie in each other, and among modules.
"""

import ast
import importlib.util
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TOPS = ("bot", "nlu", "voice", "handoff")
FLOORS: tuple[frozenset[str], ...] = tuple(
    frozenset(floor.split())
    for floor in (
        # ground: bound to nothing
        "bot nlu nlu.latin nlu.text nlu.numbers nlu.values nlu.flows voice voice.lexicon handoff",
        # one job each, of the telephone and of the language; what the company set
        "voice.gateway voice.listen voice.graphs voice.speak nlu.wording nlu.rasa nlu.training bot.settings",
        # what lasts longer than a call, and the roads to people and to facts
        "bot.store bot.journal bot.recordings bot.voicemail bot.erasing bot.prompts bot.crm "
        "handoff.acd voice.models voice.softphone",
        # the engine, what it can do, what it is made of
        "bot.dialogue bot.skills bot.releases handoff.desk handoff.callbacks.keeper handoff.callbacks.asking "
        "handoff.promising handoff.voicemail.mailbox",
        # a call
        "bot.call",
        # calls that we make
        "bot.callbacks",
        # what opens calls; what people and programs see of them, a process of its own
        "bot.service bot.console",
        # what measures the product: nobody imports it but the command line
        "bot.lab",
        # nobody imports it
        "bot.cli bot.__main__",
    )
)
"""From the ground up: rooms and single modules. What is not named stands with the room that it lies in."""

CLOSED: Mapping[str, frozenset[str]] = {
    "nlu": frozenset({"nlu"}),
    "voice": frozenset({"voice", "nlu.text"}),
    "handoff": frozenset({"handoff", "nlu.text", "nlu.tables"}),
    "nlu.rasa": frozenset({"nlu.rasa", "nlu.text", "nlu.numbers", "nlu.values", "nlu.errors"}),
    "nlu.values": frozenset({"nlu.values", "nlu.text", "nlu.numbers", "nlu.errors"}),
    "bot.skills": frozenset("bot.skills bot.crm bot.prompts bot.settings bot.store bot.errors handoff nlu".split()),
}
"""Rooms that import from no others than these (and from rooms that lie in them)."""

MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for top in TOPS
    for path in sorted((ROOT / top).rglob("*.py"))
}


def imported(path: Path) -> Iterator[str]:
    """Every name that an import statement of a file names, relative ones with their dots."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = "." * node.level + (node.module or "")
            yield base
            yield from (f"{base}.{alias.name}" for alias in node.names)


def room_of(module: str) -> str:
    """The folder that a module lies in."""
    return module if MODULES[module].name == "__init__.py" else module.rpartition(".")[0]


def floor_of(name: str) -> int:
    """The floor of a module or a room, or of the nearest room around it that has one."""
    for number, floor in enumerate(FLOORS):
        if name in floor:
            return number
    return floor_of(name.rpartition(".")[0])


def lies_in(room: str, other: str) -> bool:
    return room == other or room.startswith(f"{other}.")


ARROWS = {module: {name for name in imported(path) if name in MODULES} for module, path in MODULES.items()}


def test_no_arrow_goes_up() -> None:
    up = {
        f"{module} (floor {floor_of(module)}) -> {target} (floor {floor_of(target)})"
        for module, targets in ARROWS.items()
        for target in targets
        if floor_of(target) > floor_of(module)
    }
    assert up == set()


def rings(graph: Mapping[str, set[str]]) -> list[str]:
    """The first ring of a graph, as its rooms in order; none where there is none."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return [f"{a} -> {b}" for b, a in pairwise(error.args[1])]
    return []


def test_no_ring_of_rooms() -> None:
    """A room and those that lie in it count as one; a single module that has a floor of its own, as itself."""
    graph: dict[str, set[str]] = {}
    for module, targets in ARROWS.items():
        top = _stands(module)
        graph.setdefault(top, set()).update(
            other for target in targets if "." in (other := _stands(target)) and other != top
        )
    assert rings(graph) == []


def _stands(module: str) -> str:
    alone = MODULES[module].name != "__init__.py" and any(module in floor for floor in FLOORS)
    return module if alone else ".".join(room_of(module).split(".")[:2])


def test_no_ring_of_modules() -> None:
    """Left out: a package's own `__init__`, which is imported with every module in it."""
    graph = {
        module: {one for one in targets if MODULES[one].name != "__init__.py"}
        for module, targets in ARROWS.items()
        if MODULES[module].name != "__init__.py"
    }
    assert rings(graph) == []


def test_a_ring_is_seen() -> None:
    assert rings({"a": {"b"}, "b": {"c"}, "c": {"a"}}) != []
    assert rings({"a": {"b"}, "b": {"c"}, "c": set()}) == []


def strays(room: str, path: Path) -> list[str]:
    """What a file of a closed room imports from elsewhere in the project."""
    names = {name for name in imported(path) if name.split(".")[0] in TOPS and name in MODULES}
    return sorted(name for name in names if not any(lies_in(name, allowed) for allowed in CLOSED[room]))


@pytest.mark.parametrize("room", CLOSED)
def test_closed_rooms(room: str) -> None:
    files = sorted((ROOT / room.replace(".", "/")).rglob("*.py"))
    assert files
    found = {str(path.relative_to(ROOT)): names for path in files if (names := strays(room, path))}
    assert found == {}


def test_a_stray_import_is_seen(tmp_path: Path) -> None:
    stray = tmp_path / "stray.py"
    stray.write_text("from bot.call.call import Call\nimport voice.audio\n")
    assert strays("nlu", stray) == ["bot.call.call", "voice.audio"]


def test_a_call_knows_neither_the_configuration_nor_the_gateway() -> None:
    """It is told `CallOptions`, and reaches telephones by the borders of `bot.call.ports`."""
    known = {target for module, targets in ARROWS.items() if lies_in(module, "bot.call") for target in targets}
    known -= {"bot.settings", "bot.settings.call_options"}
    assert {name for name in known if lies_in(name, "bot.settings") or lies_in(name, "voice.gateway")} == set()


@pytest.mark.parametrize("room", ["bot.cli", "bot.lab"])
def test_nothing_imports_what_measures_and_what_is_typed(room: str) -> None:
    users = {module for module, targets in ARROWS.items() if any(lies_in(target, room) for target in targets)}
    assert {user for user in users if not lies_in(user, "bot.cli") and not lies_in(user, room)} <= {"bot.__main__"}


def test_imports_are_absolute() -> None:
    relative = [str(path) for path in MODULES.values() if any(name.startswith(".") for name in imported(path))]
    assert relative == []


@pytest.mark.parametrize("top", TOPS)
def test_the_folder_is_the_import_name(top: str) -> None:
    spec = importlib.util.find_spec(top)
    assert spec is not None and spec.origin is not None
    assert Path(spec.origin) == ROOT / top / "__init__.py"


def test_data_holds_no_python() -> None:
    assert list((ROOT / "data").rglob("*.py")) == []


def test_vosk_is_imported_at_the_top_by_child_processes_alone() -> None:
    """It brings an OpenFst of its own: beside the one that compiles graphs the process stands still."""
    tops = {
        name
        for name, path in MODULES.items()
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.Import) and any(alias.name == "vosk" for alias in node.names)
    }
    assert tops == {"voice.listen.grammar_child"}
