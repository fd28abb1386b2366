"""An empty state folder with its database."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store.database import open_database
from tests.bot.erasing.life import Life


@pytest.fixture
def life(tmp_path: Path) -> Iterator[Life]:
    engine = open_database(f"sqlite:///{tmp_path / 'state' / 'hatef.db'}")
    yield Life(tmp_path / "state", engine)
    engine.dispose()
