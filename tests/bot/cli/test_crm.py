"""`hatef crm`: look-ups tried out at a terminal."""

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli.crm import app, shown

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def config(tmp_path: Path) -> Path:
    config = tmp_path / "config.yml"
    config.write_text("language: fa\n", encoding="utf-8")
    (tmp_path / "data" / "services").mkdir(parents=True)
    shutil.copy(ROOT / "data" / "sample_crm.yml", tmp_path / "data")
    shipped = (ROOT / "data" / "services" / "sample.yml").read_text(encoding="utf-8")
    patient = shipped.replace("\n    sql:", "\n    budget_ms: 10000\n    sql:")  # a busy machine is late
    (tmp_path / "data" / "services" / "sample.yml").write_text(patient, encoding="utf-8")
    return config


def run(config: Path, *words: str) -> Result:
    return CliRunner().invoke(app, [*words, "--config", str(config)], env={"COLUMNS": "200"})


def test_all_services_of_a_fresh_hatef_answer(config: Path) -> None:
    result = run(config, "check")
    assert result.exit_code == 0
    assert "amount 1,840,000 IRR" in result.output and "not tried" in result.output


def test_a_service_that_fails_is_told_and_costs_the_exit_code(config: Path) -> None:
    wrong = "services: {a: {budget_ms: 9000, sql: SELECT nosuch AS x FROM customers, outputs: {x: text}}}"
    (config.parent / "data" / "services" / "a.yml").write_text(wrong, encoding="utf-8")
    result = run(config, "check")
    assert result.exit_code == 1
    assert "a: CRM, a: no answer (OperationalError: no such column: nosuch)" in result.output


def test_one_with_inputs_of_my_own(config: Path) -> None:
    result = run(config, "try", "order_status", "customer_id=c-1001", "order_number=۱۲۳۴۵")
    assert result.exit_code == 0
    assert "found in" in result.output and "state shipped" in result.output
    several = run(config, "try", "customer_by_number", "number=02144556677")
    assert "several" in several.output and "نرگس" in several.output and "علی" in several.output


def test_nothing_is_written_by_accident(config: Path) -> None:
    wish = ("try", "ticket_new", "category=complaint", "words=دیر رسید")
    assert run(config, *wish).exit_code == 1
    assert "ticket_number 40118" in run(config, *wish, "--write").output
    assert "ticket_number 40119" in run(config, *wish, "--write").output


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("nosuch",), "no service 'nosuch'; known are: appointment_book"),
        (("bill", "customer=1"), "'customer' is no input of bill; known are: customer_id"),
        (("bill", "c-1001"), "'c-1001' is no input; write it as name=value"),
        (("bill",), "refused in"),
    ],
)
def test_a_slip(config: Path, words: tuple[str, ...], told: str) -> None:
    assert told in run(config, "try", *words).output


def test_rows_for_people() -> None:
    assert shown({"a": {"value": 1000, "currency": "IRR"}, "b": None, "c": True}) == "a 1,000 IRR, c True"
