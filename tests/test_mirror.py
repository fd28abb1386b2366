"""The test tree mirrors the source tree: tests/a/b/test_c.py tests a/b/c.py."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("bot", "nlu", "voice", "handoff")
WHOLE = {"interop", "calls", "golden"}
"""Folders of tests that take the whole product, not one module."""


def test_every_test_file_has_its_source() -> None:
    homeless = []
    for test in sorted((ROOT / "tests").rglob("test_*.py")):
        inside = test.relative_to(ROOT / "tests")
        if len(inside.parts) == 1 or inside.parts[0] in WHOLE:
            continue
        stem = inside.stem.removeprefix("test_")
        source = ROOT / inside.parent / f"{stem}.py"
        package = ROOT / inside.parent / stem / "__init__.py"
        if not source.is_file() and not package.is_file():
            homeless.append(str(inside))
    assert homeless == []


def test_every_module_of_weight_is_tested() -> None:
    """A module of 60 lines or more has a test file of its own, or one for its package."""
    untested = []
    for room in ROOMS:
        for source in sorted((ROOT / room).rglob("*.py")):
            inside = source.relative_to(ROOT)
            if len(source.read_text(encoding="utf-8").splitlines()) < 60:
                continue
            own = ROOT / "tests" / inside.parent / f"test_{inside.stem}.py"
            package = ROOT / "tests" / inside.parent.parent / f"test_{inside.parent.name}.py"
            if not own.is_file() and not package.is_file():
                untested.append(str(inside))
    assert untested == []
