"""Every mistake in a service is told with its line and its remedy, and a service with one is not used."""

import pytest

from tests.bot.crm.services.conftest import Written

GOOD = """services:
  bill:
    inputs: {customer_id: text}
    sql: |
      SELECT amount, due
      FROM bills WHERE customer_id = :customer_id
    outputs:
      amount: {kind: money, unit: toman, opens_at: identity}
      due: date
    sample: {customer_id: c-1}
"""
WRITING = """services:
  ticket_new:
    inputs: {words: text}
    writes: INSERT INTO tickets (request_key, words) VALUES (:key, :words)
    sql: SELECT ticket_number FROM tickets WHERE request_key = :key
    outputs: {ticket_number: digits}
    sample: {words: a}
"""


def test_a_good_one_has_no_mistake(written: Written) -> None:
    assert written.problems(GOOD) == []
    assert written.problems(WRITING) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        ("sql:", "sqll:", 4, "unknown key 'sqll' in service 'bill'. Did you mean 'sql'?"),
        ("  bill:", "  Bill:", 2, "'Bill' is no name of a service. Use small letters"),
        ("= :customer_id", "= :customerid", 4, "binds :customerid, which is no input. Did you mean 'customer_id'?"),
        ("SELECT amount, due", "DELETE FROM t", 4, "`sql:` of 'bill': the statement does not read. Begin"),
        ("SELECT amount, due", "SELECT amount, due INTO x", 4, "the statement writes (INTO)"),
        ("= :customer_id", "= '{customer_id}' || {x}", 4, "'{x}' is not filled in. Values are bound by name"),
        ("kind: money, unit: toman", "kind: money", 8, "'amount' of 'bill' does not say its unit. Write unit: rial"),
        ("kind: money", "kind: mony", 8, "is of the unknown kind 'mony'. Did you mean 'money'?"),
        ("opens_at: identity", "opens_at: 2", 8, "has `opens_at: 2`. Known are: none, number, identity, pin."),
        ("kind: money", "knd: money", 8, "has the unknown key 'knd'. Did you mean 'kind'?"),
        ("inputs: {customer_id: text}", "inputs: customer_id", 3, "`inputs:` of 'bill' is no mapping. Write"),
        ("sample: {customer_id: c-1}", "sample: {customer: c-1}", 10, "gives 'customer', no input. Did you mean"),
        ("sample: {customer_id: c-1}", "budget_ms: 1", 10, "`budget_ms:` of 'bill' is no number from 50 to 10000"),
        ("sample: {customer_id: c-1}", "rows: all", 10, "`rows:` of 'bill' is neither one nor many"),
        ("sample: {customer_id: c-1}", "own: [paid]", 10, "`own:` and `outcome_column:` of 'bill' belong together"),
        ("sample: {customer_id: c-1}", "outcomes: {nobody: a}", 10, "'nobody' is no outcome that could be renamed"),
        ("due: date", "due: {matches: pin}", 7, "'due' must match 'pin', which is no input"),
    ],
)  # fmt: skip
def test_a_mistake(written: Written, old: str, new: str, line: int, what: str) -> None:
    assert old in GOOD
    told = written.told(GOOD.replace(old, new))
    assert f"a.yml:{line}: " in told
    assert what in told


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("INSERT INTO tickets", "DROP TABLE tickets; INSERT INTO t", "there is more than one statement"),
        ("INSERT INTO tickets", "CREATE TABLE t", "the statement changes no rows"),
        ("VALUES (:key, :words)", "VALUES ('k', :words)", "does not keep :key, so that a repeated request"),
    ],
)
def test_a_mistake_in_what_writes(written: Written, old: str, new: str, what: str) -> None:
    assert what in written.told(WRITING.replace(old, new))


def test_what_is_only_worth_knowing_stops_nothing(written: Written) -> None:
    (problem,) = written.problems(GOOD.replace("    sample: {customer_id: c-1}\n", ""))
    assert not problem.stops and "gives no customer_id" in problem.what
