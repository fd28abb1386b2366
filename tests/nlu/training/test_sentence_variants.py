"""Other ways to say a sentence."""

import pytest

from nlu.training.sentence_variants import AROUND_EACH, MOST, variants


@pytest.mark.parametrize(
    ("said", "also"),
    [
        ("موجودیمو بگین", "موجودیم را بگویید"),
        ("موجودیمو بگین", "موجودیم رو بگین"),
        ("می‌خوام سفارشم رو لغو کنم", "می‌خواهم سفارشم را لغو کنم"),
        ("می‌خوام سفارشم رو لغو کنم", "می‌خوام سفارشمو لغو کنم"),
        ("میخوام بدونم", "می‌خواهم بدانم"),
        ("می‌خواهم با اپراتور صحبت کنم", "می‌خوام با اپراتور صحبت کنم"),
        ("ساعت کاریتون چنده", "ساعت کاریتان چند است"),
        ("آدرستون کجاست", "آدرس شما کجاست"),
        ("آدرستان کجاست", "آدرستون کجاست"),
    ],
)
def test_persian_as_it_is_written_and_said(said: str, also: str) -> None:
    assert also in variants(said, "fa")


def test_arabic_of_several_countries() -> None:
    found = variants("أريد الرصيد", "ar")
    assert {"أبغى الرصيد", "عايز الرصيد", "بدي الرصيد"} <= set(found)
    assert "أريد الرصيد" in variants("بدي الرصيد", "ar")


def test_what_stands_around_it_comes_last_and_in_a_small_number() -> None:
    openings = [f"سلام {n}" for n in "ابپتثجچحخد"]
    found = variants("سفارشم کو", "fa", openings, ["ممنون"])
    assert [one for one in found if one.startswith("سلام")] == found[:AROUND_EACH]
    assert found[-1] == "سفارشم کو ممنون"


def test_an_opening_that_is_there_is_not_put_twice() -> None:
    assert variants("سلام سفارشم کو", "fa", ["سلام"]) == []


def test_each_once_and_never_the_sentence_itself() -> None:
    said = "می‌خوام سفارشم رو بگید کجاست دیگه"
    found = variants(said, "fa", ["سلام"], ["لطفاً"])
    assert said not in found
    assert len(found) == len(set(found)) <= MOST
