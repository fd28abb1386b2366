"""`hatef faq` on a table with faults; the trained model is asked in tests/calls."""

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import faq as faq_command
from tests.shortened import shortened

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    shutil.copy(ROOT / "config.yml", tmp_path)
    shortened(tmp_path / "data")
    return tmp_path


def run(home: Path, *arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(faq_command.app, [*arguments, "--config", str(home / "config.yml")])
    return done.exit_code, done.output


def test_what_is_alike_is_told_and_the_lack_of_a_model(home: Path) -> None:
    heading = "topic,questions_fa,answer_fa,questions_ar,answer_ar\n"
    rows = "a,هزینه ارسال چقدره,شصت.,كم رسوم التوصيل,سِتُّون.\nb,هزینه ارسال چقدر هست,هفتاد.,متى التوصيل,غَدًا.\n"
    (home / "data" / "faq.csv").write_text(heading + rows, encoding="utf-8")
    status, output = run(home, "check")
    assert status == 0
    assert "«هزینه ارسال چقدره» (a) and «هزینه ارسال چقدر هست» (b) are" in output
    assert "there is no trained model to ask; run: hatef train" in output
    assert output.strip().endswith("2 rows; questions: fa 2, ar 2")


def test_a_mistake_is_told_with_its_row(home: Path) -> None:
    (home / "data" / "faq.csv").write_text("topic,questions_fa,answer_fa\na,هزینه ارسال,\n", encoding="utf-8")
    status, output = run(home, "check")
    assert status == 1
    assert "faq.csv:2: a question in Persian has no answer. Fill answer_fa" in output


def test_the_nearest_questions_are_shown_with_their_answers(home: Path) -> None:
    status, output = run(home, "ask", "پارکینگ اختصاصی دارید")
    assert status == 0
    assert "parking: پارکینگ دارید\n      بله، پشتِ ساختمان" in output
    assert "has anything in common" in run(home, "ask", "ظظظظ")[1]
    assert "parking" in run(home, "ask", "عندكم موقف", "--language", "ar")[1]
