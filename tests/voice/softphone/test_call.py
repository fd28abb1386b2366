"""One call between two phones: keys, holding, files, recordings and being sent elsewhere."""

import wave
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import numpy as np
import pytest

from voice.audio import write_wav
from voice.softphone.remote import RemotePhone

pytestmark = pytest.mark.sip
Pair = tuple[RemotePhone, RemotePhone]


@pytest.fixture
async def called() -> AsyncIterator[Pair]:
    """A caller and an agent in a call."""
    async with AsyncExitStack() as stack:
        caller = await stack.enter_async_context(RemotePhone())
        agent = await stack.enter_async_context(RemotePhone(auto_answer=True))
        await caller.do("call", uri=f"sip:7@127.0.0.1:{agent.port}", id="mine")
        await caller.wait("answered")
        await agent.wait("answered")
        yield caller, agent


def tone(path: Path, hz: float, seconds: float) -> str:
    sound = 8000 * np.sin(2 * np.pi * hz * np.arange(round(8000 * seconds)) / 8000)
    write_wav(path, sound.astype("<i2").tobytes())
    return str(path)


async def test_keys_arrive_in_their_order_by_either_method_and_holding_is_reported(called: Pair) -> None:
    caller, agent = called
    for method, digits in (("rfc4733", "12*0#"), ("info", "98#*1")):
        await caller.do("dtmf", digits=digits, method=method)
        assert (await caller.wait("dtmf_sent", id="mine"))["digits"] == digits
        assert "".join([(await agent.wait("dtmf"))["digit"] for _ in digits]) == digits
    await caller.do("hold")
    assert (await agent.wait("held"))["held"] is True
    await caller.do("resume")
    assert (await agent.wait("held"))["held"] is False


async def test_files_are_said_one_after_another_and_silence_has_no_loud_part(called: Pair, tmp_path: Path) -> None:
    caller, _ = called
    for name in ("a", "b"):
        await caller.do("play", file=tone(tmp_path / f"{name}.wav", 500, 0.1))
    for name in ("a", "b"):
        assert (await caller.wait("play_started"))["file"].endswith(f"{name}.wav")
        assert (await caller.wait("play_ended"))["file"].endswith(f"{name}.wav")
    first_end = next(event["t"] for event in caller.events if event["event"] == "play_ended")
    second_start = [event["t"] for event in caller.events if event["event"] == "play_started"][1]
    assert second_start >= first_end - 0.1
    write_wav(tmp_path / "quiet.wav", bytes(3200))
    await caller.do("play", file=str(tmp_path / "quiet.wav"))
    started, ended = await caller.wait("play_started"), await caller.wait("play_ended")
    assert ended["speech_started_t"] == ended["speech_ended_t"] == started["t"]


async def test_a_waiting_tone_is_told_and_another_pitch_is_speech_alone(called: Pair, tmp_path: Path) -> None:
    caller, agent = called
    await caller.do("play", file=tone(tmp_path / "waiting.wav", 425, 0.4))
    await agent.wait("far_tone")
    await agent.wait("far_speech_ended")
    await caller.do("play", file=tone(tmp_path / "high.wav", 1300, 0.4))
    await agent.wait("far_speech_started", timeout_s=5)
    await agent.wait("far_speech_started", timeout_s=5)
    assert len([event for event in agent.events if event["event"] == "far_tone"]) == 1


async def test_a_recording_holds_both_sides(called: Pair, tmp_path: Path) -> None:
    caller, agent = called
    await caller.do("record", file=str(tmp_path / "both.wav"))
    await caller.do("play", file=tone(tmp_path / "ours.wav", 500, 0.3))
    await agent.do("play", file=tone(tmp_path / "theirs.wav", 1000, 0.3))
    await caller.wait("play_ended")
    await caller.wait("far_speech_ended")
    await caller.do("hangup")
    assert (await caller.wait("recorded"))["file"] == str(tmp_path / "both.wav")
    with wave.open(str(tmp_path / "both.wav")) as file:
        heard, said = np.frombuffer(file.readframes(file.getnframes()), dtype="<i2").reshape(-1, 2).T.astype(float)
    assert pitch_hz(heard) == pytest.approx(1000, abs=20)
    assert pitch_hz(said) == pytest.approx(500, abs=20)


def pitch_hz(samples: np.ndarray) -> float:
    spectrum = np.abs(np.fft.rfft(samples))
    return float(np.fft.rfftfreq(len(samples), 1 / 8000)[np.argmax(spectrum)])


async def test_who_does_not_follow_declines_to_be_sent_elsewhere(called: Pair) -> None:
    caller, agent = called
    await agent.do("refer", target="sip:9@127.0.0.1:9")
    assert "sip:9@127.0.0.1:9" in (await caller.wait("refer", id="mine"))["target"]
    assert (await agent.wait("transfer"))["code"] == 603


async def test_who_follows_calls_the_third(tmp_path: Path) -> None:
    async with (
        RemotePhone(follow_refer=True) as caller,
        RemotePhone(auto_answer=True) as agent,
        RemotePhone(auto_answer=True) as third,
    ):
        await caller.do("call", uri=f"sip:7@127.0.0.1:{agent.port}", id="mine")
        await caller.wait("answered", id="mine")
        await agent.do("refer", target=f"sip:9@127.0.0.1:{third.port}")
        assert (await caller.wait("calling", instead_of="mine"))["id"] != "mine"
        assert (await third.wait("incoming"))["called"] == "9"
        await third.wait("answered")
        assert (await agent.wait("transfer", final=True))["code"] == 200


async def test_the_end_of_a_call_is_told_on_both_sides_and_ends_speech(called: Pair, tmp_path: Path) -> None:
    caller, agent = called
    await caller.do("play", file=tone(tmp_path / "long.wav", 500, 3))
    await agent.wait("far_speech_started")
    await agent.do("hangup")
    assert (await caller.wait("ended", id="mine"))["code"] == 200
    kinds = [event["event"] for event in agent.events]
    assert kinds.index("far_speech_ended") < kinds.index("ended")
