"""What is told of confidences: figures, tables, JSON and the plot."""

import json
from pathlib import Path

import pytest

from bot.errors import DataFileError
from bot.lab.evaluation.confidence_gate import Gated
from bot.lab.evaluation.confidence_report import Judged, draw, figures_of, show, write_json
from bot.terminal import console
from tests.bot.lab.evaluation.confidence_double import case

JUDGED = [
    *(Judged(case(True, 0.9), 0.9) for _ in range(9)),
    Judged(case(True, 0.9), 0.2),
    *(Judged(case(False, 0.3, other=True), likely) for likely in (0.1, 0.3, 0.95, 0.1)),
]
GATE = [Gated("fa", "answered", True, False), Gated("fa", "refused", False, True)]


def test_what_is_let_in_where_few_good_turns_may_be_lost() -> None:
    figures = figures_of(JUDGED)
    assert (figures.turns, figures.others) == (14, 4)
    assert figures.at[0.01] == 0.2 and figures.accepted[0.01] == 0.5


def test_without_right_turns_there_are_figures_too() -> None:
    assert figures_of([Judged(case(False, 0.3, other=True), 0.4)]).accepted[0.03] == 0.0


def test_both_tables(capsys: pytest.CaptureFixture[str]) -> None:
    with console.capture() as shown:
        show(JUDGED, GATE, held_out=True)
    assert "by models without the speaker" in shown.get() and "fa other things" in shown.get()
    with console.capture() as shown:
        show(JUDGED, None, held_out=False)
    assert "by the weights in use" in shown.get() and "fa other things" not in shown.get()


def test_the_json_file_has_the_figures_and_every_turn(tmp_path: Path) -> None:
    write_json(JUDGED, GATE, tmp_path / "a.json")
    told = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert told["groups"]["fa general"]["lost"]["0.01"] == {"let_in": 0.5, "from": 0.2}
    assert told["gate"]["fa other things"] == {"answered": 0, "asked": 0, "refused": 1}
    assert len(told["turns"]) == len(JUDGED)


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataFileError):
        write_json(JUDGED, None, tmp_path / "nowhere" / "a.json")


def test_the_plot_is_a_picture_with_a_line_for_each_group(tmp_path: Path) -> None:
    draw(JUDGED, tmp_path / "a.svg")
    assert "fa general" in (tmp_path / "a.svg").read_text(encoding="utf-8")
