"""Real worker processes: calls side by side, more than can be served, death and restart."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.voice.listen.pool_calls import DOUBLE, PoolCall, feed, turn, until
from tests.voice.listen.sounds import Sounds, frames
from voice.errors import LanguageUnknown, ModelBroken, NoRecogniser
from voice.events import ListenerLost, NoInput, SpeechStarted, Utterance
from voice.listen.pool import ListenerPool
from voice.listen.session import PREROLL_S
from voice.vitals import Patience


@pytest.fixture
async def pool(tmp_path: Path) -> AsyncIterator[ListenerPool]:
    """One worker with the double."""
    pool = ListenerPool({"fa": {"general": tmp_path}}, workers=1, loader=DOUBLE)
    await pool.start()
    yield pool
    await pool.stop()


async def test_calls_side_by_side(pool: ListenerPool, sounds: Sounds) -> None:
    listeners = [PoolCall(pool, f"call-{n}") for n in range(3)]
    long = sounds.silence(300) + sounds.speech() + sounds.silence(900)
    short = sounds.silence(300) + sounds.speech("بله") + sounds.silence(900)
    heard = await asyncio.gather(*(turn(listener, long if n != 1 else short) for n, listener in enumerate(listeners)))
    assert [utterance.text for utterance in heard] == ["موجودی حساب", "بله", "موجودی حساب"]
    assert [listener.dropped for listener in listeners] == [0, 0, 0]
    for listener in listeners:
        listener.close()


async def test_no_frames_is_no_input(pool: ListenerPool) -> None:
    listener = PoolCall(pool)
    listener.expect("yesno", no_input_ms=300, end_silence_ms=600)
    event = await until(listener, NoInput)
    assert isinstance(event, NoInput)
    assert event.waited_ms >= 300
    listener.close()


async def test_a_killed_worker_comes_back_and_hears_the_running_turn_again(pool: ListenerPool, sounds: Sounds) -> None:
    listener = PoolCall(pool)
    (pid,) = pool.pids
    assert pid is not None
    listener.expect("general", no_input_ms=5000, end_silence_ms=600)
    await feed(listener, sounds.silence(300) + sounds.speech())
    assert isinstance(await until(listener, SpeechStarted), SpeechStarted)
    os.kill(pid, signal.SIGKILL)
    await feed(listener, sounds.silence(900))
    heard = await until(listener, Utterance)
    assert isinstance(heard, Utterance)
    assert heard.text == "موجودی حساب"
    assert pool.pids != (pid,)
    # Fed faster than life: what was said first must not lie in the moment before the next sentence.
    await asyncio.sleep(PREROLL_S)
    pcm = sounds.silence(300) + sounds.speech("بله") + sounds.silence(900)
    assert (await turn(listener, pcm)).text == "بله"
    assert listener.dropped == 0
    listener.close()


async def test_no_new_call_while_no_process_is_up(pool: ListenerPool) -> None:
    (pid,) = pool.pids
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    async with asyncio.timeout(20):
        while pool.healthy:
            await asyncio.sleep(0.01)
        with pytest.raises(NoRecogniser):
            PoolCall(pool, "other")
        while not pool.healthy:
            await asyncio.sleep(0.05)


@pytest.mark.parametrize("end", [signal.SIGSTOP, signal.SIGKILL])
async def test_the_calls_of_a_dead_worker_go_on_with_another(tmp_path: Path, sounds: Sounds, end: int) -> None:
    pool = ListenerPool({"fa": {"general": tmp_path}}, workers=2, loader=DOUBLE)
    await pool.start()
    listeners = [PoolCall(pool, str(number)) for number in range(4)]
    texts = ("بله", "موجودی حساب")
    for number, listener in enumerate(listeners):
        listener.expect("general", no_input_ms=5000, end_silence_ms=600)
        await feed(listener, sounds.silence(300) + sounds.speech(texts[number % 2]))
    for listener in listeners:
        await until(listener, SpeechStarted)
    pid = pool.pids[0]
    assert pid is not None
    os.kill(pid, end)
    for listener in listeners:
        for frame in frames(sounds.silence(900)):
            listener.feed(frame)
    for number, listener in enumerate(listeners):
        heard = await until(listener, Utterance)
        assert isinstance(heard, Utterance)
        assert heard.text == texts[number % 2]
        listener.close()
    assert pool.open_calls == [0, 0]
    await pool.stop()


async def test_a_stopped_pool_loses_its_listeners(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voice.listen.listener.MOVE_S", 0.2)
    pool = ListenerPool({"fa": {"general": tmp_path}}, workers=1, loader=DOUBLE)
    await pool.start()
    listener = PoolCall(pool)
    await pool.stop()
    assert isinstance(await until(listener, ListenerLost), ListenerLost)


async def test_what_a_late_worker_cannot_take_waits_and_is_heard(pool: ListenerPool, sounds: Sounds) -> None:
    """Ten times what its socket holds."""
    listener = PoolCall(pool)
    (pid,) = pool.pids
    assert pid is not None
    listener.expect("general", no_input_ms=60_000, end_silence_ms=600)
    os.kill(pid, signal.SIGSTOP)
    for frame in frames(sounds.silence(20_000) + sounds.speech() + sounds.silence(900)):
        listener.feed(frame)
    listener.playing(True)
    listener.playing(False)
    os.kill(pid, signal.SIGCONT)
    heard = await until(listener, Utterance)
    assert isinstance(heard, Utterance)
    assert heard.text == "موجودی حساب"
    assert listener.dropped == 0
    listener.close()


async def test_speech_is_announced_before_it_ends(pool: ListenerPool, sounds: Sounds) -> None:
    listener = PoolCall(pool)
    listener.expect("general", no_input_ms=5000, end_silence_ms=600)
    await feed(listener, sounds.silence(300) + sounds.speech())
    assert isinstance(await until(listener, SpeechStarted), SpeechStarted)
    listener.close()
    listener.close()


async def test_calls_go_to_the_idlest_worker(tmp_path: Path) -> None:
    pool = ListenerPool({"fa": {"general": tmp_path}}, workers=2, loader=DOUBLE)
    await pool.start()
    listeners = [PoolCall(pool, str(n)) for n in range(3)]
    assert sorted(pool.open_calls) == [1, 2]
    listeners[0].close()
    listeners[2].close()
    assert sorted(pool.open_calls) == [0, 1]
    listeners[1].close()
    await pool.stop()


async def test_a_language_without_model(pool: ListenerPool) -> None:
    with pytest.raises(LanguageUnknown, match="'ar'.*there is: fa"):
        PoolCall(pool, "call", "ar")


def test_a_language_needs_a_general_model(tmp_path: Path) -> None:
    with pytest.raises(ModelBroken, match="general"):
        ListenerPool({"fa": {"digits": tmp_path}})


async def test_more_callers_than_can_be_served_are_all_heard_only_later(
    tmp_path: Path, sounds: Sounds, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Six at once where two are too many: the worker is behind for longer than its silence may last, and lives."""
    monkeypatch.setattr("voice.listen.pool.PATIENCE", Patience(hang_s=1.0, stuck_s=10.0))
    pool = ListenerPool({"fa": {"general": tmp_path}}, workers=1, loader=f"{DOUBLE}_slow")
    await pool.start()
    pids = pool.pids
    texts = ("بله", "موجودی حساب")
    listeners = [PoolCall(pool, str(number)) for number in range(6)]
    for listener in listeners:
        listener.expect("general", no_input_ms=5000, end_silence_ms=600)
    pcm = [frames(sounds.silence(300) + sounds.speech(text) + sounds.silence(900)) for text in texts]
    for number in range(max(len(one) for one in pcm)):
        for index, listener in enumerate(listeners):
            if number < len(pcm[index % 2]):
                listener.feed(pcm[index % 2][number])
    lags = []
    for index, listener in enumerate(listeners):
        heard = await until(listener, Utterance)
        assert isinstance(heard, Utterance)
        assert heard.text == texts[index % 2]
        assert listener.dropped == 0
        lags.append(heard.final_s)
        listener.close()
    assert max(lags) - min(lags) > 1.0
    assert pool.pids == pids
    await pool.stop()
