"""How patient the end of a turn is after what was said."""

import pytest

from voice.listen.ending import EndRules, silence_factor
from voice.listen.recogniser import Kind

RULES = EndRules()


@pytest.mark.parametrize(
    ("kind", "text", "factor"),
    [
        ("general", "موجودی حسابم رو می‌خواستم", RULES.sentence),
        ("general", "اپراتور", 1.0),
        ("general", "سلام موجودی", 1.0),
        ("general", "خب", RULES.filler),
        ("general", "اِ یعنی", RULES.filler),
        ("general", "سلام خسته نباشید", RULES.opening),
        ("general", "خب سلام", RULES.opening),
        ("general", "موجودی حسابم و", RULES.opening),
        ("general", "می‌خوام", RULES.opening),
        ("yesno", "بله", RULES.plain_answer),
        ("yesno", "آره درسته", RULES.plain_answer),
        ("yesno", "خب", RULES.filler),
        ("yesno", "نه سفارشم", 1.0),
        ("date", "بیست و پنجم", 1.0),
        ("date", "پنجم آذر برای", RULES.opening),
        ("free", "خیابان آزادی کوچهٔ دوم", 1.0),
        ("free", "خب", RULES.filler),
        ("digits", "یک دو سه", RULES.open_number),
    ],
)
def test_persian(kind: Kind, text: str, factor: float) -> None:
    assert silence_factor(kind, text, "fa") == factor


@pytest.mark.parametrize(
    ("kind", "text", "factor"),
    [
        ("general", "أريد", RULES.opening),
        ("general", "مرحبا", RULES.opening),
        ("general", "طيب", RULES.filler),
        ("general", "وين طلبي", RULES.sentence),
        ("yesno", "أيوه", RULES.plain_answer),
    ],
)
def test_arabic(kind: Kind, text: str, factor: float) -> None:
    assert silence_factor(kind, text, "ar") == factor


@pytest.mark.parametrize(
    ("text", "factor"),
    [
        ("یک دو سه", RULES.unfinished_number),
        ("یک دو سه چهار پنج", RULES.complete_number),
        ("بیست و سه چهل و پنج یک", RULES.complete_number),
        ("سفارشم رو می‌خوام", RULES.open_number),
        ("دوازده هزار", RULES.open_number),
    ],
)
def test_a_number_of_five_digits(text: str, factor: float) -> None:
    assert silence_factor("digits", text, "fa", digits=5) == factor


def test_a_sigh_is_waited_out_but_unknown_speech_is_not() -> None:
    assert silence_factor("general", "", "fa", spoken_ms=300) == RULES.sigh
    assert silence_factor("general", "", "fa", spoken_ms=1500) == 1.0
    assert silence_factor("yesno", "", "fa", spoken_ms=300) == 1.0


def test_of_another_language_nothing_is_known() -> None:
    assert silence_factor("general", "well", "en") == 1.0
