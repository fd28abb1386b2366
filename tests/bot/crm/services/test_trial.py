"""Services tried out: every one that reads with its sample; those that write are left alone."""

from pathlib import Path

from bot.crm.services.model import FOUND, LATE
from bot.crm.services.services import Services
from bot.crm.services.trial import service_findings, try_all, try_one
from tests.bot.crm.services.conftest import DATA, Written
from tests.bot.crm.services.test_declared import GOOD


async def test_every_service_that_is_shipped_answers_its_sample(services: Services) -> None:
    trials = await try_all(services)
    assert {one.service.name for one in trials} == set(services.services)
    assert not any(one.failed for one in trials)
    asked = [one for one in trials if one.result is not None]
    assert [one.service.name for one in asked] == [name for name, one in services.services.items() if not one.writes]
    assert {one.result.outcome for one in asked if one.result} == {FOUND, "received"}
    assert {one.why for one in trials if one.result is None} == {"it writes"}


async def test_why_one_failed(written: Written, url: str) -> None:
    services = written.open(GOOD, url)
    (trial,) = await try_all(services)
    assert trial.failed and trial.result is not None and trial.result.outcome == LATE
    assert "no such column" in trial.why
    await services.close()


async def test_one_without_a_sample_is_not_tried(written: Written, url: str) -> None:
    services = written.open(GOOD.replace("    sample: {customer_id: c-1}\n", ""), url)
    (trial,) = await try_all(services)
    assert trial.result is None and "gives no customer_id" in trial.why and not trial.failed
    assert (await try_one(services, trial.service, {"customer_id": "c-1"})).failed
    await services.close()


def test_what_the_doctor_is_told(written: Written, url: str, tmp_path: Path) -> None:
    (fine,) = service_findings(DATA, {"crm": url})
    assert fine.level == "ok"
    written.problems(GOOD.replace("sql:", "source: shop\n    sql:"))
    (lack,) = service_findings(tmp_path, {"crm": url})
    assert lack.level == "lack" and not lack.stops
    assert "source 'shop' of service 'bill' has no URL" in lack.what and "crm: {sources: {shop: ...}}" in lack.remedy
    (tmp_path / "services" / "a.yml").unlink()
    assert list(service_findings(tmp_path, {"crm": url})) == []
