"""One number, word by word."""

import pytest

from nlu.numbers.steps import LOOSE, LOOSE_AFTER_SCALE, Grammar, Group, Piece, PieceKind, steps

FA = Grammar(unit_before_tens=False)


def grown(group: Group, kind: PieceKind, value: int, *, joined: bool = False) -> list[tuple[float, float]]:
    return [(float(new.value), cost) for new, cost in steps(group, Piece(kind, value, 0, 1, joined), FA)]


@pytest.mark.parametrize(
    ("kind", "value", "after"),
    [("unit", 5, "tens"), ("unit", 5, "hundred"), ("teen", 12, "hundred"), ("tens", 40, "hundred")],
)
def test_a_smaller_place_joins_a_larger_one(kind: PieceKind, value: int, after: str) -> None:
    group = Group(chunk=300 if after == "hundred" else 20, last=after)
    assert grown(group, kind, value, joined=True) == [(group.chunk + value, 0.0)]
    assert grown(group, kind, value) == [(group.chunk + value, LOOSE)]


@pytest.mark.parametrize(
    ("kind", "value", "after"), [("unit", 5, "unit"), ("tens", 40, "unit"), ("hundred", 300, "tens")]
)
def test_a_larger_place_joins_no_smaller_one(kind: PieceKind, value: int, after: str) -> None:
    assert grown(Group(chunk=7, last=after), kind, value, joined=True) == []


def test_a_scale_word_takes_up_what_stands_before_it() -> None:
    assert grown(Group(chunk=12, last="teen"), "scale", 1000) == [(12_000, 0.0)]
    thousand = Group(total=12_000, scale=1000, last="scale")
    assert grown(thousand, "hundred", 300) == [(12_300, LOOSE_AFTER_SCALE)]


def test_a_group_is_complete_when_nothing_waits() -> None:
    assert Group(chunk=5, last="unit").complete
    assert not Group(chunk=5, last="point").complete
