"""What holds for every test: the same examples each time, and no verdict by the clock; and a copy of data/ to spoil."""

import shutil
from pathlib import Path

import pytest
from hypothesis import settings

from tests.shortened import shortened

pytest_plugins = ["tests.rasa_fixtures", "tests.clip_fixtures"]

settings.register_profile("hatef", derandomize=True, deadline=None)
settings.load_profile("hatef")


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped data, with fewer examples."""
    return shortened(tmp_path_factory.mktemp("small") / "data")


@pytest.fixture
def data(small: Path, tmp_path: Path) -> Path:
    """A copy to spoil."""
    return shutil.copytree(small, tmp_path / "data")
