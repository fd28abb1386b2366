"""Loaders are named by import path."""

import pytest

from voice.listen.pool import ENGINES
from voice.listen.recogniser import loader_at


def test_the_default_loader_exists() -> None:
    assert loader_at(ENGINES).__name__ == "load"


def test_a_wrong_name_is_an_error_at_once() -> None:
    with pytest.raises(AttributeError):
        loader_at("voice.listen.recogniser:nothing")
