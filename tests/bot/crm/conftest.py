"""The sample CRM of the project in a file of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.crm.sample import build_sample
from bot.crm.sql import SqliteCrm

SAMPLE = Path(__file__).resolve().parents[3] / "data" / "sample_crm.yml"


@pytest.fixture
def url(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path}/crm 1%.db"
    assert build_sample(url, SAMPLE)
    return url


@pytest.fixture
def crm(url: str) -> Iterator[SqliteCrm]:
    crm = SqliteCrm(url)
    yield crm
    crm.close()
