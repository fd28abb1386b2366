"""The rules for the language of a call."""

from pathlib import Path

import pytest

from bot.call.language.evidence import Evidence, known_share
from bot.call.language.lock import LanguageLock, Phase, asked_for, by_number, vocabularies

DATA = Path(__file__).resolve().parents[4] / "data"


def heard(language: str, confidence: float) -> Evidence:
    return Evidence(language, "x", confidence, 1.0, None)


CLEAR = [heard("fa", 0.0), heard("ar", 1.0)]
CLOSE = [heard("fa", 0.6), heard("ar", 0.9)]
"""The second is likelier, but not VERY_SURE."""
SURE, VERY_SURE = 0.7, 0.999


@pytest.mark.parametrize(
    ("called", "language"), [("2001", "ar"), ("200", "ar"), ("100", "fa"), ("300", None), ("", None)]
)
def test_the_first_pattern_that_fits_decides(called: str, language: str | None) -> None:
    assert by_number(called, {"200*": "ar", "1?0": "fa", "2*": "fa"}) == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("عربی", "ar"),
        ("عربی صحبت کنید", "ar"),
        ("لطفاً به زبان عربی", "ar"),
        ("فارسی", "fa"),
        ("فارسی حرف بزنید", "fa"),
        ("عربي", "ar"),
        ("بالعربية من فضلك", "ar"),
        ("تكلم بالفارسية", "fa"),
        ("أريد العربية", "ar"),
        ("می‌خوام عربی صحبت کنم", "ar"),
        ("میشه فارسی صحبت کنید", "fa"),
        ("عربی نمی‌فهمم", None),
        ("عربی بلد نیستم", None),
        ("لا أعرف الفارسية", None),
        ("فارسی یا عربی", None),
        ("سفارشم به عربستان", None),
        ("کتاب آموزش زبان عربی که سفارش داده بودم نرسیده", None),
        ("موجودی حسابم", None),
        ("", None),
    ],
)
def test_a_short_sentence_that_names_a_language_asks_for_it(text: str, language: str | None) -> None:
    assert asked_for(text) == language


def test_the_words_of_the_training_data_are_known_however_they_are_written() -> None:
    words = vocabularies(DATA, ("fa", "ar"))
    assert known_share("موجودی حسابم", words["fa"]) == 1.0
    assert known_share("أريد رصيدي", words["ar"]) == known_share("اريد رصیدی", words["ar"]) == 1.0
    assert known_share("موجودی قسطنطنیه", words["fa"]) == 0.5
    assert known_share("", words["fa"]) == 0.0


def test_without_detection_nothing_is_open_and_nothing_opens() -> None:
    lock = LanguageLock("fa", by_number=False, detects=False)
    assert lock.locked
    assert not any(lock.turn(understood=False) for _ in range(5))
    lock.record("ar")
    assert lock.language == "ar"


def test_the_dialled_number_goes_before_the_record() -> None:
    lock = LanguageLock("ar", by_number=True, detects=True)
    lock.record("fa")
    assert (lock.language, lock.phase) == ("ar", Phase.LOCKED)


def test_clear_speech_locks() -> None:
    lock = LanguageLock("fa", by_number=False, detects=True)
    assert lock.phase is Phase.OPEN
    assert lock.weigh(CLEAR, SURE) is CLEAR[1]
    assert (lock.language, lock.phase) == ("ar", Phase.LOCKED)


def test_what_is_unclear_is_asked_once_and_then_decided() -> None:
    lock = LanguageLock("fa", by_number=False, detects=True)
    assert lock.weigh(CLOSE, VERY_SURE) is None
    assert lock.phase is Phase.ASKED
    assert lock.weigh(CLOSE, VERY_SURE) is CLOSE[1]
    assert lock.locked


def test_what_was_said_before_the_question_counts_too() -> None:
    lock = LanguageLock("fa", by_number=False, detects=True)
    assert lock.weigh([heard("fa", 0.95), heard("ar", 0.3)], VERY_SURE) is None
    assert lock.weigh(CLOSE, VERY_SURE) is CLOSE[0]


def test_what_only_one_of_two_recognisers_has_told_decides_nothing() -> None:
    lock = LanguageLock("fa", by_number=False, detects=True)
    assert lock.weigh(CLEAR[1:], SURE, complete=False) is None
    assert lock.weigh(CLEAR[1:], SURE, complete=False) is CLEAR[1]


def test_two_misses_in_a_row_open_it_again_once() -> None:
    lock = LanguageLock("ar", by_number=True, detects=True)
    misses = [lock.turn(understood=understood) for understood in (False, True, False, False)]
    assert misses == [False, False, False, True]
    assert lock.phase is Phase.ASKED
    lock.settle("fa")
    assert not any(lock.turn(understood=False) for _ in range(4))
