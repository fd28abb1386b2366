"""A caller who waits hears something, leaves at once, and is told what comes."""

import asyncio

import pytest

from handoff.acd.company import company, hum, speak, speak_whole
from handoff.errors import CallerGone
from tests.handoff.doubles import OneCaller


async def test_words_and_hum_take_turns() -> None:
    caller = OneCaller()
    async with company(caller, "please wait", 0.01):
        while len(caller.finished) < 3:
            await asyncio.sleep(0)
    assert caller.hums >= 2


async def test_work_that_is_done_is_given_back() -> None:
    async with company(OneCaller(), "please wait", 60) as keeping:
        assert await keeping.during(asyncio.ensure_future(asyncio.sleep(0, "done"))) == "done"


@pytest.mark.parametrize("lost", ["", "the line broke"])
async def test_a_caller_who_leaves_between_two_sentences_is_gone_at_once(lost: str) -> None:
    caller = OneCaller(lost=lost)
    working = asyncio.ensure_future(asyncio.sleep(60))
    async with company(caller, "please wait", 60) as keeping:
        waiting = asyncio.create_task(keeping.during(working))
        while not caller.hums:
            await asyncio.sleep(0)
        caller.gone.set()
        with pytest.raises(CallerGone) as caught:
            await waiting
    assert caught.value.lost == lost
    working.cancel()


async def test_a_caller_found_gone_by_a_sentence_is_gone() -> None:
    working = asyncio.ensure_future(asyncio.sleep(60))
    async with company(OneCaller(gone_after=0), "please wait", 60) as keeping:
        with pytest.raises(CallerGone):
            await keeping.during(working)
    working.cancel()


async def test_an_announcement_waits_for_the_sentence_and_cuts_the_hum() -> None:
    caller = OneCaller(say_s=0.02)
    async with company(caller, "please wait", 60) as keeping:
        await asyncio.sleep(0)
        await keeping.announce("now")
        assert caller.finished == ["please wait", "now"]
        while caller.hums < 2:
            await asyncio.sleep(0)
    assert caller.finished == ["please wait", "now"]


async def test_where_the_sound_fails_it_waits_without() -> None:
    caller = OneCaller(silent=True)
    async with company(caller, "please wait", 0.01):
        while len(caller.finished) < 3:
            await asyncio.sleep(0)
    await hum(caller, 0.0)


async def test_a_sentence_that_breaks_in_any_way_is_passed_over(caplog: pytest.LogCaptureFixture) -> None:
    class Odd(OneCaller):
        async def say(self, text: str) -> None:
            raise ZeroDivisionError

    await speak(Odd(), "please wait")
    assert "lost" in caplog.text
    with pytest.raises(CallerGone):
        await speak(OneCaller(gone_after=0), "please wait")


async def test_a_sentence_is_cut_after_a_while_but_not_on_hold(caplog: pytest.LogCaptureFixture) -> None:
    await speak_whole(OneCaller(say_s=60), "one moment", 0.01)
    assert "was cut" in caplog.text
    held = OneCaller(say_s=0.05, held=True)
    await speak_whole(held, "one moment", 0.01)
    assert held.finished == ["one moment"]
    with pytest.raises(CallerGone):
        await speak_whole(OneCaller(gone_after=0), "one moment")
