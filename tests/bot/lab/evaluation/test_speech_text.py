"""One spelling for both sides of the comparison."""

import pytest

from bot.lab.evaluation.speech_text import letters, pair, plain, readings


@pytest.mark.parametrize(
    ("text", "language", "clean"),
    [
        ("سلام، خوبید؟!", "fa", "سلام خوبید"),
        ("كجاست سفارشي", "fa", "کجاست سفارشی"),
        ("أين الطلب؟ «هنا»…", "ar", "أين الطلب هنا"),
        ("كیف", "ar", "كيف"),
        ("می\u200cخوام\u200c برم", "fa", "می\u200cخوام برم"),
        ("بلـــه", "fa", "بله"),
        ("\u200fسلام\u202a 🙂", "fa", "سلام"),
        ("  ", "fa", ""),
    ],
)
def test_only_letters_marks_joiners_and_digits_stay(text: str, language: str, clean: str) -> None:
    assert plain(text, language) == clean


@pytest.mark.parametrize("digits", ["12345", "۱۲۳۴۵", "١٢٣٤٥"])
def test_digits_are_said_in_every_usual_way(digits: str) -> None:
    said = readings(f"سفارش {digits} کجاست", "fa")
    assert said[0] == "سفارش یک دو سه چهار پنج کجاست"
    assert "سفارش دوازده سیصد و چهل و پنج کجاست" in said


def test_many_digits_do_not_explode() -> None:
    assert len(readings("12345 67890 13579 24680 11223", "fa")) == 64


@pytest.mark.parametrize(
    ("reference", "heard", "language"),
    [
        ("سفارش ۱۲۳۴۵ کجاست؟", "سفارش دوازده سیصد و چهل و پنج کجاست", "fa"),
        ("می خواهم", "می\u200cخواهم", "fa"),
        ("میخواهم.", "می\u200cخواهم", "fa"),
        ("أريد موظفا", "اريد موظفاً", "ar"),
    ],
)
def test_spelling_alone_is_no_error(reference: str, heard: str, language: str) -> None:
    wanted, got = pair(reference, heard, language)
    assert wanted == got
    assert letters(got, language) == letters(heard, language)


def test_what_was_misheard_stays_an_error() -> None:
    assert pair("بله درسته", "نه درسته", "fa") == ("بله درسته", "نه درسته")
    assert pair("بله", "", "fa") == ("بله", "")
