"""The rules for the language of a call."""

from pathlib import Path

import pytest

from bot.language import (
    Evidence,
    LanguageLock,
    Phase,
    asked_for,
    by_number,
    choose,
    known_share,
    vocabularies,
    word_confidence,
)
from voice.events import Word

DATA = Path(__file__).resolve().parent.parent.parent / "data"


def heard(language: str, confidence: float, *, understood: bool = True, known: float = 1.0) -> Evidence:
    return Evidence(language, "x", confidence, confidence, known, understood)


CLEAR = [heard("fa", 0.4, understood=False), heard("ar", 0.9)]
CLOSE = [heard("fa", 0.8), heard("ar", 0.85)]


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


def test_the_score_joins_all_three_and_silence_has_none() -> None:
    assert heard("fa", 1.0).score == 1.0
    assert heard("fa", 0.5, understood=False, known=0.5).score == pytest.approx(0.35)
    assert Evidence("fa", "", 0.9, 0.9, 1.0, True).score == 0.0


def test_words_that_the_recogniser_does_not_know_are_left_out_of_the_word_confidence() -> None:
    assert word_confidence((Word("سلام", 0.9, 0, 300), Word("موجودی", 0.7, 300, 700)), 0.4) == pytest.approx(0.8)
    assert word_confidence((), 0.4) == 0.4


def test_a_lead_chooses_and_a_near_tie_does_not() -> None:
    assert choose(CLEAR, 0.15) is CLEAR[1]
    assert choose(CLOSE, 0.15) is None
    assert choose([heard("ar", 0.9)], 0.15) is not None
    assert choose([Evidence("fa", "", 0.0, 0.0, 0.0, False), Evidence("ar", "", 0.0, 0.0, 0.0, False)], 0.0) is None


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
    assert lock.weigh(CLEAR, 0.15) is CLEAR[1]
    assert (lock.language, lock.phase) == ("ar", Phase.LOCKED)


def test_what_is_unclear_is_asked_once_and_then_decided() -> None:
    lock = LanguageLock("fa", by_number=False, detects=True)
    assert lock.weigh(CLOSE, 0.15) is None
    assert lock.phase is Phase.ASKED
    assert lock.weigh(CLOSE, 0.15) is CLOSE[1]
    assert lock.locked


def test_two_misses_in_a_row_open_it_again_once() -> None:
    lock = LanguageLock("ar", by_number=True, detects=True)
    misses = [lock.turn(understood=understood) for understood in (False, True, False, False)]
    assert misses == [False, False, False, True]
    assert lock.phase is Phase.ASKED
    lock.settle("fa")
    assert not any(lock.turn(understood=False) for _ in range(4))
