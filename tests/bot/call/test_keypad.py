"""Keys as callers press them, also as they should not."""

import pytest

from bot.call.keypad import FULL_MOST_S, KEYS_MOST, KEYS_WAIT_S, RHYTHM, Afterkeys, Keypad, Meaning, joined, meaning
from voice.events import KeyPressed, Utterance

FIVE = 5


def keyed(keys: str, *, number: bool = True, one_key: bool = False, gap_s: float = 0.3) -> list[tuple[str, bool]]:
    """The turns that `keys` make, as a line takes them: what was keyed, and whether a key ended it (or a pause)."""
    turns: list[tuple[str, bool]] = []
    pad, after = Keypad(number=number, one_key=one_key), Afterkeys()
    for place, digit in enumerate(keys):
        key = KeyPressed(digit, 10 + place * gap_s)
        if after.take(key):
            continue
        if pad.press(key):
            turns.append((pad.keyed, True))
            pad, after = Keypad(number=number, one_key=one_key), Afterkeys(pad.keyed, key.at_s)
    return turns if pad.due_s is None else [*turns, (pad.keyed, False)]


@pytest.mark.parametrize(
    ("keys", "turns"),
    [
        ("12345", [("12345", False)]),
        ("12345#", [("12345", True)]),
        ("12345##", [("12345", True)]),
        ("123456", [("123456", False)]),
        ("1234567890", [("1234567890", False)]),
        ("01234", [("01234", False)]),
        ("0", [("0", False)]),
        ("0#", [("0", True)]),
        ("00", [("00", False)]),
        ("#", [("#", True)]),
        ("##", [("#", True)]),
        ("###", [("#", True)]),
        ("*", [("*", True)]),
        ("**", [("*", True)]),
        ("***", [("*", True)]),
        ("*#", [("*", True)]),
        ("#12345", [("#", True), ("12345", False)]),
        ("*12345#", [("*", True), ("12345", True)]),
        ("12*12345", [("12345", False)]),
        ("12*", [("*", False)]),
        ("12*#", [("#", True)]),
        ("12#9", [("12", True), ("9", False)]),
        ("12A345", [("12A345", False)]),
        ("D", [("D", False)]),
        ("5" * (KEYS_MOST + 9), [("5" * KEYS_MOST, True)]),
    ],
)
def test_where_a_number_is_asked_for(keys: str, turns: list[tuple[str, bool]]) -> None:
    assert keyed(keys) == turns


@pytest.mark.parametrize(
    ("keys", "turns"),
    [
        ("0", [("0", True)]),
        ("0#", [("0", True)]),
        ("*0", [("*", True), ("0", True)]),
        ("10", [("10", False)]),
        ("7", [("7", False)]),
        ("12345", [("12345", False)]),
        ("A", [("A", False)]),
    ],
)
def test_where_no_number_is_asked_for(keys: str, turns: list[tuple[str, bool]]) -> None:
    assert keyed(keys, number=False) == turns


def test_one_key_can_be_the_whole_answer() -> None:
    assert keyed("2#", number=False, one_key=True) == [("2", True)]
    assert keyed("21", number=False, one_key=True) == [("2", True), ("1", True)]


def test_a_late_hash_belongs_to_the_number_and_a_late_star_is_a_wish() -> None:
    assert Afterkeys("12345", 10).take(KeyPressed("#", 13))
    assert not Afterkeys("12345", 10).take(KeyPressed("#", 16))
    assert not Afterkeys("12345", 10).take(KeyPressed("*", 10.5))
    assert not Afterkeys("*", 10).take(KeyPressed("*", 12))
    assert not Afterkeys("12345", 10).take(KeyPressed("6", 10.5))
    assert not Afterkeys().take(KeyPressed("#", 1))


def test_a_stuck_key_is_one_turn_until_it_rests() -> None:
    after = Afterkeys("5" * KEYS_MOST, 10)
    assert after.take(KeyPressed("5", 12))
    assert after.take(KeyPressed("0", 14))
    assert not after.take(KeyPressed("0", 17))
    assert not after.take(KeyPressed("#", 17.1))


def test_a_pause_counts_from_the_last_key() -> None:
    assert Keypad(number=True).due_s is None
    pad = Keypad(number=True)
    for digit, at_s in (("1", 10.0), ("2", 12.0)):
        assert not pad.press(KeyPressed(digit, at_s))
    assert pad.first_s == 10.0
    assert pad.due_s == 12.0 + KEYS_WAIT_S


@pytest.mark.parametrize(
    ("keys", "asked", "open_"),
    [
        ("0", Meaning.HUMAN, Meaning.HUMAN),
        ("00", Meaning.HUMAN, Meaning.HUMAN),
        ("00000", Meaning.NUMBER, Meaning.NUMBER),
        ("*", Meaning.REPEAT, Meaning.REPEAT),
        ("#", Meaning.NOTHING, Meaning.NOTHING),
        ("A", Meaning.NOTHING, Meaning.NOTHING),
        ("12A345", Meaning.NOTHING, Meaning.NOTHING),
        ("12345", Meaning.NUMBER, Meaning.NUMBER),
        ("123456", Meaning.NUMBER, Meaning.NOTHING),
        ("1234", Meaning.NUMBER, Meaning.NOTHING),
        ("7", Meaning.NUMBER, Meaning.NOTHING),
        ("10", Meaning.NUMBER, Meaning.NOTHING),
    ],
)
def test_what_keys_mean(keys: str, asked: Meaning, open_: Meaning) -> None:
    assert meaning(keys, FIVE, asked=True) is asked
    assert meaning(keys, FIVE, asked=False) is open_


def said(text: str, started_s: float, confidence: float = 0.9, language: str = "fa") -> Utterance:
    return Utterance(text, (), confidence, language, started_s, started_s + 1, started_s + 1.5)


@pytest.mark.parametrize(
    ("keys", "words", "text"),
    [
        ("12", said("سه چهار پنج", 11), "12 سه چهار پنج"),
        ("345", said("یک دو", 9), "یک دو 345"),
        ("345", said("دوازده", 9), "دوازده 345"),
        ("12", said("ثلاثة أربعة خمسة", 11, language="ar"), "12 ثلاثة أربعة خمسة"),
        ("12", said("یک دو سه چهار پنج", 11), "یک دو سه چهار پنج"),
        ("12", said("سه چهار", 11), None),
        ("12", said("سه چهار پنج شش", 11), None),
        ("12", said("سه چهار پنج", 11, confidence=0.5), None),
        ("12", said("سلام خوبی", 11), None),
        ("12345", said("شش", 11), None),
        ("#", said("یک دو سه چهار پنج", 11), None),
        ("*", said("یک دو سه چهار پنج", 11), None),
    ],
)
def test_words_and_keys_of_one_turn(keys: str, words: Utterance, text: str | None) -> None:
    assert joined(keys, 10.0, words, FIVE) == text


def test_a_complete_number_waits_as_long_as_its_finger_may_need_for_one_key_more() -> None:
    pad = Keypad(number=True, digit_count=3)
    waits = []
    for at_s, digit in ((0.0, "1"), (0.8, "2"), (1.0, "3"), (4.0, "4")):
        pad.press(KeyPressed(digit, at_s))
        assert pad.due_s is not None
        waits.append(pad.due_s - at_s)
    assert waits == pytest.approx([KEYS_WAIT_S, KEYS_WAIT_S, 0.8 * RHYTHM, KEYS_WAIT_S])


@pytest.mark.parametrize(
    ("after", "key", "longer"),
    [
        (Afterkeys("12345", 10, complete=True), KeyPressed("6", 11), "12345"),
        (Afterkeys("12345", 10, complete=True), KeyPressed("6", 10 + FULL_MOST_S + 0.1), ""),
        (Afterkeys("12345", 10, complete=True), KeyPressed("#", 11), ""),
        (Afterkeys("12345", 10, complete=True), KeyPressed("A", 11), ""),
        (Afterkeys("12345", 10), KeyPressed("6", 11), ""),
        (Afterkeys(), KeyPressed("6", 11), ""),
    ],
)
def test_what_makes_a_complete_number_longer(after: Afterkeys, key: KeyPressed, longer: str) -> None:
    assert after.longer(key) == longer
