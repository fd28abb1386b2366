"""A turn of the caller on a line: keys, words, and both at once."""

import asyncio

import pytest

from bot.call.keypad import FULL_LEAST_S, FULL_MOST_S, KEYS_WAIT_S
from bot.call.turn_taking import Expect
from bot.dialogue.caller_turn import CallerTurn
from tests.bot.desk import Desk
from tests.bot.virtual_time import now_s, run
from voice.events import KeyPressed, Partial, SpeechStarted, Utterance


def keyed(*deeds: float | str, expect: Expect = "digits", key_count: int = 5) -> tuple[CallerTurn, float]:
    """What comes of keys with pauses (s) between them, and how long after the last of them, s."""

    async def main() -> tuple[CallerTurn, float]:
        desk = Desk()
        turn = asyncio.create_task(desk.line.exchange([], expect, key_count=key_count))
        last_s = now_s()
        for deed in deeds:
            if isinstance(deed, str):
                desk.press(deed)
                last_s = now_s()
            else:
                await asyncio.sleep(deed)
        return await turn, now_s() - last_s

    return run(main())


@pytest.mark.parametrize(
    ("deeds", "text", "wait_s"),
    [
        (("12345",), "12345", FULL_LEAST_S),
        (("1", 0.6, "2", 0.3, "345"), "12345", 0.9),
        (("12345", "#"), "12345", 0),
        (("12345", 0.4, "6"), "123456", KEYS_WAIT_S),
        (("1", 0.6, "2345", 0.8, "6"), "123456", KEYS_WAIT_S),
        (("1", 2.0, "2345", 1.4, "6"), "123456", KEYS_WAIT_S),
        (("123456",), "123456", KEYS_WAIT_S),
        (("12", 2.4, "3", 2.4, "45"), "12345", FULL_MOST_S),
        (("12", "#", "9"), "12", 0),
        (("0",), "0", KEYS_WAIT_S),
        (("0", 1.0, "1234"), "01234", FULL_MOST_S),
        (("#",), "#", 0),
        (("*",), "*", 0),
    ],
)
def test_keys_where_a_number_is_asked_for(deeds: tuple[float | str, ...], text: str, wait_s: float) -> None:
    heard, waited_s = keyed(*deeds)
    assert (heard.kind, heard.content) == ("keys", text)
    assert waited_s == pytest.approx(wait_s, abs=0.01)


def test_a_number_keyed_without_being_asked_for_waits_no_longer() -> None:
    heard, waited_s = keyed("12345", expect="general")
    assert (heard.content, waited_s) == ("12345", FULL_LEAST_S)


@pytest.mark.parametrize(
    ("late_s", "key", "text"),
    [
        (0.9, "6", "123456"),
        (0.9, "0", "123450"),
        (FULL_MOST_S, "6", "123456"),
        (FULL_MOST_S + 0.1, "6", "6"),
        (FULL_MOST_S + 0.1, "0", "0"),
        (0.9, "*", "*"),
    ],
)
def test_a_key_just_behind_a_number_makes_it_longer_while_its_answer_begins(late_s: float, key: str, text: str) -> None:
    async def main() -> tuple[CallerTurn, bool]:
        desk = Desk(short=False)
        asking = asyncio.create_task(desk.line.exchange([], "digits", key_count=5))
        desk.press("12345")
        pressed_s = now_s()
        assert (await asking).content == "12345"
        answering = asyncio.create_task(desk.line.exchange(["the order"], "general", key_count=5))
        await asyncio.sleep(late_s - (now_s() - pressed_s))
        desk.press(key)
        return await answering, desk.playbacks[0].stopped

    assert [(heard.content, stopped) for heard, stopped in [run(main())]] == [(text, True)]


def test_behind_a_number_that_was_ended_by_hash_a_new_one_begins() -> None:
    async def main() -> str:
        desk = Desk()
        asking = asyncio.create_task(desk.line.exchange([], "digits", key_count=5))
        desk.press("12345#")
        await asking
        answering = asyncio.create_task(desk.line.exchange([], "general", key_count=5))
        desk.press("4")
        return (await answering).content

    assert run(main()) == "4"


def test_zero_calls_a_human_at_once_where_no_number_is_asked_for() -> None:
    heard, waited_s = keyed("0", expect="general", key_count=0)
    assert (heard.content, waited_s) == ("0", 0)


def test_one_key_is_an_answer_where_one_is_asked_for() -> None:
    heard, waited_s = keyed("2", expect="general", key_count=1)
    assert (heard.content, waited_s) == ("2", 0)


def test_talk_nearby_does_not_make_the_wait_after_the_last_key_longer() -> None:
    async def main() -> float:
        desk = Desk()
        turn = asyncio.create_task(desk.line.exchange([], "digits", key_count=5))
        desk.press("123")
        pressed_s = now_s()
        while not turn.done():
            desk.ear.hear(SpeechStarted(now_s()))
            desk.ear.hear(Partial("و بعد", now_s()))
            await asyncio.sleep(0.4)
            desk.say("و بعد رفتیم")
        assert (await turn).content == "123"
        return now_s() - pressed_s

    assert KEYS_WAIT_S <= run(main()) < KEYS_WAIT_S + 0.41


def test_noise_without_a_break_does_not_hold_up_the_end_of_the_keys() -> None:
    async def main() -> CallerTurn:
        desk = Desk()
        desk.legs.put_nowait(KeyPressed("7", now_s() - KEYS_WAIT_S))
        for _ in range(200):
            desk.ear.hear(SpeechStarted(now_s()))

        async def noise() -> None:
            while True:
                desk.ear.hear(SpeechStarted(now_s()))
                await asyncio.sleep(0)

        noisy = asyncio.create_task(noise())
        async with asyncio.timeout(1):
            heard = await desk.line.exchange([], "digits", key_count=5)
        noisy.cancel()
        return heard

    assert run(main()).content == "7"


def test_words_complete_a_number_that_was_begun_with_keys() -> None:
    async def main() -> CallerTurn:
        desk = Desk()
        turn = asyncio.create_task(desk.line.exchange([], "digits", key_count=5))
        desk.press("12")
        await asyncio.sleep(1)
        desk.ear.hear(SpeechStarted(now_s()))
        desk.ear.hear(Utterance("سه چهار پنج", (), 0.9, "fa", now_s(), now_s() + 1, now_s() + 1))
        return await turn

    heard = run(main())
    assert (heard.kind, heard.content, heard.confidence) == ("speech", "12 سه چهار پنج", 0.9)


def test_keys_complete_a_number_that_was_begun_with_words() -> None:
    async def main() -> CallerTurn:
        desk = Desk()
        turn = asyncio.create_task(desk.line.exchange([], "digits", key_count=5))
        desk.ear.hear(SpeechStarted(now_s()))
        await asyncio.sleep(1)
        desk.press("345")
        desk.ear.hear(Utterance("یک دو", (), 0.9, "fa", now_s() - 1, now_s(), now_s()))
        return await turn

    heard = run(main())
    assert (heard.kind, heard.content) == ("speech", "یک دو 345")


def test_hash_behind_words_does_not_throw_them_away() -> None:
    async def main() -> CallerTurn:
        desk = Desk()
        turn = asyncio.create_task(desk.line.exchange([], "general", key_count=5))
        await asyncio.sleep(0.1)
        desk.ear.hear(SpeechStarted(now_s()))
        await asyncio.sleep(1)
        desk.press("##")
        await asyncio.sleep(0.5)
        desk.say("موجودی")
        return await turn

    heard = run(main())
    assert (heard.kind, heard.content) == ("speech", "موجودی")
