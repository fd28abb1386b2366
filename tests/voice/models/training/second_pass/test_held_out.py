"""Sets of people who were kept out of training, cut from made recordings."""

import csv
from pathlib import Path

import numpy as np
import pytest
import soundfile

from voice.models.training.second_pass.held_out import (
    COLUMNS,
    DICTATIONS,
    NUMBERS,
    OTHER_KEYWORDS,
    Dictation,
    Line,
    answers,
    keywords,
    numbers,
    others,
    rows,
    singles,
    write,
)
from voice.models.training.second_pass.people import DIGITS, KEYWORDS, Clip

RATE_HZ = 16_000


def clip(path: Path, *, speaker: str = "w", digit: int = -1, seconds: float = 0.3) -> Clip:
    """A recording of a tone, higher for each digit, between two silences."""
    path.parent.mkdir(parents=True, exist_ok=True)
    times = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    sound = 0.2 * np.sin(2 * np.pi * (400 + 200 * max(0, digit)) * times)
    silence = np.zeros(RATE_HZ // 10)
    soundfile.write(path, np.concatenate([silence, sound, silence]), RATE_HZ)
    return Clip(path, (1,), "prompts", speaker, digit)


def person(folder: Path, speaker: str, digits: range = range(10)) -> list[Clip]:
    return [clip(folder / speaker / f"{digit}.flac", speaker=speaker, digit=digit) for digit in digits]


@pytest.mark.parametrize("language", ["fa", "ar"])
def test_one_digit_a_clip(tmp_path: Path, language: str) -> None:
    some = [*person(tmp_path, "a", range(3)), clip(tmp_path / "word.flac")]
    found = singles(language, some)
    assert [(one.text, one.digits) for one in found] == [(DIGITS[language][at], str(at)) for at in range(3)]
    assert {(one.speaker, one.kind) for one in found} == {("a", "digits")}


def test_a_clip_is_at_half_scale_and_8_khz(tmp_path: Path) -> None:
    (line,) = singles("fa", [clip(tmp_path / "1.flac", digit=1)])
    assert np.abs(line.samples).max() == pytest.approx(0.5, abs=0.02)
    assert len(line.samples) == pytest.approx(0.5 * 8_000, abs=3)


@pytest.mark.parametrize("how", DICTATIONS, ids=lambda how: how.name)
def test_a_row_is_one_persons_digits(tmp_path: Path, how: Dictation) -> None:
    people = [*person(tmp_path, "a"), *person(tmp_path, "b")]
    found = rows("ar", people, how, 4)
    assert [one.speaker for one in found] == ["a"] * 4 + ["b"] * 4
    for one in found:
        assert len(one.digits) == how.digits
        assert one.text == " ".join(DIGITS["ar"][int(digit)] for digit in one.digits)


def test_a_mobile_number_begins_with_09(tmp_path: Path) -> None:
    mobiles = next(how for how in DICTATIONS if how.name == "mobiles")
    assert all(one.digits.startswith("09") for one in rows("fa", person(tmp_path, "a"), mobiles, 5))


def test_who_has_not_said_all_ten_digits_says_no_row(tmp_path: Path) -> None:
    assert rows("fa", person(tmp_path, "a", range(9)), DICTATIONS[0], 4) == []


def test_the_same_people_say_the_same_rows(tmp_path: Path) -> None:
    people = person(tmp_path, "a")
    one, other = (rows("fa", people, DICTATIONS[0], 3) for _ in range(2))
    assert [line.digits for line in one] == [line.digits for line in other]
    assert all(np.array_equal(a.samples, b.samples) for a, b in zip(one, other, strict=True))


def test_pauses_make_a_row_longer_than_haste(tmp_path: Path) -> None:
    people = person(tmp_path, "a")
    how = {one.name: one for one in DICTATIONS}
    hurried, pauses = (rows("fa", people, how[name], 3) for name in ("hurried", "pauses"))
    for quick, slow in zip(hurried, pauses, strict=True):
        assert len(slow.samples) - len(quick.samples) > 5 * 0.37 * 8_000


def test_yes_and_no_by_the_name_of_their_folder(tmp_path: Path) -> None:
    some = [clip(tmp_path / name / "a.flac") for name in ("yes", "no", "zero")]
    found = list(answers(some, "yesno"))
    assert [(one.text, one.intent, one.kind) for one in found] == [("نعم", "affirm", "yesno"), ("لا", "deny", "yesno")]


def test_a_keyword_that_means_nothing_here_is_taken_once_a_person(tmp_path: Path) -> None:
    some = [
        clip(tmp_path / name / f"{who}_{take}.flac", speaker=who)
        for name in ("zoom in", "yes", "rotate")
        for who in ("a", "b")
        for take in range(2)
    ]
    found = list(keywords(some, {"zoom in": "تكبير", "yes": "نعم"}))
    assert [(one.text, one.speaker, one.intent) for one in found] == [
        ("تكبير", "a", "out_of_scope"),
        ("تكبير", "b", "out_of_scope"),
    ]


def test_words_that_mean_nothing_are_keywords_of_the_table() -> None:
    with KEYWORDS.open(encoding="utf-8", newline="") as file:
        named = {row["keyword"] for row in csv.DictReader(file, delimiter="\t")}
    assert named >= OTHER_KEYWORDS


def test_speech_about_other_things_is_a_sentence_and_not_too_long(tmp_path: Path) -> None:
    some = [clip(tmp_path / f"{name}.flac", seconds=s) for name, s in (("one", 0.3), ("long", 12.5), ("word", 0.3))]
    texts = {"one.flac": "یک جملهٔ کوتاه", "long.flac": "یک جملهٔ دراز", "word.flac": "شماره"}
    assert [one.text for one in others(some, texts)] == ["یک جملهٔ کوتاه"]


def test_tens_and_hundreds_are_numbers(tmp_path: Path) -> None:
    some = [clip(tmp_path / f"{name}.flac") for name in ("a", "b", "c")]
    texts = {"a.flac": "سی", "b.flac": "سلام", "c.flac": "نهصد"}
    assert [(one.text, one.digits) for one in numbers(some, texts)] == [("سی", "30"), ("نهصد", "900")]


def test_each_number_is_named_once() -> None:
    assert sorted(NUMBERS.values()) == [*range(10, 20), *range(20, 100, 10), *range(100, 1000, 100)]


def test_a_set_is_clips_and_their_table(tmp_path: Path) -> None:
    sound = np.zeros(800, np.float32)
    lines = [Line(sound, "یک", "w", "digits", "1"), Line(sound, "یک جمله", "w", "general", intent="out_of_scope")]
    write(tmp_path / "set", "fa", lines)
    with (tmp_path / "set" / "ref.tsv").open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file, delimiter="\t"))
    assert tuple(table[0]) == COLUMNS
    assert [(row["file"], row["text"], row["order_number"], row["intent"]) for row in table] == [
        ("0000.flac", "یک", "1", ""),
        ("0001.flac", "یک جمله", "", "out_of_scope"),
    ]
    assert soundfile.info(tmp_path / "set" / "0001.flac").samplerate == 8_000
