"""One house for all golden calls."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.golden.driver import Service, open_service


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Service]:
    """A running dialogue and its customers."""
    async with open_service(tmp_path_factory.mktemp("golden")) as opened:
        yield opened
