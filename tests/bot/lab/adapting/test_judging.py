"""When a head is better, and when it is refused."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.lab.adapting.clips import Clip
from bot.lab.adapting.judging import Figures, Tally, refusal, tally
from bot.lab.evaluation.utterances import Sample
from voice.listen.recogniser import Kind


def clip(text: str, kind: Kind = "general", number: str = "") -> Clip:
    return Clip(Sample(Path("a.wav"), "fa", text, kind=kind, order_number=number), b"", text)


def test_words_and_rows_are_counted() -> None:
    clips = [clip("موجودی حساب"), clip("شماره ۱۲۳۴۵", "digits", "12345"), clip("یک دو", "digits")]
    told = tally(clips, ["موجودی جواب", "شماره یک دو سه چهار پنج", "یک نه"])
    assert (told.words, told.wrong, told.rows, told.right_rows) == (10, 2, 2, 1)
    assert told.by_clip == (1, 0, 1)


def test_digits_dictated_in_another_way_are_right() -> None:
    assert tally([clip("۱۲۳۴")], ["دوازده سی و چهار"]).wrong == 0


BEFORE = Tally(100, 20, 10, 5, (5, 5, 5, 5))
GUARD = Tally(200, 30, 0, 0, (30,))


def figures(held_out: Tally, guard: Tally = GUARD) -> Figures:
    return Figures(held_out, guard, held_out, guard)


BETTER = Tally(100, 10, 10, 6, (2, 2, 2, 4))


def test_better_on_held_out_and_not_worse_on_the_guard_is_taken() -> None:
    assert refusal(figures(BEFORE), figures(BETTER)) == ""


@pytest.mark.parametrize(
    ("after", "why"),
    [
        (figures(BEFORE), "not better"),
        (figures(replace(BETTER, wrong=15, by_clip=(0, 5, 5, 5))), ""),
        (figures(replace(BETTER, wrong=18, by_clip=(0, 6, 6, 6))), "1 clips better, 3 worse"),
        (figures(replace(BETTER, right_rows=4)), "5 to 4"),
        (figures(BETTER, replace(GUARD, wrong=31)), "guard"),
    ],
)
def test_anything_else_is_refused_with_its_figures(after: Figures, why: str) -> None:
    told = refusal(figures(BEFORE), after)
    assert (why in told) if why else told == ""


def test_facts_hold_no_text() -> None:
    assert all(isinstance(value, int) for group in figures(BEFORE).facts.values() for value in group.values())
