"""The services of the sample company over its own database."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from bot.crm.services.load import read_services
from bot.crm.services.model import BUDGET_MS, Service
from bot.crm.services.opening import open_services
from bot.crm.services.services import Services
from bot.crm.services.sql import SqlSource
from nlu.errors import DataProblem

DATA = Path(__file__).resolve().parents[4] / "data"


def patient(services: Mapping[str, Service]) -> Mapping[str, Service]:
    """On a busy machine nothing is late but what a test makes so."""
    return {
        name: replace(one, budget_ms=30_000) if one.budget_ms == BUDGET_MS else one for name, one in services.items()
    }


@pytest.fixture(scope="session")
def shipped() -> Mapping[str, Service]:
    return patient(read_services(DATA).services)


@pytest.fixture
async def services(url: str, shipped: Mapping[str, Service]) -> AsyncIterator[Services]:
    opened = Services(shipped, {"crm": SqlSource(url, timeout_ms=5_000)})
    yield opened
    await opened.close()


class Written:
    """A folder data/ whose services/a.yml is written by the test."""

    def __init__(self, data: Path) -> None:
        self.data = data
        (data / "services").mkdir()

    def problems(self, text: str) -> list[DataProblem]:
        (self.data / "services" / "a.yml").write_text(text, encoding="utf-8")
        return list(read_services(self.data).problems)

    def told(self, text: str) -> str:
        """The first mistake, as the designer reads it."""
        return next(map(str, self.problems(text)), "")

    def open(self, text: str, url: str) -> Services:
        assert [problem for problem in self.problems(text) if problem.stops] == []
        services = open_services(self.data, {"crm": url})
        services.services = patient(services.services)
        return services


@pytest.fixture
def written(tmp_path: Path) -> Written:
    return Written(tmp_path)
