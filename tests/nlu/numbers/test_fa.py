"""Spoken Persian numbers; num2fa, which we did not write, says thousands of them."""

import random
from fractions import Fraction

import num2fa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.numbers.cardinals_fa import cardinal
from nlu.numbers.dictation import dictations
from nlu.numbers.fa import readings, runs
from nlu.wording import fa as wording_fa


def digits(text: str) -> list[str]:
    return [reading.digits for reading in readings(text)]


@pytest.mark.parametrize(
    ("text", "value"),
    [  # fmt: skip
        ("بیست و پنج", 25),
        ("صدوبیست", 120),
        ("صدوبیستوپنج", 125),
        ("بیست‌وپنج", 25),
        ("بیستو پنج", 25),
        ("پونصد", 500),
        ("شیشصد و شونزده", 616),
        ("پونزده", 15),
        ("هیفده", 17),
        ("هیجده", 18),
        ("هزار", 1000),
        ("هزار و سیصد و هشتاد و پنج", 1385),
        ("دو هزار پانصد", 2500),
        ("دو میلیون و پانصد هزار", 2_500_000),
        ("دو و نیم میلیون", 2_500_000),
        ("یک میلیون و نیم", 1_500_000),
        ("نیم میلیون", 500_000),
        ("دو هزار و هشتصد میلیارد", 2_800_000_000_000),
        ("پونصد تومن", 500),
        ("۱٬۲۵۰٬۰۰۰ ریال", 1_250_000),
        ("۵۰۰ هزار", 500_000),
        ("دو میلیونُ پانصد هزار", 2_500_000),
        ("دو ممیز پنج", Fraction(5, 2)),
        ("سه ممیز یک چهار", Fraction(314, 100)),
        ("دو و نیم", Fraction(5, 2)),
        # written onto each other
        ("دوهزار", 2000),
        ("سه‌هزار", 3000),
        ("بیستهزار", 20_000),
        ("صدهزار", 100_000),
        ("هفتصدهزار", 700_000),
        ("بیستودو", 22),
        ("سیودو", 32),
        ("بیستوهشتهزاروسیصد", 28_300),
        ("سیزدهزار", 13_000),
        ("دهزار", 10_000),
        ("دومیلیونوپونصدهزار", 2_500_000),
        ("دوازدههزار و سیصد و چهل و پنج", 12_345),
        ("صدتومن", 100),
        ("سهصد", 300),
        # apart
        ("سی صد", 300),
        ("پون صد", 500),
        ("شش صد", 600),
        ("هف صد", 700),
        ("هش صد", 800),
        ("دوی ست", 200),
        ("دوازده هزار و سی صد و چهل و پنج", 12_345),
        ("سه هزار و پون صد", 3500),
        ("یک صد و بیست", 120),
        ("پن جاه و پنج", 55),
        ("هف تاد", 70),
        ("شی شصد", 600),
        ("هزار و چهار ده", 1014),
        ("دو ازده هزار", 12_000),
        ("می لیون", 1_000_000),
        # it is ...
        ("دوازدههزارو سیصدو چهلوپنجه", 12_345),
        ("بیست هزارتا", 20_000),
        # by their sound
        ("دویصت", 200),
        ("پونصت", 500),
        ("شیشصت", 600),
        ("حفتاد", 70),
        ("نهصت و بیصت", 920),
    ],
)
def test_quantities(text: str, value: int | Fraction) -> None:
    assert readings(text)[0].value == value


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("یک دو سه چهار پنج", "12345"),
        ("صفر نهصد و دوازده سیصد و چهل و پنج شصت و هفت هشتاد و نه", "09123456789"),
        ("دو تا صفر سه پنج یک", "00351"),
        ("سه تا هفت دو یک", "77721"),
        ("دوتا صفر", "00"),
        ("دبل پنج شیش", "556"),
        ("دوازده سی و چهار پنج", "12345"),
        ("یک دو خب سه چهار اِ پنج", "12345"),
        ("دوازده سیصد و چهل و پنج", "12345"),
        ("صفر صفر یک", "001"),
        ("سفارش ۱۲۳۴۵ کجاست", "12345"),
        ("٠١٢٣٤", "01234"),
    ],
)
def test_dictation(text: str, first: str) -> None:
    assert digits(text)[0] == first


@pytest.mark.parametrize(
    ("text", "all_of"),
    [
        ("نهصد و دوازده", ["912"]),
        ("سیصد و چهل و پنج", ["345"]),  # and no 300 with 45 beside it
        ("دو هزار و سیصد و چهل و پنج", ["2345"]),  # and no 2 with 1345
        ("دوازده سیصد و چهل و پنج", ["12345"]),
        ("سی صفر چهل و پنج", ["30045"]),
        ("سیصد چهل و پنج", ["30045", "345"]),
        ("بیست پنج", ["205", "25"]),
        ("هشت صد", ["800", "8100"]),
        ("نه یک دو سه چهار پنج", ["912345", "12345"]),
    ],
)
def test_every_reading_is_given(text: str, all_of: list[str]) -> None:
    assert digits(text) == all_of


def test_costs_rise_and_no_reading_comes_twice() -> None:
    found = readings("صفر نهصد دوازده هزار و سیصد چهل و پنج شصت هفت")
    assert [one.cost for one in found] == sorted(one.cost for one in found)
    assert len({one.digits for one in found}) == len(found) > 3


@pytest.mark.parametrize("text", ["", "سلام", "سهو", "کجاست", "دوره", "سینه", "دهنه", "حضار", "دوست", "رصد", "و"])
def test_no_number(text: str) -> None:
    assert readings(text) == []


def test_a_lone_article_or_no_is_dear() -> None:
    assert all(readings(text)[0].cost >= 2 for text in ("یه سفارش دارم", "نه"))


def test_runs_are_kept_apart_with_their_places() -> None:
    text = "دو تا سفارش دارم شماره یک دو سه"
    first, second = runs(text)
    assert text[slice(*first.span)] == "دو تا"[: first.span[1] - first.span[0]]
    assert text[slice(*second.span)] == "یک دو سه"


@pytest.mark.parametrize("word", ["بیستوپنچ", "چهلوپنچه", "دوازدخ", "نوزهزار", "سیصدوچهلوپنح", "هشتادخ"])
def test_a_run_beside_an_unread_number_is_not_the_whole(word: str) -> None:
    assert [run.whole for run in runs(f"{word} سیصد و چهل و پنج")] == [False]
    assert [run.whole for run in runs(f"سیصد و چهل و پنج {word}")] == [False]


@pytest.mark.parametrize("word", ["شماره", "پنجره", "چهارشنبه", "سفارشم", "هفته", "دوست", "سلام", "افتاد"])
def test_other_words_beside_a_run_leave_it_whole(word: str) -> None:
    assert all(run.whole for run in runs(f"{word} یک دو سه چهار پنج {word}"))


def test_words_of_another_author_round_trip() -> None:
    draw = random.Random(1)
    for _ in range(1500):
        value = draw.randrange(10 ** draw.randrange(1, 12))
        assert readings(num2fa.words(value))[0].value == value, num2fa.words(value)


@given(st.integers(min_value=0, max_value=10**15 - 1))
def test_own_written_words_round_trip(value: int) -> None:
    assert readings(cardinal(value))[0].value == value


@given(st.integers(0, 10**6 - 1), st.randoms(use_true_random=False))
def test_words_written_onto_each_other_are_read(value: int, draw: random.Random) -> None:
    first, *rest = cardinal(value).split()
    said = first + "".join(draw.choice(("", "", " ", "\u200c")) + word for word in rest)
    assert readings(said)[0].value == value, said


@given(st.integers(min_value=0, max_value=10**15 - 1))
def test_own_spoken_words_round_trip(value: int) -> None:
    assert readings(wording_fa.number(value))[0].value == value


@given(st.text("0123456789", min_size=2, max_size=12))
def test_dictated_digits_are_among_the_readings(said: str) -> None:
    for text in dictations(said, "fa"):
        assert said in digits(text), text


@given(st.text("0123456789", min_size=1, max_size=16))
def test_single_digits_have_one_likeliest_reading(said: str) -> None:
    assert digits(wording_fa.singly(said).replace("،", ""))[0] == said
