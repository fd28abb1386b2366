"""Parts start at once; each is told when it is ready, and the first trouble is the one to mend."""

import pytest

from bot.errors import StartError
from bot.service.starting import all_of, told


async def work() -> str:
    return "engine"


async def test_each_part_that_is_ready_is_told() -> None:
    lines: list[str] = []
    assert await told(work(), "the dialogue", lines.append) == "engine"
    assert len(lines) == 1
    assert lines[0].startswith("the dialogue: ready after 0.")


async def test_the_first_trouble_is_raised_as_it_is() -> None:
    async def broken() -> None:
        raise StartError("no voice")

    with pytest.raises(StartError, match="no voice"):
        await all_of(work(), broken())


async def test_the_result_is_that_of_the_first() -> None:
    async def other() -> None:
        """Starts, too."""

    assert await all_of(work(), other(), other()) == "engine"
