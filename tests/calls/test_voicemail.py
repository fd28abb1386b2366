"""Messages over real SIP: real gateway, queue, desk, ear, disk and database; the caller is another process."""

import asyncio
import io
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
import soundfile

from bot.lab.demo.scenario import SOUNDS
from bot.lab.serving import serving
from bot.recordings.keys import parse_keys
from bot.service.voicemail import mailbox, voicemail
from bot.settings.secrets import Secrets
from bot.settings.settings import Settings
from bot.voicemail.shelf import export_message
from handoff.desk import DeskOptions
from handoff.states import State
from handoff.voicemail import rows
from handoff.voicemail.message import NOTE, Message
from nlu.training.rasa_environment import free_port
from tests.bot.recordings.made import SECRET
from tests.calls.conftest import place_call, until
from tests.calls.test_queue import House, caller
from tests.shipped import PROMPTS
from voice.softphone.remote import RemotePhone

__all__ = ["caller"]
pytestmark = [pytest.mark.sip, pytest.mark.timeout(120)]
CLOSED = {"open": ["mon 00:00-00:01"]}
RULES: dict[str, Any] = {"enabled": True, "end_silence_s": 1.5}


class Answering(House):
    """A house that takes messages."""

    def settings(self, handoff: dict[str, Any]) -> Settings:
        recordings = {"least_free_mb": 0}
        made = Settings(home=self.folder, handoff={**handoff, "voicemail": RULES}, recordings=recordings)  # type: ignore[arg-type]
        made._secrets = Secrets(recording_key=SECRET)
        return made

    async def desk_options(self, settings: Settings, stack: AsyncExitStack) -> DeskOptions:
        taker = await stack.enter_async_context(voicemail(settings, self.engine))
        return DeskOptions(mailbox=mailbox(taker, PROMPTS))

    def messages(self) -> list[Message]:
        with self.engine.connect() as connection:
            return list(rows.open_ones(connection).values())

    def recording(self) -> bool:
        return any((self.folder / "var" / "voicemail").glob("*.part"))


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[Answering]:
    """Its one queue is closed; agents are not reached at all."""
    house = Answering(tmp_path, {"sara": 9}, **CLOSED)
    async with house.open():
        yield house


async def beeped(house: Answering, phone: RemotePhone) -> None:
    """Call, and ask for voicemail by key until it is recorded."""
    await phone.do("call", uri=house.uri)
    await phone.wait("answered", timeout_s=10)
    await phone.wait("far_speech_started", timeout_s=10)
    for _ in range(40):
        await phone.do("dtmf", digits="2")
        await asyncio.sleep(0.25)
        if house.recording():
            return
    raise AssertionError("nothing is recorded")


async def speaks(house: Answering, phone: RemotePhone) -> None:
    """A sentence behind the beep."""
    await beeped(house, phone)
    await phone.do("play", file=str(SOUNDS / "caller_hours.wav"))
    await phone.wait("play_ended", timeout_s=15)


async def left(house: Answering) -> Message:
    await house.become([State.CALLBACK])
    (promise,) = await house.store.callbacks()
    assert promise.note == NOTE
    (message,) = house.messages()
    return message


def sound(house: Answering, message: Message) -> "np.ndarray[Any, np.dtype[np.int16]]":
    folder = house.folder / "var" / "voicemail"
    data, flaw = export_message(folder, parse_keys(SECRET), message, ".wav")
    assert flaw == ""
    heard, _ = soundfile.read(io.BytesIO(data), dtype="int16")
    return heard  # type: ignore[no-any-return]


async def test_a_message_ends_by_silence_and_is_what_was_said(house: Answering, caller: RemotePhone) -> None:
    await speaks(house, caller)
    await caller.wait("ended", timeout_s=20)  # told that it is kept, then the call is over
    message = await left(house)
    assert message.whole
    heard = sound(house, message)
    said, _ = soundfile.read(SOUNDS / "caller_hours.wav", dtype="int16")
    assert np.abs(heard).max() > 0.5 * np.abs(said).max()
    assert len(heard) >= len(said)


async def test_who_hangs_up_has_left_what_was_said(house: Answering, caller: RemotePhone) -> None:
    await speaks(house, caller)
    await caller.do("hangup")
    message = await left(house)
    assert message.whole
    assert np.abs(sound(house, message)).max() > 1_000


async def test_who_says_nothing_leaves_no_message(house: Answering, caller: RemotePhone) -> None:
    await beeped(house, caller)
    await caller.do("dtmf", digits="#")
    await until(lambda: not house.recording(), "its end", 20)
    await caller.do("hangup")
    await house.become([State.CALLBACK])  # as anybody whom nobody took
    assert house.messages() == []


@pytest.mark.long
@pytest.mark.timeout(600)
async def test_killed_in_the_middle_it_is_kept_written_down_and_heard_by_the_api(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A whole Hatef, whose number is hidden from: the next one has what was said, and promises it."""
    monkeypatch.setenv("HATEF_RECORDING_KEY", SECRET)
    monkeypatch.setenv("HATEF_API_TOKEN", "a" * 32)
    port = free_port()
    folder = tmp_path / "voicemail"
    changes: dict[str, dict[str, Any]] = {
        "handoff": {"voicemail": {**RULES, "end_silence_s": 9, "folder": str(folder)}},
        "recordings": {"least_free_mb": 0},
        "console": {"enabled": True, "port": port},
    }
    async with serving(settings, tmp_path, changes) as server, RemotePhone(user="anonymous") as phone:
        await place_call(phone, server.uri)
        await phone.do("dtmf", digits="0")
        for _ in range(120):
            await asyncio.sleep(0.25)
            if any(folder.glob("*.part")):
                break
            await phone.do("dtmf", digits="2")
        await phone.do("play", file=str(SOUNDS / "caller_hours.wav"))
        await phone.wait("play_ended", timeout_s=15)
        await asyncio.sleep(1)
        server.process.send_signal(signal.SIGKILL)
        await server.process.wait()
    async with (
        serving(settings, tmp_path, changes),
        httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{port}/api/v1", headers={"Authorization": f"Bearer {'a' * 32}"}
        ) as client,
    ):
        for _ in range(240):
            (found,) = (await client.get("/callbacks")).json().get("callbacks") or [
                {}
            ]  # just started, it may be busy yet
            if found and found["message"]["written_down"]:
                break
            await asyncio.sleep(0.25)
        heard = await client.get(f"/callbacks/{found['id']}/message", params={"format": "wav"})
    assert (found["kind"], found["message"]["whole"], found["message"]["written_down"]) == ("voicemail", False, "done")
    assert "کاری" in found["message"]["transcript"], found
    assert heard.content[:4] == b"RIFF"
