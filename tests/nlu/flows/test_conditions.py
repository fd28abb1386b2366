"""Conditions: how they bind, what each operator compares, and what is no condition."""

from typing import Any

import pytest

from nlu.flows.conditions import BadCondition, parse

SLOTS: dict[str, Any] = {
    "yes": True,
    "no": False,
    "amount": 150,
    "digits": "150",
    "small": "9",
    "city": "تهران",
    "day": "2026-12-05",
    "many": ["a", "b"],
    "empty": None,
    "blank": "",
}


def holds(text: str) -> bool:
    return parse(text).holds(SLOTS)


def test_and_binds_closer_than_or() -> None:
    assert holds("slots.yes or slots.no and slots.no")
    assert not holds("(slots.yes or slots.no) and slots.no")
    assert holds("slots.no and slots.no or slots.yes")
    assert not holds("slots.no and (slots.no or slots.yes)")


def test_not_binds_closer_than_and_and_wider_than_a_comparison() -> None:
    assert not holds("not slots.yes and slots.no")
    assert holds("not (slots.yes and slots.no)")
    assert holds("not slots.amount > 200")
    assert holds("not not slots.yes")


def test_all_parts_of_a_chain_count() -> None:
    assert not holds("slots.yes and slots.yes and slots.no")
    assert holds("slots.no or slots.no or slots.yes")


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("slots.amount = 150", True),
        ("slots.amount == 151", False),
        ("slots.amount is 150", True),
        ("slots.amount != 151", True),
        ("slots.amount != 150", False),
        ("slots.amount is not 150", False),
        ("slots.amount is not 151", True),
        ("slots.amount > 149", True),
        ("slots.amount > 150", False),
        ("slots.amount >= 150", True),
        ("slots.amount >= 151", False),
        ("slots.amount < 151", True),
        ("slots.amount < 150", False),
        ("slots.amount <= 150", True),
        ("slots.amount <= 149", False),
        ("slots.many contains 'a'", True),
        ("slots.many contains 'c'", False),
        ("slots.city contains 'هر'", True),
        ("'b' in slots.many", True),
        ("'c' in slots.many", False),
        ("slots.city in 'تهران، شیراز'", True),
        ("slots.digits matches '^1[45]'", True),
        ("slots.digits matches '^5'", False),
    ],
)
def test_every_operator(text: str, right: bool) -> None:
    assert holds(text) is right


@pytest.mark.parametrize("word", ["AND", "And", "and"])
def test_operators_and_constants_are_read_in_any_letters(word: str) -> None:
    assert holds(f"slots.yes IS True {word} slots.city Contains 'ته'")


@pytest.mark.parametrize("text", ["slots.empty", "slots.gone", "slots.no", "slots.blank", "false", "null"])
def test_what_is_empty_or_false_does_not_hold_by_itself(text: str) -> None:
    assert not holds(text)
    assert holds(f"not {text}")


@pytest.mark.parametrize("null", ["null", "None", "undefined"])
@pytest.mark.parametrize("name", ["empty", "gone"])
def test_an_empty_slot_is_null(name: str, null: str) -> None:
    assert holds(f"slots.{name} is {null}")
    assert not holds(f"slots.{name} is not {null}")
    assert holds(f"slots.city != {null}")


@pytest.mark.parametrize("operator", [">", ">=", "<", "<="])
def test_an_empty_slot_is_neither_more_nor_less(operator: str) -> None:
    assert not holds(f"slots.empty {operator} 0")
    assert not holds(f"0 {operator} slots.empty")


@pytest.mark.parametrize(
    "text",
    [
        "slots.empty contains 'None'",
        "'on' in slots.empty",
        "slots.empty matches '.*'",
        "slots.empty in slots.many",
        "slots.empty in 'None'",
        "slots.city contains null",
    ],
)
def test_an_empty_slot_holds_nothing(text: str) -> None:
    assert not holds(text)


def test_null_is_not_false_and_zero_is_not_null() -> None:
    assert not holds("slots.empty is false")
    assert not parse("slots.n is null").holds({"n": 0})


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("slots.digits = 150", True),
        ("slots.digits > 16", True),
        ("slots.small < slots.digits", True),
        ("slots.amount < 150.5", True),
        ("slots.amount > -3", True),
        ("slots.digits = '150'", True),
    ],
)
def test_digits_in_texts_are_numbers(text: str, right: bool) -> None:
    """As texts «9» would lie behind «150»."""
    assert holds(text) is right


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("slots.day > '2026-11-30'", True),
        ("slots.day < '2026-11-30'", False),
        ("slots.day >= '2026-12-05'", True),
        ("slots.day <= '2027-01-01'", True),
        ('slots.day = "2026-12-05"', True),
    ],
)
def test_days_are_compared_as_texts(text: str, right: bool) -> None:
    assert holds(text) is right


@pytest.mark.parametrize(("text", "right"), [("slots.yes = true", True), ("slots.yes = 'true'", False)])
def test_a_boolean_is_no_text(text: str, right: bool) -> None:
    assert holds(text) is right


LONG = "6219861012345678901"


@pytest.mark.parametrize(
    ("text", "value", "right"),
    [
        (f"slots.a = '{LONG}'", LONG, True),
        (f"slots.a = '{LONG[:-1]}2'", LONG, False),
        (f"slots.a = {LONG}", LONG, True),
        (f"slots.a != {LONG[:-1]}2", LONG, True),
        (f"slots.a < {LONG[:-1]}2", LONG, True),
        ("slots.a = '1234'", "01234", False),
        ("slots.a != '1234'", "01234", True),
        ("slots.a = 01234", "01234", True),
        ("slots.a = 0.5", "0.50", True),
        ("slots.a = 150.5", 150.5, True),
        ("slots.a = 150.0", 150, True),
        ("slots.a = '[1]'", [1], False),
        ("slots.a = slots.a", [1], True),
    ],
)
def test_texts_are_equal_as_texts_and_numbers_exactly(text: str, value: Any, right: bool) -> None:
    assert parse(text).holds({"a": value}) is right


@pytest.mark.parametrize("operator", [">", ">=", "<", "<=", "="])
@pytest.mark.parametrize("value", ["abc", "nan", "inf", "1e3", "", True, float("nan"), [6]])
def test_a_number_against_anything_else_is_false(operator: str, value: Any) -> None:
    assert not parse(f"slots.a {operator} 5").holds({"a": value})
    assert not parse(f"5 {operator} slots.a").holds({"a": value})


def test_words_in_quotes_are_texts() -> None:
    assert parse("slots.a = 'and'").holds({"a": "and"})
    assert parse('slots.a = "it\'s (not) so"').holds({"a": "it's (not) so"})


def test_blanks_are_free() -> None:
    assert holds("  slots.amount>=150  and(slots.yes)")


def test_a_condition_knows_the_slots_it_looks_at() -> None:
    condition = parse("slots.a > 1 and not (slots.b = slots.a or 'slots.c' = 'x')")
    assert condition.slots == {"a", "b"}


def test_conditions_of_one_text_are_one() -> None:
    assert parse("slots.a") == parse("slots.a")
    assert len({parse("slots.a"), parse("slots.a"), parse("slots.b")}) == 2
    assert parse("slots.a") != "slots.a"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "it ends too early"),
        ("slots.a >", "it ends too early"),
        ("slots.a and", "it ends too early"),
        ("not", "it ends too early"),
        ("(slots.a", "a bracket is not closed"),
        ("slots.a)", "')' is one too many"),
        ("slots.a 5", "'5' is one too many"),
        ("slots.a = 1 = 1", "'=' is one too many"),
        ("amount > 5", "'amount' is no slot (write slots.amount)"),
        ("slots.a = تهران", "'تهران' cannot be read"),
        ("slots.a = Tehran", "no text in quotes"),
        ("slots.a = 'x", "''x' cannot be read"),
        ("slots.a & slots.b", "'& slots.b' cannot be read"),
        ("> 5", "'>' is no slot"),
        ("slots. == 1", "'slots.' names no slot"),
        ("slots.a.b", "'slots.a.b' names no slot"),
        ("slots.a matches '('", "'(' is no pattern (missing )"),
        ("slots.a matches 'a{99999999999}'", "is no pattern"),
        ("slots.a matches slots.b", "behind `matches` stands no pattern in quotes"),
        ("slots.a matches", "behind `matches` stands no pattern in quotes"),
    ],
)
def test_what_is_no_condition_is_told(text: str, words: str) -> None:
    with pytest.raises(BadCondition) as caught:
        parse(text)
    assert words in str(caught.value)
