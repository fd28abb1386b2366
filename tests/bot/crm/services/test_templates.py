"""What callers say is a value in a request, wherever it stands."""

import pytest

from bot.crm.services import templates
from bot.crm.services.rest_model import Rest


def test_places_are_found_everywhere() -> None:
    rest = Rest("POST", "/a/{b}", {"c": "{d}"}, {"e": "x {f}"}, {"g": [{"h": "{i}"}], "j": 1}, {"k": "{l}"})
    assert templates.places(rest) == {"b", "d", "f", "i", "l"}


@pytest.mark.parametrize(
    ("said", "path"), [("a/b", "/x/a%2Fb/y"), ("سلام", "/x/%D8%B3%D9%84%D8%A7%D9%85/y"), (7, "/x/7/y")]
)
def test_a_part_of_a_path(said: object, path: str) -> None:
    assert templates.path("/x/{a}/y", {"a": said}) == path


@pytest.mark.parametrize("said", ["", ".", "..", None])
def test_no_other_path_is_named(said: object) -> None:
    with pytest.raises(ValueError, match="{a}"):
        templates.path("/x/{a}", {"a": said})


def test_what_is_not_known_is_left_out_of_a_query() -> None:
    assert templates.texts({"a": "{a}", "b": "b{a}", "c": "1"}, {"a": None}) == {"b": "b", "c": "1"}
    assert templates.texts({"a": "{a}"}, {"a": True}) == {"a": "true"}


def test_json_values_keep_their_kind() -> None:
    assert templates.json({"a": "{a}", "b": ["{b}", 1], "c": "n {a}"}, {"a": 5, "b": None}) == {
        "a": 5,
        "b": [None, 1],
        "c": "n 5",
    }
    assert templates.json("{a}", {"a": "{b}", "b": "x"}) == "{b}"  # what is said is not filled in again


def test_a_header_is_one_line() -> None:
    assert templates.headers({"A": " {a} "}, {"a": "x"}) == {"A": "x"}
    for said in ("a\r\nB: c", "a\x00", "ü"):
        with pytest.raises(ValueError, match="header A"):
            templates.headers({"A": "{a}"}, {"a": said})
