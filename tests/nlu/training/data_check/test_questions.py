"""Mistakes in the words of data/faq.csv, beside the rest of the training data."""

from pathlib import Path

import pytest

from nlu.training.data_check import check

HEADING = "topic,questions_fa,answer_fa,questions_ar,answer_ar\n"
ARABIC = "هل يوجد موقف,نَعَم"


def told(data: Path, row: str) -> list[str]:
    (data / "faq.csv").write_text(f"{HEADING}{row}\n", encoding="utf-8")
    found = [problem for problem in check(data) if problem.path.name == "faq.csv"]
    assert not any(problem.stops for problem in found)
    return [f"{problem.line}: {problem.what}" for problem in found]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (f"a,پارکینگ Zarif دارید,بله.,{ARABIC}", "the Latin word 'Zarif' stands in an example"),
        (f"a,پارکینگ 2 دارید,بله.,{ARABIC}", "digits stand in an example"),
        (f"a,متى يفتح المحل,بله.,{ARABIC}", "the question «متى يفتح المحل» does not look Persian"),
        (f"a,ساعت کاری,بله.,{ARABIC}", "is an example of intent 'ask_hours' too"),
        (f"a,پارکینگ دارید,به www.shop.ir بروید.,{ARABIC}", "answer_fa: an address (www.shop.ir)"),
        ("a,پارکینگ دارید,بله.,هل يوجد موقف,نعم يوجد موقف", "answer_ar: "),
    ],
)
def test_what_a_caller_would_not_say_or_a_voice_not_read(data: Path, row: str, words: str) -> None:
    (only,) = told(data, row)
    assert only.startswith("2: ") and words in only


def test_what_is_out_of_scope_may_be_answered(data: Path) -> None:
    assert told(data, f"a,فاکتور می‌خوام,بله.,{ARABIC}") == []


def test_without_a_table_the_intent_needs_no_example(data: Path) -> None:
    (data / "faq.csv").unlink(missing_ok=True)
    assert check(data) == []


def test_a_domain_without_the_intent_is_told(data: Path) -> None:
    (data / "faq.csv").write_text(f"{HEADING}a,پارکینگ دارید,بله.,{ARABIC}\n", encoding="utf-8")
    domain = data / "domain" / "domain.yml"
    domain.write_text(domain.read_text(encoding="utf-8").replace("  - faq #", "  - fak #"), encoding="utf-8")
    assert any("the domain knows no intent 'faq'" in problem.what for problem in check(data))
