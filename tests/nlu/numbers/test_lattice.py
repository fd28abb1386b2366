"""The lattice by itself, with pieces made by hand."""

from fractions import Fraction

import pytest

from nlu.numbers.lattice import CUT, CUT_AT_AND, KEEP, read_run
from nlu.numbers.steps import LOOSE, Grammar, Piece, PieceKind

FA = Grammar(unit_before_tens=False)
AR = Grammar(unit_before_tens=True, teen_tail=10, hundred_cost=0.0)


def piece(kind: PieceKind, value: int, *, joined: bool = False, text: str = "", count: int = 1) -> Piece:
    return Piece(kind, value, 0, 1, joined=joined, text=text, count=count)


def found(pieces: list[Piece], grammar: Grammar = FA) -> list[tuple[str, float]]:
    return [(reading.digits, reading.cost) for reading in read_run(pieces, grammar)]


def test_what_and_makes_one_cardinal_of_is_never_cut() -> None:
    assert found([piece("tens", 20), piece("unit", 5, joined=True)]) == [("25", 0.0)]
    words = [piece("hundred", 300), piece("tens", 40, joined=True), piece("unit", 5, joined=True)]
    assert found(words) == [("345", 0.0)]


def test_a_scale_word_is_never_cut_from_what_it_multiplies() -> None:
    words = [piece("unit", 2), piece("scale", 1000), piece("hundred", 300, joined=True)]
    assert found(words) == [("2300", 0.0)]  # and no 2 with 1300


def test_what_and_cannot_join_is_cut_there_at_a_price() -> None:
    words = [piece("teen", 12), piece("hundred", 300, joined=True)]
    assert found(words) == [("12300", CUT_AT_AND)]


def test_a_hundred_apart_from_its_unit_is_one_behind_a_scale_word() -> None:
    grammar = Grammar(unit_before_tens=False, odd_hundreds=(5,), ten_for_hundred=30)
    hundred = piece("hundred", 100)
    assert found([piece("unit", 4), hundred], grammar)[0][0] == "400"
    assert found([piece("tens", 30), hundred], grammar)[0][0] == "300"
    assert found([piece("unit", 5), hundred], grammar)[0][0] == "5100"
    thousand = [piece("teen", 12), piece("scale", 1000)]
    assert found([*thousand, piece("unit", 5, joined=True), hundred], grammar)[0][0] == "12500"


def test_joined_digits_take_the_place_of_zeros() -> None:
    digits = [piece("literal", 300, text="300"), piece("literal", 45, joined=True, text="45")]
    assert found(digits) == [("345", 0.0)]
    assert found([digits[1], digits[0]])[0][0] == "45300"


def test_without_and_the_cut_is_cheaper() -> None:
    assert found([piece("tens", 20), piece("unit", 5)]) == [("205", CUT), ("25", LOOSE)]


def test_units_never_join() -> None:
    assert found([piece("unit", 1), piece("unit", 2, joined=True)]) == [("12", CUT_AT_AND)]


def test_unit_before_tens_is_arabic_only() -> None:
    words = [piece("unit", 5), piece("tens", 20, joined=True)]
    assert found(words, AR)[0] == ("25", 0.0)
    assert found(words, FA) == [("520", CUT_AT_AND)]
    assert len(found(words, AR)) == 1


def test_a_scale_multiplies_and_bounds_the_next() -> None:
    words = [piece("unit", 2), piece("scale", 1000), piece("unit", 3, joined=True), piece("scale", 1000)]
    assert found(words)[0][0] != "5000"  # «دو هزار و سه هزار» is no number


def test_a_dual_scale_stands_alone() -> None:
    assert found([piece("scale", 1000, count=2)], AR) == [("2000", 0.0)]


def test_fractions_are_taken_up_by_scales() -> None:
    words = [piece("unit", 2), piece("fraction", 2, joined=True), piece("scale", 10**6)]
    assert found(words)[0] == ("2500000", 0.0)
    (lone,) = read_run(words[:2], FA)
    assert (lone.digits, lone.value) == ("", Fraction(5, 2))


def test_long_literals_are_digits_and_short_ones_are_numbers() -> None:
    assert found([piece("literal", 12345, text="12345")]) == [("12345", 0.0)]
    assert found([piece("literal", 5, text="005")]) == [("005", 0.0)]
    assert found([piece("literal", 500, text="500"), piece("scale", 1000)])[0] == ("500000", 0.0)


@pytest.mark.parametrize("kind", ["times", "multi", "point", "again"])
def test_an_unfinished_run_has_no_reading(kind: PieceKind) -> None:
    assert read_run([piece(kind, 2)], FA) == []


def test_readings_are_bounded() -> None:
    words = [piece("hundred", 100), piece("tens", 20), piece("unit", 3)] * 8
    assert 1 < len(read_run(words, FA)) <= KEEP


def test_groups_tell_how_it_was_said() -> None:
    words = [
        piece("teen", 12),
        piece("hundred", 300),
        piece("tens", 40, joined=True),
        piece("unit", 5, joined=True),
    ]
    assert read_run(words, FA)[0].groups == ("12", "345")
