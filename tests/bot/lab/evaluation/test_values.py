"""Answers judged as values."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.lab.evaluation.values import Answer, answers, evaluate, judge
from nlu.errors import DataProblem

NOW = "2026-11-30T10:00"
ROWS = [
    ("فردا", "fa", "date", NOW, "2026-12-01"),
    ("دویست تومن", "fa", "amount", NOW, "200 IRT"),
    ("أحمد الساعدي", "ar", "name", NOW, "احمد الساعدي"),
    ("حضوری", "fa", "choice(post=پست;shop=حضوری)", NOW, "shop"),
    ("آره", "fa", "yesno", NOW, "true"),
    ("یک دو سه", "fa", "digits(5)", NOW, "12345"),
]


def table(folder: Path, rows: Sequence[tuple[str, ...]]) -> Path:
    path = folder / "set.tsv"
    path.write_text("\n".join("\t".join(row) for row in rows), encoding="utf-8")
    return path


def test_rows_are_judged_by_their_first_reading_and_by_all(tmp_path: Path) -> None:
    path = table(tmp_path, ROWS)
    judged = [judge(one, path, 1) for one in answers(path)]
    assert [one.first for one in judged] == [True, False, True, True, True, False]
    assert [one.among for one in judged] == [True, True, True, True, True, False]


def test_the_figures_are_printed_and_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out.json"
    evaluate(table(tmp_path, ROWS), out)
    printed = " ".join(capsys.readouterr().out.split())
    assert "exact, first reading: 66.7%; among all readings: 83.3%; of 6" in printed
    assert json.loads(out.read_text(encoding="utf-8"))[0]["readings"] == ["2026-12-01"]


@pytest.mark.parametrize(
    "row",
    [
        ("فردا", "fa", "date", NOW),
        ("morgen", "de", "date", NOW, "2026-12-01"),
        ("فردا", "fa", "day", NOW, "2026-12-01"),
        ("فردا", "fa", "date", "now", "2026-12-01"),
    ],
)
def test_a_broken_row_is_told_with_its_line(tmp_path: Path, row: tuple[str, ...]) -> None:
    with pytest.raises(DataProblem, match=r"set\.tsv:2"):
        evaluate(table(tmp_path, [ROWS[0], row]))


def test_a_missing_table_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataProblem, match="cannot be read"):
        answers(tmp_path / "none.tsv")


def test_the_sort_is_the_name_of_the_kind() -> None:
    assert Answer("", "fa", "digits(5)", NOW, ()).sort == "digits"
