"""The nearest question."""

import pytest

from nlu.text.fold import match_key
from nlu.text.nearest import Nearest, Rarity, grams, rarity

ASKED = [
    ("parking", "پارکینگ دارید"),
    ("parking", "ماشین رو کجا پارک کنم"),
    ("warranty", "مدت گارانتی چقدره"),
    ("post", "هزینه ارسال چقدره"),
]


def test_the_same_question_is_as_near_as_can_be() -> None:
    for name, question in ASKED:
        first = Nearest(ASKED, "fa").ranked(question)[0]
        assert (first.name, first.question) == (name, question)
        assert first.similarity == pytest.approx(1.0)


def test_spellings_and_endings_are_forgiven() -> None:
    first, *others = Nearest(ASKED, "fa").ranked("پاركينگتون کجاست")
    assert first.name == "parking" and first.similarity > 0.25
    assert all(other.similarity < first.similarity for other in others)


def test_each_name_comes_once_with_its_nearest_question() -> None:
    names = [near.name for near in Nearest(ASKED, "fa").ranked("پارکینگ دارید ماشین کجا پارک کنم")]
    assert names.count("parking") == 1


def test_nothing_in_common_is_not_found() -> None:
    assert Nearest(ASKED, "fa").ranked("xyz") == []
    assert Nearest([], "fa").ranked("پارکینگ") == []
    assert Nearest(ASKED, "fa").ranked("") == []


def test_a_background_makes_usual_words_count_less() -> None:
    """«چقدره» stands in two questions; where callers say it all day, the rare word decides even more."""
    said = "گارانتی چقدره"
    usual = rarity(match_key(f"موجودی {word} چقدره", "fa") for word in ("من", "حساب", "کارت", "ما"))
    alone, behind = Nearest(ASKED, "fa"), Nearest(ASKED, "fa", usual)
    by_name = [{near.name: near.similarity for near in one.ranked(said)} for one in (alone, behind)]
    assert by_name[1]["post"] < by_name[0]["post"]
    assert by_name[1]["warranty"] - by_name[1]["post"] > by_name[0]["warranty"] - by_name[0]["post"]


def test_a_gram_is_rarer_the_fewer_sentences_hold_it() -> None:
    found = rarity(["الف ب", "الف", "الف ج"])
    assert found.texts == 3
    assert found.weight("=الف") < found.weight("=ب") < found.weight("=ه")
    assert rarity(["الف ب", "الف"], least=2).counts.keys() == set(grams("الف"))
    assert Rarity(0, {}).weight("x") == 1.0
