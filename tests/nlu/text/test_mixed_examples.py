"""Requests with what callers say around them."""

from nlu.text.mixed_examples import MIXES, mixed

ROWS = [
    ("fa", "greet", "سلام"),
    ("fa", "greet", "سلام وقت بخیر حال شما چطور است خوب"),
    ("fa", "thank", "ممنون"),
    ("fa", "goodbye", "خداحافظ"),
    ("fa", "affirm", "بله"),
    ("fa", "deny", "نه"),
    ("fa", "deny", "نه کار دیگر ندارم"),
    *[("fa", "ask_balance", f"موجودی {word}") for word in "الف ب پ ت ث ج چ ح خ د ذ ر ز س ش".split()],
    ("ar", "greet", "مرحبا"),
    ("ar", "ask_balance", "رصیدی"),
]


def test_requests_keep_their_intent_and_their_words() -> None:
    found = mixed(ROWS, {"fa": ["الو"]}, {"fa": ["لطفا"]})
    balance = [text for language, intent, text in found if (language, intent) == ("fa", "ask_balance")]
    assert len(balance) == MIXES * 15
    assert all("موجودی" in text for text in balance)
    begins = {text.split(" موجودی")[0] for text in balance if not text.startswith("موجودی")}
    assert {"سلام", "الو", "نه"} <= begins
    assert any(text.endswith("لطفا") or text.endswith("ممنون") for text in balance)


def test_long_greetings_and_long_refusals_stand_before_nothing() -> None:
    found = mixed(ROWS, {}, {})
    assert not any("چطور" in text or "ندارم" in text for _, intent, text in found if intent == "ask_balance")


def test_pleasantries_stay_pleasantries_and_languages_apart() -> None:
    found = mixed(ROWS, {"fa": ["الو"]}, {"fa": ["لطفا"]})
    thanks = [text for _, intent, text in found if intent == "thank"]
    assert thanks and all(text.startswith("ممنون ") for text in thanks)
    assert all("سلام" not in text and "الو" not in text for language, _, text in found if language == "ar")


def test_the_same_rows_give_the_same_mixes() -> None:
    assert mixed(ROWS, {}, {}) == mixed(ROWS, {}, {})


def test_data_without_pleasantries_is_left_alone() -> None:
    rows = [("fa", "ask_balance", "موجودی")]
    assert {text for _, _, text in mixed(rows, {}, {})} == {"موجودی"}
