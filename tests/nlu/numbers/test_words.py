"""Finding runs in a text."""

from fractions import Fraction

from nlu.numbers import words as number_words
from nlu.numbers.ar import LEXICON as AR
from nlu.numbers.fa import LEXICON as FA


def test_a_run_ends_at_any_other_word() -> None:
    text = "بیست تومن یا سی تومن"
    assert [text[slice(*run.span)] for run in number_words.runs(text, FA)] == ["بیست", "سی"]


def test_fillers_inside_a_number_cost_a_little() -> None:
    plain = number_words.runs("یک دو", FA)[0].readings[0]
    hesitant = number_words.runs("یک اِ دو", FA)[0].readings[0]
    assert hesitant.digits == plain.digits == "12"
    assert hesitant.cost > plain.cost


def test_a_filler_at_the_end_belongs_to_no_run() -> None:
    text = "یک دو خب"
    assert text[slice(*number_words.runs(text, FA)[0].span)] == "یک دو"


def test_readings_of_all_runs_are_ordered_by_cost() -> None:
    found = number_words.readings("بیست پنج سفارش و دوازده", FA)
    assert [one.cost for one in found] == sorted(one.cost for one in found)


def test_quantity_is_for_one_number_only() -> None:
    assert number_words.quantity("دو و نیم کیلو", FA) == Fraction(5, 2)
    assert number_words.quantity("دو کیلو و سه گرم", FA) is None
    assert number_words.quantity("هیچ", FA) is None


def test_prefixed_words_of_arabic() -> None:
    assert number_words.quantity("الخمسين", AR) == 50


def test_literals_with_separators_are_one_number() -> None:
    assert number_words.quantity("1,250,000", FA) == 1_250_000
    assert number_words.quantity("۱٬۲۵۰", FA) == 1250


def test_two_halves_are_one_number_where_one_of_them_is_none() -> None:
    (run,) = number_words.runs("شماره هف تاد و پون صد", FA)
    assert run.span == (6, 21)
    assert number_words.runs("هشت صد", FA)[0].readings[1].digits == "8100"  # both are numbers: all readings
    assert number_words.quantity("کسی صد", FA) == 100


def test_one_letter_makes_a_misspelt_word() -> None:
    known = {"دوازده", "هشتاد", "سی"}
    assert all(number_words.misspelt(word, known) for word in ("دوازد", "دوازدخ", "دواززده", "هشتدا"))
    assert not any(number_words.misspelt(word, known) for word in ("سا", "دوازدخخ", "اشتباه"))
