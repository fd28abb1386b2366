"""Every error of the room says what, where and how to mend it."""

import inspect

import pytest

from voice.models.published import errors

CLASSES = [
    found
    for _, found in inspect.getmembers(errors, inspect.isclass)
    if issubclass(found, errors.PublishedModelError) and found is not errors.PublishedModelError
]


@pytest.mark.parametrize("kind", CLASSES)
def test_it_stands_in_the_drawn_tree(kind: type[Exception]) -> None:
    assert f" {kind.__name__} " in str(errors.__doc__)


@pytest.mark.parametrize("kind", CLASSES)
def test_it_is_one_line_with_its_facts(kind: type[Exception]) -> None:
    names = [name for name in inspect.signature(kind.__init__).parameters if name != "self"]
    values = [10**6 if name.endswith("_bytes") else ("near",) if name == "near" else f"<{name}>" for name in names]
    told = str(kind(*(_Named(value) if name == "path" else value for name, value in zip(names, values, strict=True))))
    assert "\n" not in told and len(told) > 20
    assert any(str(value) in told for value in values)


class _Named(str):
    """Stands for a path."""

    name = "<path>"
