"""The files of data/services/: all of them, each service once."""

from pathlib import Path

from bot.crm.services.load import check_services, read_services
from tests.bot.crm.services.conftest import DATA, Written
from tests.bot.crm.services.test_declared import GOOD


def test_what_hatef_ships_has_no_mistake() -> None:
    assert check_services(DATA) == []


def test_no_folder_is_no_mistake(tmp_path: Path) -> None:
    assert read_services(tmp_path).services == {}
    assert check_services(tmp_path) == []


def test_a_broken_file_is_told_and_the_others_are_read(written: Written) -> None:
    (written.data / "services" / "b.yml").write_text("services:\n\tx: 1\n", encoding="utf-8")
    (problem,) = written.problems(GOOD)
    assert "b.yml:2: a tab stands at the beginning" in str(problem)
    assert list(read_services(written.data).services) == ["bill"]


def test_a_service_with_a_mistake_is_left_out(written: Written) -> None:
    written.problems(GOOD + GOOD.removeprefix("services:\n").replace("bill", "other").replace(":customer_id", ":who"))
    assert list(read_services(written.data).services) == ["bill"]


def test_a_name_in_two_files(written: Written) -> None:
    (written.data / "services" / "b.yml").write_text(GOOD, encoding="utf-8")
    assert "b.yml:2: service 'bill' is in a.yml:2 too" in written.told(GOOD)


def test_a_key_twice_and_an_unknown_one(written: Written) -> None:
    assert "stands twice" in written.told(GOOD + "    sample: {customer_id: c-2}\n")
    assert "unknown key 'sources' in the file" in written.told("sources: {}\n" + GOOD)
