"""The softphone's own manners: two of them talk to each other, without the gateway."""

import wave
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import numpy as np
import pytest

from voice.audio import write_wav
from voice.softphone.remote import PhoneSilent, RemotePhone

pytestmark = pytest.mark.sip


@pytest.fixture
async def pair() -> AsyncIterator[tuple[RemotePhone, RemotePhone]]:
    """A caller, and one who answers."""
    async with AsyncExitStack() as stack:
        caller = await stack.enter_async_context(RemotePhone())
        agent = await stack.enter_async_context(RemotePhone(auto_answer=True))
        yield caller, agent


def sine_after_silence(path: Path, silence_ms: int, sound_ms: int) -> str:
    time_s = np.arange(8 * sound_ms) / 8000
    sound = (8000 * np.sin(2 * np.pi * 500 * time_s)).astype("<i2").tobytes()
    write_wav(path, bytes(16 * silence_ms) + sound + bytes(16 * silence_ms))
    return str(path)


async def test_a_call_with_sound_keys_and_recording(pair: tuple[RemotePhone, RemotePhone], tmp_path: Path) -> None:
    caller, agent = pair
    await caller.do("call", uri=f"sip:7@127.0.0.1:{agent.port}", headers={"X-A": "b"}, id="mine")
    incoming = await agent.wait("incoming")
    assert (incoming["called"], incoming["headers"]["X-A"]) == ("7", "b")
    assert (await caller.wait("ringing", id="mine"))["code"] == 180
    assert (await caller.wait("answered", id="mine"))["codec"] == "PCMA"
    await agent.do("record", file=str(tmp_path / "r.wav"))
    await caller.do("play", file=sine_after_silence(tmp_path / "s.wav", 300, 400))
    started, heard = await caller.wait("play_started"), await agent.wait("far_speech_started")
    assert 0.25 < heard["t"] - started["t"] < 0.40
    ended, silent = await caller.wait("play_ended"), await agent.wait("far_speech_ended")
    assert 0.95 < ended["t"] - started["t"] < 1.10
    assert abs(ended["speech_started_t"] - started["t"] - 0.3) < 0.001
    assert abs(ended["speech_ended_t"] - started["t"] - 0.7) < 0.001
    assert abs(silent["t"] - ended["speech_ended_t"]) < 0.080
    await agent.do("dtmf", digits="5")
    assert (await caller.wait("dtmf"))["digit"] == "5"
    await caller.do("stats")
    stats = await caller.wait("stats")
    assert stats["frames"] > 40
    await caller.do("hangup")
    assert (await caller.wait("ended"))["code"] == 200
    await agent.wait("recorded")
    with wave.open(str(tmp_path / "r.wav")) as file:
        assert (file.getnchannels(), file.getframerate()) == (2, 8000)
        left = np.frombuffer(file.readframes(file.getnframes()), dtype="<i2").reshape(-1, 2)[:, 0]
    assert int(np.abs(left.astype(int)).max()) > 6000


async def test_several_calls_in_one_phone(pair: tuple[RemotePhone, RemotePhone]) -> None:
    caller, agent = pair
    for name in ("one", "two", "three"):
        await caller.do("call", uri=f"sip:{name}@127.0.0.1:{agent.port}", id=name)
        await caller.wait("answered", id=name)
    await caller.do("hangup", id="two")
    await caller.wait("ended", id="two")
    await caller.do("hold", id="one")
    await caller.do("resume", id="one")  # waits for the answer to the first
    assert [(await agent.wait("held"))["held"] for _ in range(2)] == [True, False]


async def test_refusal_and_reject(pair: tuple[RemotePhone, RemotePhone]) -> None:
    caller, agent = pair
    async with RemotePhone(refuse_with=480) as third:
        await caller.do("call", uri=f"sip:x@127.0.0.1:{third.port}")
        assert (await caller.wait("ended"))["code"] == 480
    async with RemotePhone() as fourth:
        await caller.do("call", uri=f"sip:x@127.0.0.1:{fourth.port}")
        await fourth.wait("incoming")
        await fourth.do("hangup", code=486)
        assert (await caller.wait("ended"))["code"] == 486


async def test_mistakes_are_reported_not_fatal(pair: tuple[RemotePhone, RemotePhone], tmp_path: Path) -> None:
    caller, agent = pair
    for command, said in (
        ({"what": "fly"}, "unknown command"),
        ({"what": "hangup"}, "there is no call"),
        ({"what": "call", "uri": "nonsense"}, "call"),
        ({"what": "call"}, "'uri'"),
    ):
        await caller.do(**command)
        assert said in (await caller.wait("error"))["message"]
    await caller.do("call", uri=f"sip:7@127.0.0.1:{agent.port}")
    await caller.wait("answered")
    (tmp_path / "text.wav").write_text("not a sound")
    write_wav(tmp_path / "fast.wav", bytes(100), 16000)
    for name, said in (("text.wav", "cannot be read"), ("fast.wav", "16000 Hz"), ("none.wav", "cannot be read")):
        await caller.do("play", file=str(tmp_path / name))
        assert said in (await caller.wait("error"))["message"]


async def test_waiting_for_what_never_comes_tells_what_came() -> None:
    async with RemotePhone() as phone:
        with pytest.raises(PhoneSilent, match="never reported answered; it reported listening"):
            await phone.wait("answered", timeout_s=0.05)
