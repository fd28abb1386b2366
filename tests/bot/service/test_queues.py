"""The queues of a configuration, opened on a real database."""

import wave
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import Engine

from bot.errors import StartError
from bot.service.queues import open_queues
from bot.settings.settings import Settings, load_settings
from bot.store.database import open_database
from handoff.acd.own.agents import AgentState, Did
from handoff.acd.own.lone import LONE
from handoff.queue_options import MAIN
from tests.handoff.doubles import OneLine
from tests.shipped import SENTENCES

SARA = {"id": "101", "uri": "sip:101@192.0.2.5", "name": "Sara", "languages": ["fa", "ar"], "skills": {"complaints": 2}}


def settings(folder: Path, **handoff: Any) -> Settings:
    path = folder / "config.yml"
    path.write_text(yaml.safe_dump({"handoff": handoff}), encoding="utf-8")
    return load_settings(path)


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return open_database(f"sqlite:///{tmp_path}/state.db")


def opening(one: Settings, engine: Engine, folder: Path) -> Any:
    return open_queues(one, engine, folder, OneLine([]), SENTENCES)


async def test_without_agents_there_is_no_way(tmp_path: Path, engine: Engine) -> None:
    async with opening(settings(tmp_path), engine, tmp_path) as queues:
        assert queues.acds == ()
        assert queues.distributor.board.seats == ()


async def test_one_telephone_is_a_queue_of_its_own_and_always_ready(tmp_path: Path, engine: Engine) -> None:
    async with opening(settings(tmp_path, agent="sip:200@192.0.2.5"), engine, tmp_path) as queues:
        (seat,) = queues.distributor.board.seats
        assert (seat.agent.id, seat.agent.uri, seat.now.state) == (LONE, "sip:200@192.0.2.5", AgentState.READY)
        assert len(queues.acds) == 1


async def test_a_restart_finds_the_agents_as_they_were(tmp_path: Path, engine: Engine) -> None:
    one = settings(tmp_path, agents=[SARA, {"id": "102", "uri": "sip:102@192.0.2.5"}])
    async with opening(one, engine, tmp_path) as queues:
        board = queues.distributor.board
        assert board.queues == (MAIN,)
        assert [seat.now.state for seat in board.seats] == [AgentState.OUT, AgentState.OUT]
        assert (board.seats[0].agent.name, board.seats[0].agent.level("complaints")) == ("Sara", 2)
        queues.distributor.wants("101", Did.WANTS_READY)
        queues.distributor.wants("102", Did.WANTS_AWAY, "lunch")
        async with opening(one, engine, tmp_path):
            pass  # closing one writes nothing that another has not said
    async with opening(one, engine, tmp_path) as queues:
        states = [(seat.now.state, seat.now.reason) for seat in queues.distributor.board.seats]
        assert states == [(AgentState.READY, ""), (AgentState.AWAY, "lunch")]


async def test_queues_and_the_single_telephone_are_two_ways(tmp_path: Path, engine: Engine) -> None:
    queues = [{"name": "sales", "numbers": ["1"]}, {"name": "support"}]
    one = settings(tmp_path, agent="sip:200@192.0.2.5", agents=[SARA], queues=queues)
    async with opening(one, engine, tmp_path) as opened:
        assert opened.distributor.board.queues == ("sales", "support", LONE)
        assert len(opened.acds) == 2


def sound(path: Path, rate_hz: int = 8_000, channels: int = 1, seconds: float = 2.0) -> None:
    with wave.open(str(path), "wb") as out:
        out.setnchannels(channels)
        out.setsampwidth(2)
        out.setframerate(rate_hz)
        out.writeframes(bytes(2 * channels * round(rate_hz * seconds)))


@pytest.mark.parametrize(
    ("shape", "words"),
    [
        ({"rate_hz": 44_100}, "8000 Hz, mono"),
        ({"channels": 2}, "8000 Hz, mono"),
        ({"seconds": 0.1}, "a second at least"),
        (None, "cannot be read"),
    ],
)
async def test_music_that_cannot_be_played_is_told(
    tmp_path: Path, engine: Engine, shape: Mapping[str, Any] | None, words: str
) -> None:
    if shape is not None:
        sound(tmp_path / "music.wav", **shape)
    one = settings(tmp_path, agents=[SARA], queues=[{"name": "sales", "music": "music.wav"}])
    with pytest.raises(StartError, match=words):
        async with opening(one, engine, tmp_path):
            pass


async def test_music_of_the_companys_own(tmp_path: Path, engine: Engine) -> None:
    sound(tmp_path / "music.wav")
    one = settings(tmp_path, agents=[SARA], queues=[{"name": "sales", "music": "music.wav"}])
    async with opening(one, engine, tmp_path) as queues:
        assert len(queues.acds) == 1
