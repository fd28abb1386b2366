"""Statements: what they bind, and that only what reads may read."""

import pytest

from bot.crm.services.statement import bindable, misread, miswritten, parameters


@pytest.mark.parametrize(
    ("statement", "names"),
    [
        ("SELECT a FROM t WHERE b = :b AND c = :c OR d = :b", ("b", "c")),
        ("SELECT ':no' FROM t WHERE a = :yes -- :not", ("yes",)),
        ("SELECT a /* :no */ FROM t WHERE time > '10:30' AND b = :b", ("b",)),
        ("SELECT a::text FROM t WHERE b = :b", ("b",)),
        ('SELECT $$ :no $$, "col:x" FROM t WHERE b IN :b_ways', ("b_ways",)),
    ],
)
def test_parameters_are_found_where_they_are_meant(statement: str, names: tuple[str, ...]) -> None:
    assert parameters(statement) == names


def test_colons_in_literals_bind_nothing() -> None:
    assert bindable("SELECT '10:30', a FROM t WHERE b = :b;") == r"SELECT '10\:30', a FROM t WHERE b = :b"


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT 1",
        "  (SELECT 1)",
        "WITH a AS (SELECT 1) SELECT * FROM a;",
        "SELECT 'DELETE FROM t', \"update\" FROM t -- insert",
        "SELECT replace(a, 'x', 'y') FROM t",
        "SELECT updated_at, inserted FROM t",
    ],
)
def test_what_reads_may_read(statement: str) -> None:
    assert misread(statement) is None


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("DELETE FROM t", "does not read"),
        ("select 1; drop table t", "more than one"),
        ("WITH a AS (DELETE FROM t RETURNING *) SELECT * FROM a", "writes (DELETE)"),
        ("SELECT * INTO copy FROM t", "writes (INTO)"),
        ("SELECT /* ; */ 1 ; -- x\n DELETE FROM t", "more than one"),
        ("PRAGMA writable_schema = 1", "does not read"),
        ("SELECT a FROM t WHERE b = '{b}' AND c = {c}", "'{c}' is not filled in"),
        ("SELECT a FROM t WHERE b = %s", "'%s' is not filled in"),
        ("SELECT a FROM t WHERE b = ?", "'?' is not filled in"),
        (" ", "empty"),
    ],
)
def test_what_writes_or_is_pasted_together_may_not(statement: str, what: str) -> None:
    found = misread(statement)
    assert found is not None and what in found[0]


def test_only_rows_are_changed() -> None:
    assert miswritten("INSERT INTO t (a) VALUES (:a)") is None
    assert miswritten("UPDATE t SET a = :a") is None
    assert miswritten("DROP TABLE t") is not None
    assert miswritten("INSERT INTO t VALUES (1); DROP TABLE t") is not None
