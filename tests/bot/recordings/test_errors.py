"""Every error says what, where and how to mend it, and nothing that is secret."""

import ast
import inspect
from pathlib import Path

import pytest

from bot.errors import BotError
from bot.recordings import errors
from bot.recordings.errors import (
    NEW_KEY,
    VARIABLE,
    KeyRefused,
    KeyUnknown,
    RecordingBroken,
    RecordingError,
    RecordingMissing,
)

PATH = Path("/srv/recordings/c1.hrec")


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (KeyRefused("is not set"), (VARIABLE, "is not set", NEW_KEY)),
        (KeyUnknown(PATH, "0011223344556677"), (str(PATH), "0011223344556677", VARIABLE, "commas")),
        (RecordingMissing("abc"), ("abc", "hatef recordings list")),
        (RecordingBroken(PATH, "it was cut"), (str(PATH), "it was cut")),
    ],
)
def test_it_is_told(error: RecordingError, says: tuple[str, ...]) -> None:
    assert isinstance(error, BotError)
    assert all(part in str(error) for part in says)
    assert "\n" not in str(error)


def test_all_are_drawn_above_them() -> None:
    tree = ast.parse(inspect.getsource(errors))
    names = {node.name for node in tree.body if isinstance(node, ast.ClassDef)}
    drawn = ast.get_docstring(tree) or ""
    assert {name for name in names if name not in drawn} == set()
