"""The sample CRM of the project in a file of its own."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.crm.sample import build_sample
from bot.crm.sql import SqliteCrm

SAMPLE = Path(__file__).resolve().parents[3] / "data" / "sample_crm.yml"


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample, made once; each test gets a copy."""
    file = tmp_path_factory.mktemp("sample") / "crm.db"
    assert build_sample(f"sqlite:///{file}", SAMPLE)
    return file


@pytest.fixture
def url(made: Path, tmp_path: Path) -> str:
    return f"sqlite:///{shutil.copy(made, tmp_path / 'crm 1%.db')}"


@pytest.fixture
def crm(url: str) -> Iterator[SqliteCrm]:
    crm = SqliteCrm(url)
    yield crm
    crm.close()
