"""Shapes of training files."""

from typing import Any

import pytest

from nlu.training.data_shape import ANY_KEY, misfit


@pytest.mark.parametrize(
    ("value", "shape"),
    [
        ("a", str),
        ([], [str]),
        (["a", {"b": 1}], [(str, {})]),
        ({"free": 1, "list": ["a"]}, {"list": [str]}),
        ({"a": None}, {ANY_KEY: ({}, None)}),
        (None, (str, None)),
    ],
)
def test_what_fits(value: Any, shape: Any) -> None:
    assert misfit(value, shape) is None


@pytest.mark.parametrize(
    ("value", "shape", "found"),
    [
        (5, str, ("the file", "a text")),
        ({"list": "a"}, {"list": [str]}, ("list", "a list")),
        ({"list": ["a", 1]}, {"list": [str]}, ("list", "a text")),
        ({"a": {"b": 1}}, {ANY_KEY: {"b": [str]}}, ("b", "a list")),
        ({"a": [1]}, {"a": ([{"b": str}], None)}, ("a", "a mapping (key: value)")),
        ({"a": [{"b": 2}]}, {"a": ([{"b": str}], None)}, ("b", "a text")),
        (None, [str], ("the file", "a list")),
    ],
)
def test_what_does_not_fit_is_found_by_the_key_above_it(value: Any, shape: Any, found: tuple[str, str]) -> None:
    misfitting = misfit(value, shape)
    assert misfitting is not None
    assert (misfitting.where, misfitting.wanted) == found
