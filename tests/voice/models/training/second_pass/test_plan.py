"""What a head is trained on: always the same examples, rows of one person each."""

from collections import Counter
from pathlib import Path

from voice.models.training.second_pass.people import Clip
from voice.models.training.second_pass.plan import Amounts, plan

AMOUNTS = Amounts({"keywords": 1.0, "stories": 2.5}, 50, {"espeak": 5}, {"espeak": 4}, {"piper": 3}, digit=3)


def clips() -> dict[str, list[Clip]]:
    said = [
        Clip(Path(f"{who}{digit}"), (digit + 1,), "keywords", who, digit) for who in ("a", "b") for digit in range(10)
    ]
    return {
        "keywords": [*said, Clip(Path("c1"), (2,), "keywords", "c", 1)],
        "stories": [Clip(Path("s"), (1, 2), "stories", "d")],
    }


def test_the_same_people_make_the_same_plan() -> None:
    assert plan(clips(), AMOUNTS) == plan(clips(), AMOUNTS)
    assert plan(clips(), AMOUNTS) != plan(clips(), AMOUNTS, seed=2)


def test_every_kind_comes_as_often_as_asked_for() -> None:
    counts = Counter((one.kind, one.engine) for one in plan(clips(), AMOUNTS))
    assert counts["rows", ""] == 50
    assert counts["sentence", "espeak"] == 5
    assert counts["spoken_row", "espeak"] == 4
    assert counts["short", "piper"] == 3
    assert counts["people", ""] in (63 + 2, 63 + 3)


def test_a_row_is_one_person_who_says_all_ten_digits() -> None:
    rows = [one.pieces for one in plan(clips(), AMOUNTS) if one.kind == "rows"]
    assert {len({clip.speaker for clip in row}) for row in rows} == {1}
    assert {clip.speaker for row in rows for clip in row} == {"a", "b"}
    assert all(3 <= len(row) <= 9 for row in rows)


def test_numbers_count_from_nothing() -> None:
    assert [one.number for one in plan(clips(), AMOUNTS)] == list(range(len(plan(clips(), AMOUNTS))))
