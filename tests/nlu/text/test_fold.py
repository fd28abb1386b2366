"""Matching keys and the colloquial tables."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.text.fold import match_key, tokens

ALPHABET = "آأإابپتثجچحخدذرزژسشصضطظعغفقکكگلمنوؤهةیيىئء می نمی خوا م ه"
ALPHABET += "\u200c\u0640\u064b\u064e\u064f\u0650\u0651۰۱۲۳٤٥٦789"
sentences = st.text(alphabet=ALPHABET, max_size=40)


@pytest.mark.parametrize(
    "same",
    [
        ("می‌خواهم", "می خواهم", "میخواهم", "می‌خوام", "میخوام"),
        ("کتاب‌ها", "کتاب ها", "کتابها"),
        ("چقدره", "چقدر"),
        ("اگه", "اگر"),
        ("پنج تومن", "پنج تومان"),
        ("می‌تونم", "می‌توانم"),
        ("نمی‌دونم", "نمی‌دانم"),
        ("میشه", "می‌شود"),
        ("بزرگ‌ترین", "بزرگ ترین"),
    ],
)
def test_colloquial_persian_has_the_written_key(same: tuple[str, ...]) -> None:
    assert len({match_key(text) for text in same}) == 1


@pytest.mark.parametrize(
    ("dialect", "written"),
    [
        ("أبغى أعرف رصيدي", "أريد أعرف رصيدي"),
        ("وين طلبي", "أين طلبي"),
        ("فين طلبي", "أين طلبي"),
        ("عايز موظف", "أريد موظف"),
        ("ليش", "لماذا"),
        ("دلوقتي", "الآن"),
        ("أيوه", "نعم"),
        ("بكرة", "غدا"),
        ("گال باچر يجي", "كال باجر يجي"),
        ("شگد عندي", "شكد عندي"),
        ("فين الپاكي ديالي", "فين الباكي ديالي"),
    ],
)
def test_dialect_arabic_has_the_written_key(dialect: str, written: str) -> None:
    assert match_key(dialect, "ar") == match_key(written, "ar")


def test_tables_belong_to_their_language() -> None:
    assert match_key("ده", "fa") == "ده"  # ten
    assert match_key("ده", "ar") == "هذا"  # this, in Egypt


@given(sentences, st.sampled_from(["fa", "ar"]))
def test_the_key_of_a_key_is_itself(text: str, language: str) -> None:
    key = match_key(text, language)
    assert match_key(key, language) == key


@given(sentences)
def test_offsets_point_into_the_given_text(text: str) -> None:
    found = tokens(text)
    assert all(0 <= token.start < token.end <= len(text) for token in found)
    assert all(a.end <= b.start for a, b in zip(found, found[1:], strict=False))


def test_a_joined_token_spans_both_words() -> None:
    text = "من می خواهم برم"
    token = tokens(text)[1]
    assert (text[token.start : token.end], token.key) == ("می خواهم", "میخواهم")


def test_nothing_is_no_token() -> None:
    assert tokens("؟! ،") == []
    assert match_key("") == ""
