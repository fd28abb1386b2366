"""Every error of this room speaks in one line, for whatever it is given."""

import inspect

import pytest

from voice import errors
from voice.errors import VoiceError

CLASSES = [one for _, one in inspect.getmembers(errors, inspect.isclass) if issubclass(one, VoiceError)]
SAMPLES = {"int": 5, "float": 2.5, "str": "text"}


def made(kind: type[VoiceError]) -> VoiceError:
    if "__init__" not in vars(kind) and kind.__init__ is Exception.__init__:
        return kind("text")
    parameters = list(inspect.signature(kind.__init__).parameters.values())[1:]
    values = []
    for parameter in parameters:
        if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
            continue
        name = getattr(parameter.annotation, "__name__", str(parameter.annotation))
        values.append(SAMPLES.get(name, ("fa", "ar") if "tuple" in str(parameter.annotation) else {}))
    return kind(*values)


def test_the_tree_has_one_root() -> None:
    assert len(CLASSES) > 10
    assert VoiceError.__bases__ == (Exception,)


@pytest.mark.parametrize("kind", CLASSES)
def test_the_message_is_one_line(kind: type[VoiceError]) -> None:
    text = str(made(kind))
    assert "\n" not in text
    assert "object at 0x" not in text


def test_the_drawn_tree_names_every_class() -> None:
    assert [one.__name__ for one in CLASSES if one.__name__ not in (errors.__doc__ or "")] == []
