"""One number, word by word."""

from fractions import Fraction

import pytest

from nlu.numbers.steps import (
    BARE_SCALE,
    COUNTED,
    LOOSE,
    LOOSE_AFTER_SCALE,
    LOOSE_HUNDRED,
    ODD_HUNDRED,
    Grammar,
    Group,
    Piece,
    PieceKind,
    steps,
)

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


AR = Grammar(unit_before_tens=True, teen_tail=10, teen_cost=0.1)
UNIT = Group(chunk=5, last="unit")


def fixed(group: Group, kind: PieceKind, value: int, *, text: str = "", joined: bool = False) -> list[str]:
    piece = Piece(kind, value, 0, 1, joined, text)
    return [new.fixed for new, _ in steps(group, piece, FA) if new.fixed]


def test_an_arabic_unit_stands_before_its_ten_and_a_persian_one_does_not() -> None:
    ten = Piece("tens", 20, 0, 1, joined=True)
    assert [(new.chunk, cost) for new, cost in steps(UNIT, ten, AR)] == [(25, 0.0)]
    assert list(steps(UNIT, ten, FA)) == []
    assert list(steps(UNIT, Piece("tens", 20, 0, 1), AR)) == []


def test_a_ten_behind_a_unit_makes_a_teen_at_a_price() -> None:
    tail = Piece("teen", 10, 0, 1)
    assert [(new.chunk, new.last, cost) for new, cost in steps(UNIT, tail, AR)] == [(15, "teen", 0.1)]
    assert list(steps(Group(chunk=5, last="unit"), Piece("teen", 11, 0, 1), AR)) == []


def test_a_hundred_written_apart_is_times_its_unit() -> None:
    assert grown(Group(chunk=8, last="unit"), "hundred", 100) == [(800, LOOSE_HUNDRED)]
    assert grown(Group(total=2000, chunk=8, scale=1000, last="unit"), "hundred", 100)[0] == (2800, LOOSE_AFTER_SCALE)
    assert grown(Group(chunk=8, last="unit"), "hundred", 100, joined=True) == []


def test_a_hundred_that_is_another_word_is_dear() -> None:
    grammar = Grammar(unit_before_tens=False, odd_hundreds=(5,))
    assert [cost for _, cost in steps(UNIT, Piece("hundred", 100, 0, 1), grammar)] == [ODD_HUNDRED]


def test_a_ten_that_sounds_like_a_unit_may_be_it_before_a_hundred() -> None:
    grammar = Grammar(unit_before_tens=False, ten_for_hundred=30)
    found = [int(new.value) for new, _ in steps(Group(chunk=30, last="tens"), Piece("hundred", 100, 0, 1), grammar)]
    assert found == [300]
    assert grown(Group(chunk=30, last="tens"), "hundred", 100) == []


def test_a_scale_word_alone_is_one_of_itself() -> None:
    assert grown(Group(), "scale", 1000) == [(1000, BARE_SCALE)]
    two = Piece("scale", 10**6, 0, 1, count=2)
    assert [(int(new.value), cost) for new, cost in steps(Group(), two, AR)] == [(2 * 10**6, 0.0)]


def test_a_larger_scale_takes_up_thousands_and_no_smaller_one_follows_itself() -> None:
    thousands = Group(total=2_000, chunk=800, scale=1000, part=2_000, last="hundred")
    assert grown(thousands, "scale", 10**9) == [(2_800 * 10**9, 0.0)]
    assert grown(Group(total=2_000, scale=1000, part=2_000, last="scale"), "scale", 1000, joined=True) == []


@pytest.mark.parametrize(
    ("group", "joined", "value"),
    [
        (Group(), False, Fraction(1, 2)),
        (Group(chunk=2, last="unit"), True, Fraction(5, 2)),
        (Group(total=10**6, scale=10**6, part=10**6, last="scale"), True, Fraction(1_500_000)),
    ],
)
def test_a_half_is_of_what_stands_before_it(group: Group, joined: bool, value: Fraction) -> None:
    ((grown_, cost),) = steps(group, Piece("fraction", 2, 0, 1, joined), FA)
    assert (grown_.value, cost) == (value, 0.0)


def test_a_half_and_a_million_are_half_a_million() -> None:
    half = Group(extra=Fraction(1, 2), last="fraction")
    assert grown(half, "scale", 10**6) == [(500_000, 0.0)]


def test_times_repeats_the_digit_behind_it_or_counts_things() -> None:
    (repeats, free), (counts, cost) = steps(Group(chunk=3, last="unit"), Piece("times", 0, 0, 1), FA)
    assert (repeats.last, free) == ("times", 0.0)
    assert (counts.last, int(counts.value), cost) == ("end", 3, COUNTED)
    assert fixed(repeats, "unit", 7) == ["777"]
    assert fixed(repeats, "unit", 7, joined=True) == []


def test_doubles_repeats_and_zeros_are_digits() -> None:
    double = Group(chunk=2, last="multi")
    assert fixed(double, "zero", 0) == ["00"]
    assert fixed(UNIT, "again", 0) == ["55"]
    assert fixed(Group(chunk=3, last="unit"), "zeros", 0) == ["000"]


@pytest.mark.parametrize(("text", "digits"), [("0912", "0912"), ("1234", "1234"), ("007", "007")])
def test_long_literals_and_those_with_a_zero_ahead_are_digits(text: str, digits: str) -> None:
    assert fixed(Group(), "literal", int(text), text=text) == [digits]


def test_short_literals_are_numbers_with_room_behind_their_zeros() -> None:
    hundreds = Group(chunk=300, last="literal")
    ((grown_, _),) = steps(hundreds, Piece("literal", 45, 0, 1, joined=True, text="45"), FA)
    assert grown_.value == 345
    assert list(steps(hundreds, Piece("literal", 345, 0, 1, joined=True, text="345"), FA)) == []


def test_a_point_stands_behind_a_finished_number_alone() -> None:
    point = Piece("point", 0, 0, 1)
    assert [new.last for new, _ in steps(UNIT, point, FA)] == ["point"]
    for group in (Group(), Group(fixed="00", last="fixed"), Group(chunk=1, extra=Fraction(1, 2), last="fraction")):
        assert list(steps(group, point, FA)) == []
