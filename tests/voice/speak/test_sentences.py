"""Where texts are cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.speak.sentences import LONGEST, sentences


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("سلام. خوبی؟ بله!", ["سلام.", "خوبی؟", "بله!"]),
        ("مرحبا؟ نعم", ["مرحبا؟", "نعم"]),
        ("مبلغ ۱۲.۵ تومان", ["مبلغ ۱۲.۵ تومان"]),
        ("یک\nدو", ["یک", "دو"]),
        ("", []),
        (" ... ؟ ", []),
        ("می‌خواهم", ["می‌خواهم"]),
        ("سلام\0دنیا", ["سلام دنیا"]),
        ("سلام 😀👍🏽 دنیا", ["سلام دنیا"]),
        ("😀", []),
    ],
)
def test_cuts(text: str, pieces: list[str]) -> None:
    assert sentences(text) == pieces


def test_a_long_sentence_is_cut_at_its_commas() -> None:
    clause = "این یک جملهٔ نسبتاً بلند برای آزمون است،"
    pieces = sentences(" ".join([clause] * 8))
    assert len(pieces) > 1
    assert all(len(piece) <= LONGEST and piece.endswith("،") for piece in pieces)


def test_without_commas_between_words() -> None:
    pieces = sentences("کلمه " * 100)
    assert all(len(piece) <= LONGEST for piece in pieces)
    assert " ".join(pieces).split() == ["کلمه"] * 100


def test_a_slow_voice_gets_a_short_first_piece() -> None:
    text = "متأسفانه متوجه نشدم، لطفاً کوتاه بفرمایید: موجودیِ حساب، پیگیریِ سفارش، ساعتِ کاری، یا اپراتور."
    pieces = sentences(text, 40)
    assert pieces[0] == "متأسفانه متوجه نشدم،"
    assert all(len(piece) <= 40 for piece in pieces)
    assert " ".join(pieces) == text


def test_words_without_a_comma_are_not_torn_for_a_slow_voice() -> None:
    text = "نشانیِ ما تهران خیابانِ آزادی پلاکِ صدُ بیست طبقهٔ دوم است."
    assert sentences(text, 40) == [text]


def test_a_word_without_end_is_cut() -> None:
    assert [len(piece) for piece in sentences("ا" * 400)] == [LONGEST, LONGEST, 400 - 2 * LONGEST]


@given(st.text(alphabet="ابپ .،؟\n", max_size=400))
def test_no_word_is_lost(text: str) -> None:
    spoken = " ".join(sentences(text)).split()
    assert [w for w in spoken if any(map(str.isalnum, w))] == [w for w in text.split() if any(map(str.isalnum, w))]
