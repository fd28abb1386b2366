"""Numbers that are not kept: 155 sentences written before the code that finds them, and 48 in which nothing is hidden.

Each line of redaction_sentences.txt names the language, the kinds of its numbers and how they are said (`said.py`).
"""

import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from nlu.numbers.redaction import KINDS, Kind, digits_in, find, redact, redact_all, redact_echo
from tests.nlu.numbers.said import number, say

HERE = Path(__file__).parent
CARD = "6037991234567893"
SEEDS = (7, 8, 9)


def lines(kind: str) -> list[str]:
    told = (HERE / "redaction_sentences.txt").read_text(encoding="utf-8").splitlines()
    return [line.removeprefix(f"{kind} ") for line in told if line.startswith(f"{kind} ")]


def filled(line: str, seed: int) -> tuple[str, str, list[tuple[Kind, str]]]:
    """Language, sentence, and its numbers as kind and words."""
    head, _, text = line.partition(" | ")
    language, kinds, style = head.split()
    dice = random.Random(f"{line}{seed}")
    said: list[tuple[Kind, str]] = []
    for kind in kinds.split("+"):
        assert kind in KINDS
        words = say(number(kind, language, dice), style, language, dice)
        text = text.replace("{}", words, 1)
        said.append((kind, words))
    return language, text, said


@pytest.mark.parametrize("line", lines("secret"))
def test_nothing_of_the_number_is_left_and_all_of_the_rest(line: str) -> None:
    for seed in SEEDS:
        language, text, said = filled(line, seed)
        wanted = text
        for kind, words in said:
            wanted = wanted.replace(words, f"[{kind.replace('_', ' ')}]", 1)
        wanted = re.sub(r"(?i)\bir ?\[iban\]", "[iban]", wanted)
        assert redact(text, KINDS, language) == wanted


@pytest.mark.parametrize("line", lines("parts"))
def test_a_number_with_words_between_its_parts(line: str) -> None:
    """The words may stay, the digits may not."""
    for seed in SEEDS:
        language, text, said = filled(line, seed)
        left = redact(text, KINDS, language)
        assert f"[{said[0][0].replace('_', ' ')}]" in left
        assert digits_in(left, language) == ()


@pytest.mark.parametrize("line", lines("harmless"))
def test_what_is_no_secret_stays(line: str) -> None:
    language, _, text = line.partition(" | ")
    assert redact(text, KINDS, language.strip()) == text


def orders() -> Iterator[str]:
    dice = random.Random(5)
    for _ in range(300):
        yield "".join(dice.choices("0123456789", k=5))


def test_an_order_number_is_never_hidden_however_it_is_said() -> None:
    dice = random.Random(6)
    for digits in orders():
        for language in ("fa", "ar"):
            for style in ("plain", "ones", "pairs", "threes", "persian", "arabic", "fours"):
                text = say(digits, style, language, dice)
                assert redact(text, KINDS, language) == text


def test_only_the_kinds_that_are_wanted() -> None:
    text = f"کارت {CARD} موبایل 09121234567"
    card: list[Kind] = ["card"]
    mobile: list[Kind] = ["mobile"]
    assert redact(text, card) == "کارت [card] موبایل 09121234567"
    assert redact(text, mobile) == f"کارت {CARD} موبایل [mobile]"
    assert redact(text, ()) == text


def test_sixteen_digits_that_are_no_card_and_are_not_called_one_stay() -> None:
    wrong = "6037991234567890"
    assert redact(f"کد رهگیری {wrong}", KINDS) == f"کد رهگیری {wrong}"
    assert redact(f"کارتم {wrong}", KINDS) == "کارتم [card]"


@pytest.mark.parametrize(
    "text",
    [
        "6037 9911 2345 6789",
        "۶۰۳۷ ۹۹۱۱ ۲۳۴۵ ۶۷۸۹",
        "٦٠٣٧-٩٩١١-٢٣٤٥-٦٧٨٩",
        "6037-9911-2345-6789",
        "5892.1011.2345.6789",
        "4111/1111/1111/1112",
        "مشتری گفت 6037 9911 2345 6789 است",
    ],
)
@pytest.mark.parametrize("language", ["fa", "ar"])
def test_four_groups_of_four_are_a_card_whatever_the_checksum_says(text: str, language: str) -> None:
    left = redact(text, KINDS, language)
    assert "[card]" in left and not any(letter.isdigit() for letter in left)


@pytest.mark.parametrize(
    "text",
    [
        "1405 1404 1403 1402",  # years
        "6037 9911 2345",
        "6037 9911 2345 6789 1234",
        "1234 6037 9911 2345 6789",
        "6037-9911 2345 6789",
        "سفارش 12345 23456 34567",
    ],
)
def test_other_groups_of_digits_are_none(text: str) -> None:
    assert redact(text, KINDS) == text


def test_spoken_ones_may_have_been_misheard() -> None:
    dice = random.Random(1)
    spoken = say("6037991234567890", "ones", "fa", dice)
    assert redact(spoken, KINDS) == "[card]"


def test_where_they_stand_is_told() -> None:
    (secret,) = find(f"کارت {CARD} من", KINDS)
    assert (secret.kind, secret.span) == ("card", (5, 21))


# --- by slot ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "text", "left"),
    [
        ("fa", "شصت سی و هفت", "[card]"),
        ("fa", "چهار رقم اولش ۶۰۳۷ بعدش نود و نه", "[card] رقم اولش [card]"),
        ("fa", "صبر کن", "صبر کن"),
        ("fa", "6037", "[card]"),
        ("ar", "ستة صفر ثلاثة سبعة", "[card]"),
        ("ar", "لحظة من فضلك", "لحظة من فضلك"),
    ],
)
def test_an_answer_to_a_question_for_a_secret_keeps_no_number(language: str, text: str, left: str) -> None:
    assert redact_all(text, language, "card") == left


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("کارتِ 6037 درست است؟", "کارتِ [card] درست است؟"),
        ("شصت سی و هفت، نود و نه دوازده؟", "[card]؟"),
        ("موجودی 250,000 تومان", "موجودی 250,000 تومان"),
        ("سفارشِ 12345", "سفارشِ [card]"),  # it is a piece of the card too: better once too often
        ("سفارشِ 54321", "سفارشِ 54321"),
        ("در 12 ساعت", "در 12 ساعت"),
    ],
)
def test_what_the_bot_says_again_of_a_secret(text: str, left: str) -> None:
    assert redact_echo(text, (CARD,), "fa", "card") == left


def test_digits_are_read_in_every_writing() -> None:
    assert digits_in("۶۰۳۷ و یک دو سه") == ("6037123",)
    assert digits_in("سلام") == ()
