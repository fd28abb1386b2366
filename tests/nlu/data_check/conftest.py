"""A copy of the shipped data, cut short, to spoil."""

import shutil
from pathlib import Path

import pytest

from tests.shortened import shortened


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped data, with fewer examples."""
    return shortened(tmp_path_factory.mktemp("small") / "data")


@pytest.fixture
def data(small: Path, tmp_path: Path) -> Path:
    """A copy to spoil."""
    return shutil.copytree(small, tmp_path / "data")
