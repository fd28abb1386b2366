"""The table in the action server: its answers of today, and what an editor changes while it runs."""

import logging
import os
from datetime import date
from pathlib import Path

import pytest

from bot.skills.runtime.faq_book import FaqBook

HEADING = "topic,questions_fa,answer_fa,questions_ar,answer_ar,valid_from,valid_until\n"
TODAY = date(2026, 12, 1)


def write(data: Path, *rows: str) -> None:
    """A later second each time: a file system's clock may be coarse."""
    path = data / "faq.csv"
    before_s = path.stat().st_mtime if path.exists() else 1_000_000_000
    path.write_text(HEADING + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    os.utime(path, (before_s + 1, before_s + 1))


@pytest.fixture
def book(tmp_path: Path) -> FaqBook:
    write(tmp_path, "post,هزینه ارسال چقدره|پول پست,شصت,,", "car,پارکینگ دارید,بله,,")
    return FaqBook(tmp_path)


def answer(book: FaqBook, question: str, day: date = TODAY) -> str:
    told = book.asked(question, "fa", day)
    return told.answer if told else ""


def test_an_edited_answer_is_said_at_once(book: FaqBook, tmp_path: Path) -> None:
    assert answer(book, "پول پست") == "شصت"
    write(tmp_path, "post,هزینه ارسال چقدره|پول پست,هشتاد,,")
    assert answer(book, "پول پست") == "هشتاد"
    assert answer(book, "پارکینگ دارید") == ""


def test_a_broken_table_leaves_the_one_before(book: FaqBook, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    assert answer(book, "پول پست") == "شصت"
    write(tmp_path, "post,هزینه ارسال چقدره,,,")
    with caplog.at_level(logging.WARNING):
        assert answer(book, "پول پست") == "شصت"
    assert "faq.csv has 1 mistakes and is not taken" in caplog.text


def test_without_a_table_nothing_is_known(tmp_path: Path) -> None:
    book = FaqBook(tmp_path)
    assert answer(book, "پول پست") == ""
    assert book.nearest("پول پست", "fa", TODAY) is None
    write(tmp_path, "post,پول پست,شصت,,")
    assert answer(book, "پول پست") == "شصت"


def test_the_nearest_that_is_answered_today(tmp_path: Path) -> None:
    write(tmp_path, "sale,حراج دارید,بله,,,,2026-11-30", "price,تخفیف دارید,کمی,,")
    book = FaqBook(tmp_path)
    assert book.asked("حراج دارید", "fa", TODAY) is None
    told = book.nearest("حراج و تخفیف دارید", "fa", TODAY)
    assert told is not None and told.answer == "کمی" and 0.4 <= told.similarity < 1.0
    assert book.nearest("هوا چطوره", "fa", TODAY) is None
    assert book.nearest(" ", "fa", TODAY) is None


def test_of_several_texts_the_nearest_counts(book: FaqBook) -> None:
    told = book.nearest_of(("سلام", "پارکینگتون", "پارکینگ دارید"), "fa", TODAY)
    assert told is not None and told.topic == "car" and told.similarity > 0.9
    assert book.nearest_of((), "fa", TODAY) is None
