"""The process of the second pass beside the recognisers': whatever happens to it, calls go on."""

import asyncio
import os
import signal
import socket
from collections.abc import AsyncIterator
from pathlib import Path
from typing import NoReturn

import pytest

from tests.lexicons import LEXICONS
from tests.voice.listen.pool_calls import DOUBLE, PoolCall, turn
from tests.voice.listen.sounds import Sounds
from voice.graphs.graph import WeightedSentence, compile_graph
from voice.lexicon.phones import MODELS
from voice.lexicon.pronounce import Lexicon
from voice.listen.pool import ListenerPool
from voice.listen.second_pass import models
from voice.listen.second_pass.keeper import SecondPassKeeper
from voice.listen.second_pass.models import SecondPassModels

BROKEN = SecondPassModels({"fa": Path("/nonexistent/head.npz")}, {"fa": {"general": Path("/nonexistent")}})


def new_pool(folder: Path, second: SecondPassModels) -> ListenerPool:
    return ListenerPool({"fa": {"general": folder}}, workers=1, loader=DOUBLE, second_pass=second)


@pytest.fixture
async def pool(tmp_path: Path) -> AsyncIterator[ListenerPool]:
    head = models.head_of("fa")
    if models.lack() or head is None:
        pytest.skip(models.lack() or "no head is shipped")
    texts = [WeightedSentence("موجودی حساب"), WeightedSentence("سلام")]
    compile_graph(MODELS / "fa", "fa", texts, tmp_path, lexicon=Lexicon.load("fa", LEXICONS))
    pool = new_pool(tmp_path, SecondPassModels({"fa": head}, {"fa": {"general": tmp_path}}))
    await pool.start()
    yield pool
    await pool.stop()


async def test_one_that_does_not_start_costs_only_the_second_pass(tmp_path: Path, sounds: Sounds) -> None:
    pool = new_pool(tmp_path, BROKEN)
    await pool.start()
    try:
        assert pool.second_pass is not None and not pool.second_pass.ready
        heard = await turn(PoolCall(pool), sounds.silence(300) + sounds.speech() + sounds.silence(900))
        assert heard.text == "موجودی حساب"
    finally:
        await pool.stop()


async def test_one_that_found_no_room_at_the_start_is_tried_again(
    pool: ListenerPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert pool.second_pass is not None
    late = SecondPassKeeper(pool.second_pass.models)
    with monkeypatch.context() as patch:
        patch.setattr("voice.worker._spawn", no_room)
        await late.start()
    assert not late.ready
    async with asyncio.timeout(60):
        while not late.ready:
            await asyncio.sleep(0.02)
    await late.stop()


def no_room(_module: str, _child: socket.socket) -> NoReturn:
    raise OSError(12, "Cannot allocate memory")


async def test_turns_are_read_twice(pool: ListenerPool, sounds: Sounds) -> None:
    heard = await turn(PoolCall(pool), sounds.silence(300) + sounds.speech() + sounds.silence(900))
    assert heard.text
    assert pool.second_pass is not None and pool.second_pass.ready


async def test_one_that_dies_in_a_call_costs_only_the_second_pass(pool: ListenerPool, sounds: Sounds) -> None:
    assert pool.second_pass is not None and pool.second_pass.pid is not None
    listener = PoolCall(pool)
    os.kill(pool.second_pass.pid, signal.SIGKILL)
    heard = await turn(listener, sounds.silence(300) + sounds.speech() + sounds.silence(900))
    assert heard.text == "موجودی حساب"


async def test_new_models_take_the_old_ones_place_in_a_call(pool: ListenerPool, sounds: Sounds, tmp_path: Path) -> None:
    assert pool.second_pass is not None
    before, old = pool.second_pass.models, pool.second_pass.pid
    own = tmp_path / "own.npz"
    own.write_bytes(before.heads["fa"].read_bytes())
    listener = PoolCall(pool)
    assert await pool.renew_second_pass(SecondPassModels({"fa": own}, before.graphs))
    assert pool.second_pass.ready and pool.second_pass.pid != old
    assert pool.second_pass.models.heads["fa"] == own
    heard = await turn(listener, sounds.silence(300) + sounds.speech() + sounds.silence(900))
    assert heard.text


async def test_new_models_that_do_not_load_change_nothing(pool: ListenerPool) -> None:
    assert pool.second_pass is not None
    old = pool.second_pass.pid
    assert not await pool.renew_second_pass(BROKEN)
    assert pool.second_pass.ready and pool.second_pass.pid == old
