"""Tables of callers' sentences."""

from pathlib import Path

import pytest

from nlu.errors import DataProblem
from nlu.training.sentence_table import Judged, Sentence, accuracy, as_json, judge, read

HOME = Path(__file__).resolve().parents[3]
HEAD = "language\ttext\tintent\tkind\n"


def table(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "set.tsv"
    path.write_text(text, encoding="utf-8")
    return path


def test_rows_with_several_right_intents_and_without_kind(tmp_path: Path) -> None:
    found = read(
        table(tmp_path, "language\tintent\ttext\nar\task_order_status/complaint\tما وصلني شي\n\nfa\tOOS\tهوا\n")
    )
    assert found == (
        Sentence("ar", "ما وصلني شي", ("ask_order_status", "complaint")),
        Sentence("fa", "هوا", ("OOS",)),
    )


def test_a_byte_order_mark_and_quotes_are_no_trouble(tmp_path: Path) -> None:
    (found,) = read(table(tmp_path, "\ufeff" + HEAD + 'fa\tگفت "نه\tdeny\tsmall\n'))
    assert found.text == 'گفت "نه'


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("text\tintent\n", 1, "language"),
        (HEAD + "fa\tسلام\tgreet\tx\nen\thello\tOOS\tx\n", 3, "'en'"),
        (HEAD + "fa\t \tgreet\tx\n", 2, "without text"),
        (HEAD + "fa\tسلام\n", 2, "without text or intent"),
    ],
)
def test_mistakes_are_told_with_their_line(tmp_path: Path, text: str, line: int, what: str) -> None:
    with pytest.raises(DataProblem) as caught:
        read(table(tmp_path, text))
    assert caught.value.line == line
    assert what in str(caught.value)


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataProblem, match="none.tsv"):
        read(tmp_path / "none.tsv")


def test_refused_in_any_way_is_right() -> None:
    outside = Sentence("fa", "قیمت", ("OOS",))
    assert all(outside.accepts(intent) for intent in ("out_of_scope", "nlu_fallback", ""))
    assert not outside.accepts("ask_balance")
    assert not Sentence("fa", "موجودی", ("ask_balance",)).accepts("nlu_fallback")


def test_what_became_a_service_is_right_where_a_table_is_older() -> None:
    older = Sentence("fa", "لغوش کنید", ("OOS", "SERVICE"))
    assert older.accepts("order_cancel")
    assert older.accepts("out_of_scope")
    assert not older.accepts("ask_balance")
    assert not Sentence("fa", "لغوش کنید", ("OOS",)).accepts("order_cancel")


def test_figures_by_kind_and_language() -> None:
    rows = (
        Sentence("fa", "الف", ("greet",), "small"),
        Sentence("ar", "ب", ("greet",), "small"),
        Sentence("ar", "ج", ("OOS",), "neighbour"),
    )
    parsed = [{"intent": name, "confidence": 0.5} for name in ("greet", "deny", "nlu_fallback")]
    figures = as_json(judge(rows, parsed))
    assert figures["accuracy"] == pytest.approx(2 / 3)
    assert figures["by_kind"] == {"small": 0.5, "neighbour": 1.0}
    assert figures["by_language"] == {"fa": 1.0, "ar": 0.5}
    assert figures["sentences"][1] == {
        "text": "ب", "language": "ar", "expected": "greet", "kind": "small", "intent": "deny", "confidence": 0.5,
        "right": False,
    }  # fmt: skip


def test_of_nothing_all_is_right() -> None:
    assert accuracy(()) == 1.0
    assert Judged(Sentence("fa", "الف", ("greet",)), "greet", 1.0).right


def test_the_shipped_tables_can_be_read_and_share_nothing() -> None:
    folder = HOME / "data" / "tests"
    dev, held_out = (read(folder / f"callers_{name}.tsv") for name in ("dev", "test"))
    assert len(dev) > 400 < len(held_out)
    assert not {one.text for one in dev} & {one.text for one in held_out}
