"""Every kind has its reader, by words and by keys."""

from datetime import datetime

from nlu.values import keyed, parse_kind, read
from tests.nlu.values.reading import NOW, first


def test_free_text_is_the_words_themselves() -> None:
    assert first("text", "  خیابان آزادی، کوچهٔ دوم ", "fa") == "خیابان آزادی، کوچهٔ دوم"
    assert first("text", "  ", "fa") is None


def test_keys_of_every_kind() -> None:
    assert keyed(parse_kind("digits(5)"), "12345", NOW)[0].value == "12345"
    assert keyed(parse_kind("yesno"), "1", NOW)[0].value is True
    assert keyed(parse_kind("date"), "0510", NOW)[0].value == "2026-12-26"
    choice = parse_kind({"kind": "choice", "choices": {"a": {"fa": "الف"}, "b": {"fa": "ب"}}})
    assert keyed(choice, "2", NOW)[0].value == "b"
    assert keyed(parse_kind("text"), "12", NOW) == ()


def test_a_day_is_told_from_the_moment_that_is_given() -> None:
    assert read(parse_kind("date"), "فردا", "fa", datetime(2027, 3, 20, 23, 59))[0].value == "2027-03-21"
