"""What is to run until it is called off says so where it breaks."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from bot.tasks import begin, call_off


async def broken() -> None:
    raise KeyError("a mistake of ours")


async def over() -> None:
    """Ends at once."""


async def for_ever() -> None:
    await asyncio.Event().wait()


async def test_a_fault_is_told(caplog: pytest.LogCaptureFixture) -> None:
    task = begin(broken(), "the watchdog")
    await asyncio.wait({task})
    await asyncio.sleep(0)
    assert "the watchdog broke" in caplog.text and "a mistake of ours" in caplog.text
    await call_off(task)


@pytest.mark.parametrize("work", [over, for_ever])
async def test_an_end_on_purpose_is_not(
    work: Callable[[], Coroutine[Any, Any, None]], caplog: pytest.LogCaptureFixture
) -> None:
    task = begin(work(), "the watchdog")
    await asyncio.sleep(0)
    await call_off(task)
    await asyncio.sleep(0)
    assert task.done() and caplog.text == ""
