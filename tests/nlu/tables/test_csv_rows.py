"""Tables as spreadsheets save them, and as editors break them."""

from pathlib import Path

import pytest

from nlu.tables.csv_rows import Table, read_table

COLUMNS = ("topic", "answer_fa", "tags")


def read(tmp_path: Path, raw: bytes | str) -> Table:
    path = tmp_path / "t.csv"
    path.write_bytes(raw.encode() if isinstance(raw, str) else raw)
    return read_table(path, COLUMNS, ("topic",))


def told(table: Table) -> list[str]:
    return [str(problem).removeprefix(f"{table.path}") for problem in table.problems]


SAVED = "topic,answer_fa,tags\npost,«بله، داریم»,\n"


@pytest.mark.parametrize(
    "raw",
    [
        SAVED.encode(),
        b"\xef\xbb\xbf" + SAVED.encode(),
        SAVED.replace(",", ";").encode(),
        ("sep=;\r\n" + SAVED.replace(",", ";").replace("\n", "\r\n")).encode(),
        SAVED.replace(",", "\t").encode("utf-16"),
        "Topic , answer FA,TAGS\npost,«بله، داریم»,\n".encode(),
    ],
)
def test_every_way_to_save_it_is_read(tmp_path: Path, raw: bytes) -> None:
    table = read(tmp_path, raw)
    assert told(table) == []
    assert [row.cells for row in table.rows] == [{"topic": "post", "answer_fa": "«بله، داریم»", "tags": ""}]


def test_rows_are_counted_as_a_spreadsheet_counts_them(tmp_path: Path) -> None:
    table = read(tmp_path, 'topic,answer_fa\na,"one\ntwo, and ""three"""\n\n,\nb,x\n')
    assert [(row.number, row["topic"]) for row in table.rows] == [(2, "a"), (5, "b")]
    assert table.rows[0]["answer_fa"] == 'one\ntwo, and "three"'
    assert table.rows[0]["tags"] == ""


def test_a_table_that_is_not_there_is_empty(tmp_path: Path) -> None:
    table = read_table(tmp_path / "none.csv", COLUMNS)
    assert table.rows == [] and table.problems == []


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("topic,answer_fa\nپست,x\n".encode("cp1256", "replace") + b"\x81\xc7\n", ":2: the table is not saved as UTF-8"),
        ("", ": the table is empty. Begin it with the heading: topic,answer_fa,tags"),
        ("topic,answr_fa\n", ":1: there is no column 'answr_fa'. Write answer_fa."),
        ("topic,colour\n", ":1: there is no column 'colour'. The columns are: topic, answer_fa, tags."),
        ("topic,tags,topic\n", ":1: the column 'topic' stands twice. Delete or rename one of them."),
        ("answer_fa\nx\n", ":1: the column 'topic' is missing. Add it to the heading."),
        ("topic,tags\na,b,c\n", ":2: the row has more cells than the heading ('c'). Put quotes"),
        ('topic,tags\na,b\nc,"d" e\n', ":3: the row cannot be read ("),
        ('topic,tags\na,"never closed\nb,c\n', ":2: the row cannot be read ("),
    ],
)
def test_a_mistake_is_told_with_its_row(tmp_path: Path, raw: bytes | str, words: str) -> None:
    (only,) = told(read(tmp_path, raw))
    assert only.startswith(words)


def test_a_folder_in_its_place_is_told(tmp_path: Path) -> None:
    (problem,) = read_table(tmp_path, COLUMNS).problems
    assert "cannot be read" in problem.what and problem.stops
