"""A database of its own for each test, and a shelf over it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.recordings.shelf import Shelf
from bot.store.database import open_database
from tests.bot.recordings.made import KEYS


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_database(f"sqlite:///{tmp_path / 'hatef.db'}")
    yield engine
    engine.dispose()


@pytest.fixture
def shelf(tmp_path: Path, engine: Engine) -> Shelf:
    return Shelf(tmp_path / "recordings", KEYS, engine)
