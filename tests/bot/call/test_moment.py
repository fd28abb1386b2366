"""A long wait is told, a short one is not."""

import asyncio

import pytest

from bot.call.moment import with_words


class PromptPlayer:
    """Counts what is said."""

    def __init__(self) -> None:
        self.said = 0

    async def say(self) -> None:
        self.said += 1


async def answer(after_s: float) -> str:
    await asyncio.sleep(after_s)
    return "answer"


@pytest.mark.parametrize(("takes_s", "said"), [(0.0, 0), (0.3, 1)])
async def test_words_fill_a_long_wait(takes_s: float, said: int) -> None:
    player = PromptPlayer()
    assert await with_words(answer(takes_s), player.say, after_s=0.1) == "answer"
    assert player.said == said


async def test_a_trouble_comes_through() -> None:
    async def broken() -> str:
        raise TimeoutError

    with pytest.raises(TimeoutError):
        await with_words(broken(), PromptPlayer().say)


async def test_a_call_that_ends_meanwhile_asks_no_longer() -> None:
    ended = asyncio.Event()

    async def asked() -> str:
        try:
            await asyncio.sleep(60)
        finally:
            ended.set()
        return ""

    waiting = asyncio.create_task(with_words(asked(), PromptPlayer().say, after_s=0.01))
    await asyncio.sleep(0.05)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert ended.is_set()
