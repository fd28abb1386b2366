"""Real calls that are recorded: told, heard, bridged; opted out of; and what kill -9 leaves of one."""

import asyncio
import signal
import time
import wave
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import pytest_asyncio
import soundfile

from bot.call.recording import NOTE_OPTED_OUT, NOTE_TOLD
from bot.journal.reader import JournalReader
from bot.journal.records import RecordedCall
from bot.lab.demo.scenario import SOUNDS
from bot.lab.serving import Serving, serving
from bot.recordings.keys import parse_keys
from bot.recordings.rows import RecordingRow
from bot.recordings.shelf import Shelf
from bot.recordings.writing import UNDER_WAY
from bot.settings.settings import Settings
from bot.store.database import open_database
from tests.calls.conftest import agent_rings, bot_answered, place_call, say, until
from voice.softphone.remote import RemotePhone

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.sip, pytest.mark.rasa, pytest.mark.timeout(180)]

KEY = "0123456789abcdef" * 4
OPTIONS = {"which": "all", "opt_out_key": "9", "least_free_mb": 0}


def changes(agent: RemotePhone, folder: Path) -> dict[str, dict[str, Any]]:
    uri = f"sip:agent@127.0.0.1:{agent.port}"
    return {"handoff": {"agent": uri}, "recordings": {**OPTIONS, "folder": str(folder)}}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def agent() -> AsyncIterator[RemotePhone]:
    async with RemotePhone(auto_answer=True, answer_after_ms=300) as agent:
        yield agent


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("recordings")


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def server(
    settings: Settings, agent: RemotePhone, folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Serving]:
    state = tmp_path_factory.mktemp("serve")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("HATEF_RECORDING_KEY", KEY)
        async with serving(settings, state, changes(agent, folder)) as server:
            yield server


def rows(server: Serving, folder: Path) -> tuple[RecordingRow, ...]:
    engine = open_database(server.database)
    try:
        return Shelf(folder, parse_keys(KEY), engine).latest(10)
    finally:
        engine.dispose()


def under_way(folder: Path) -> list[Path]:
    return list(folder.glob(f"*{UNDER_WAY}"))


def last_call(server: Serving) -> RecordedCall:
    engine = open_database(server.database)
    try:
        journal = JournalReader(engine)
        found = journal.call(journal.calls(1)[0].call_id)
        assert found is not None
        return found
    finally:
        engine.dispose()


def exported(server: Serving, folder: Path, row: RecordingRow, target: Path) -> tuple["Sound", str]:
    engine = open_database(server.database)
    try:
        flaw = Shelf(folder, parse_keys(KEY), engine).export(row, target)
    finally:
        engine.dispose()
    sound, _ = soundfile.read(target, dtype="int16")
    return sound.astype(np.float64), flaw


Sound = np.ndarray[Any, np.dtype[np.float64]]


def likeness(one: Sound, other: Sound) -> tuple[float, int]:
    """How like two sounds are, 0 to 1, and how far the second is behind, samples: medians over every loud second.

    By seconds, because the buffer of a telephone stretches what it plays.
    """
    found = []
    for start in range(0, len(one) - SECOND, SECOND):
        piece = one[start : start + SECOND]
        if np.abs(piece).mean() > LOUD:
            found.append(_place(piece, start, other))
    likes, lags = zip(*found, strict=True)
    return float(np.median(likes)), int(np.median(lags))


def _place(piece: Sound, start: int, other: Sound) -> tuple[float, int]:
    """Where a second of one sound is in another."""
    size = 1 << (len(piece) + len(other)).bit_length()
    product = np.fft.irfft(np.fft.rfft(other, size) * np.conj(np.fft.rfft(piece, size)), size)
    place = int(np.argmax(product[: len(other) - SECOND]))
    return float(np.corrcoef(piece, other[place : place + SECOND])[0, 1]), place - start


SECOND = 8000
LOUD = 200


def own(path: Path) -> Sound:
    with wave.open(str(path)) as file:
        raw = np.frombuffer(file.readframes(file.getnframes()), dtype="<i2")
    return raw.reshape(-1, 2).astype(np.float64)


async def test_a_whole_call_as_the_caller_said_and_heard_it(
    server: Serving, agent: RemotePhone, folder: Path, tmp_path: Path
) -> None:
    """The caller's telephone records too; its two channels and ours must be the same sound."""
    async with RemotePhone(user="09121234567") as phone:
        await place_call(phone, server.uri)
        await phone.do("record", file=str(tmp_path / "phone.wav"))
        await bot_answered(phone, await say(phone, "caller_balance.wav"))
        began_s = time.monotonic()
        await say(phone, "caller_operator.wav")
        await agent_rings(agent, began_s)
        await until(lambda: last_call(server).turns, "turns")
        await asyncio.sleep(4)  # the whisper
        await agent.do("play", file=str(SOUNDS / "caller_hours.wav"))
        await agent.wait("play_ended", timeout_s=15)
        await asyncio.sleep(0.5)
        await phone.do("hangup")
        await phone.wait("recorded", timeout_s=10)
    row = (await until(lambda: rows(server, folder), "the recording"))[0]
    call = last_call(server)
    assert NOTE_TOLD in [turn.text for turn in call.turns]
    assert (row.facts.call_id, row.facts.handed, row.facts.whole) == (call.call_id, True, True)
    assert row.facts.dropped_ms == 0
    assert call.ended_ms is not None and call.answered_ms is not None
    assert abs(row.facts.length_ms - (call.ended_ms - call.answered_ms)) < 400
    ours, flaw = exported(server, folder, row, tmp_path / "ours.wav")
    assert flaw == ""
    phones = own(tmp_path / "phone.wav")  # heard, said
    said, said_at = likeness(phones[:, 1], ours[:, 0])
    heard, heard_at = likeness(phones[:, 0], ours[:, 1])
    assert min(said, heard) > 0.9
    # A sound takes the same time both ways: what was said comes later to us, what was heard was earlier with us.
    assert 0 <= said_at - heard_at < 8 * 400
    assert not under_way(folder)


async def test_the_key_deletes_what_was_recorded(server: Serving, folder: Path) -> None:
    before = len(rows(server, folder))
    async with RemotePhone(user="09121234567") as phone:
        await phone.do("call", uri=server.uri)
        await phone.wait("answered", timeout_s=10)
        await phone.wait("far_speech_started", timeout_s=10)
        await until(lambda: under_way(folder), "a file")
        await phone.do("dtmf", digits="9")
        await until(lambda: not under_way(folder), "its end")
        await phone.do("hangup")
        await phone.wait("ended", timeout_s=10)
    await until(lambda: last_call(server).end_reason, "the end of the call")
    assert NOTE_OPTED_OUT in [turn.text for turn in last_call(server).turns]
    assert len(rows(server, folder)) == before


async def test_a_caller_who_hangs_up_before_he_was_told_is_not_kept(server: Serving, folder: Path) -> None:
    before = len(rows(server, folder))
    async with RemotePhone(user="09121234567") as phone:
        await phone.do("call", uri=server.uri)
        await phone.wait("far_speech_started", timeout_s=10)
        await phone.do("hangup")
        await phone.wait("ended", timeout_s=10)
    await until(lambda: last_call(server).end_reason, "the end of the call")
    await until(lambda: not under_way(folder), "its end")
    assert len(rows(server, folder)) == before


@pytest.mark.long
async def test_killed_in_the_middle_the_call_is_kept_up_to_its_last_seconds(
    server: Serving, settings: Settings, agent: RemotePhone, folder: Path, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """The next start finds it. Last of this file: the server is dead afterwards."""
    monkeypatch.setenv("HATEF_RECORDING_KEY", KEY)
    async with RemotePhone(user="09121234567") as phone:
        await place_call(phone, server.uri)
        answered_s = time.monotonic()
        await bot_answered(phone, await say(phone, "caller_balance.wav"))
        killed_s = time.monotonic()
        server.process.send_signal(signal.SIGKILL)
        await server.process.wait()
    before = {row.facts.call_id for row in rows(server, folder)}
    assert under_way(folder)
    async with serving(settings, server.state, changes(agent, folder)) as again:
        new = [row for row in rows(again, folder) if row.facts.call_id not in before]
    assert len(new) == 1
    assert not new[0].facts.whole
    assert new[0].facts.length_ms > (killed_s - answered_s) * 1000 - 2_500
    sound, flaw = exported(again, folder, new[0], tmp_path / "left.flac")
    assert flaw == "it was cut"
    assert np.abs(sound[:, 0]).max() > 1_000 and np.abs(sound[:, 1]).max() > 1_000
