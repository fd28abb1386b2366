"""The table of questions and answers."""

from datetime import date
from pathlib import Path

import pytest

from nlu.tables.faq import Faq, load_faq

HEADING = "topic,questions_fa,answer_fa,questions_ar,answer_ar,valid_from,valid_until\n"
ARABIC = "هل يوجد موقف,نعم"
TODAY = date(2026, 12, 1)


def faq(tmp_path: Path, *rows: str) -> Faq:
    (tmp_path / "faq.csv").write_text(HEADING + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return load_faq(tmp_path)


def told(found: Faq) -> list[str]:
    return [f"{problem.line}: {problem.what}" for problem in found.table.problems]


def test_the_shipped_table_answers_25_topics_in_both_languages() -> None:
    found = load_faq(Path(__file__).resolve().parents[3] / "data")
    assert told(found) == []
    assert len(found.entries) == 25
    for entry in found.entries:
        assert all(len(entry.questions[language]) >= 5 for language in ("fa", "ar"))


def test_a_cell_holds_many_ways_to_ask(tmp_path: Path) -> None:
    found = faq(tmp_path, f'parking,"پارکینگ دارید؟ جای پارک هست؟|ماشین کجا\nپارکینگ دارید",«بله» ،  داریم,{ARABIC}')
    assert list(found.questions("fa")) == [
        ("parking", "پارکینگ دارید"),
        ("parking", "جای پارک هست"),
        ("parking", "ماشین کجا"),
    ]
    assert found.answer("parking", "fa", TODAY) == "«بله» ، داریم"
    assert found.answer("parking", "ar", TODAY) == "نعم"
    assert found.answer("moon", "fa", TODAY) == ""


def test_an_answer_holds_in_its_time(tmp_path: Path) -> None:
    rows = [f"post,هزینه,شصت,{ARABIC},,1405-09-30", f"post,هزینه,هشتاد,{ARABIC},1405-10-01,"]
    found = faq(tmp_path, *rows)
    assert told(found) == []
    assert found.answer("post", "fa", date(2026, 12, 21)) == "شصت"
    assert found.answer("post", "fa", date(2026, 12, 22)) == "هشتاد"


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (f",هزینه,شصت,{ARABIC}", "2: the row has no topic, or one with a blank"),
        (f"the post,هزینه,شصت,{ARABIC}", "2: the row has no topic, or one with a blank"),
        (f"post,هزینه,,{ARABIC}", "2: a question in Persian has no answer"),
        (f"post,,شصت,{ARABIC}", "2: an answer in Persian has no question"),
        (f"post,هزینه,شصت,{ARABIC},soon,", "2: valid_from 'soon': it is no day"),
        (f"post,هزینه,شصت,{ARABIC},,31/12/2026", "2: valid_until '31/12/2026': the year comes first"),
        (f"post,هزینه,شصت,{ARABIC},2027-01-01,2026-01-01", "2: valid_until is before valid_from"),
    ],
)
def test_a_row_with_a_mistake_is_told_and_left_out(tmp_path: Path, row: str, words: str) -> None:
    found = faq(tmp_path, row)
    assert told(found) == [words]
    assert found.entries == () and found.table.problems[0].stops


def test_what_is_only_poor_is_told_and_taken(tmp_path: Path) -> None:
    found = faq(tmp_path, f"post,هزینه,{'بسیار ' * 70},,")
    assert [words.partition(":")[2][:38] for words in told(found)] == [
        " the answer in Persian has 419 letters",
        " callers in Arabic are not answered",
    ]
    assert len(found.entries) == 1 and not any(problem.stops for problem in found.table.problems)


def test_what_stands_twice_is_told_with_both_rows(tmp_path: Path) -> None:
    found = faq(tmp_path, f"a,هزینه,شصت,{ARABIC}", "a,کرایه,شصت,كم,نعم", "b,هزینه,هفتاد,متى,غدا")
    assert told(found) == [
        "3: topic 'a' stands in row 2 too, for the same days",
        "4: the question «هزینه» stands in row 2 too",
    ]
