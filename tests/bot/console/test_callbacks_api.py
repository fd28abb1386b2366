"""Promised calls by the API: listed, made, cancelled, hurried; one clear error each."""

import httpx
import pytest

from bot.console.callbacks_api import as_json
from handoff.callbacks.ledger import Promise
from handoff.callbacks.promises import unreadable_callback
from handoff.states import State
from handoff.voicemail import rows
from handoff.voicemail.message import Message
from tests.bot.console.conftest import READER, Desk, bearer
from tests.bot.voicemail.made import message_file

ROOT = "/api/v1/callbacks"


async def promise(desk: Desk) -> str:
    """The handoff of the fixture ended in a promise."""
    for state in (State.FAILED, State.CALLBACK):
        await desk.store.move(desk.packet.packet_id, state)
    await desk.store.finish(desk.packet.packet_id)
    return desk.packet.packet_id


def code(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, str(answer.json()["error"]["code"])


async def test_open_promises_are_listed(desk: Desk) -> None:
    assert (await desk.client.get(ROOT, headers=bearer(READER))).json() == {"callbacks": []}
    packet_id = await promise(desk)
    (found,) = (await desk.client.get(ROOT, headers=bearer(READER))).json()["callbacks"]
    assert (found["id"], found["number"], found["name"]) == (packet_id, "09121234567", "خانم محمدی")
    assert (found["state"], found["tries"], found["next_at"]) == ("", 0, None)


async def left(desk: Desk) -> str:
    """The handoff of the fixture ended in a message."""
    packet_id = await promise(desk)
    path = message_file(desk.folder / "voicemail", packet_id)
    message = Message(packet_id, path.name, 1_700_000_000_000, 3_000, 1, whole=True, transcript="done", words="سلام")
    with desk.engine.begin() as connection:
        rows.save(connection, message)
    return packet_id


async def test_a_message_is_listed_and_heard(desk: Desk) -> None:
    packet_id = await left(desk)
    (found,) = (await desk.client.get(ROOT, headers=bearer(READER))).json()["callbacks"]
    assert found["kind"] == "voicemail"
    sound = f"{ROOT}/{packet_id}/message"
    assert found["message"] == {
        "left_at": "2023-11-14T22:13:20+00:00", "length_s": 3.0, "whole": True, "written_down": "done",
        "transcript": "سلام", "sound": sound,
    }  # fmt: skip
    for name, head in (("ogg", b"OggS"), ("flac", b"fLaC"), ("wav", b"RIFF")):
        answer = await desk.client.get(sound, params={"format": name}, headers=bearer(READER))
        assert (answer.status_code, answer.content[:4]) == (200, head)
        assert (answer.headers["content-type"], answer.headers["cache-control"]) == (f"audio/{name}", "no-store")
    assert (await desk.client.get(sound, headers=bearer())).content[:4] == b"OggS"
    await desk.client.post(f"{ROOT}/{packet_id}/done", headers=bearer())
    assert (await desk.client.get(sound, headers=bearer())).status_code == 200


async def test_a_message_that_cannot_be_heard(desk: Desk) -> None:
    packet_id = await left(desk)
    sound = f"{ROOT}/{packet_id}/message"
    assert code(await desk.client.get(sound)) == (401, "no_right")
    assert (await desk.client.get(sound, params={"format": "mp3"}, headers=bearer())).status_code == 400
    assert code(await desk.client.get(f"{ROOT}/{'f' * 12}/message", headers=bearer())) == (404, "no_message")
    path = desk.folder / "voicemail" / f"{packet_id}.hrec"
    path.write_bytes(b"no recording")
    assert code(await desk.client.get(sound, headers=bearer())) == (409, "locked")
    path.unlink()
    assert code(await desk.client.get(sound, headers=bearer())) == (404, "no_message")


@pytest.mark.parametrize(("deed", "state"), [("done", State.CALLED_BACK), ("cancel", State.CANCELLED)])
async def test_a_promise_is_settled_once(desk: Desk, deed: str, state: State) -> None:
    packet_id = await promise(desk)
    answer = await desk.client.post(f"{ROOT}/{packet_id.upper()}/{deed}", headers=bearer())
    assert (answer.status_code, answer.json()) == (200, {"id": packet_id, "state": state.value})
    assert await desk.store.state(packet_id) is state
    assert code(await desk.client.post(f"{ROOT}/{packet_id}/{deed}", headers=bearer())) == (409, "settled")


async def test_a_call_is_hurried(desk: Desk) -> None:
    packet_id = await promise(desk)
    answer = await desk.client.post(f"{ROOT}/{packet_id}/now", headers=bearer())
    assert answer.json() == {"id": packet_id, "state": "waiting"}
    (found,) = (await desk.client.get(ROOT, headers=bearer())).json()["callbacks"]
    assert (found["state"], found["next_at"].endswith("+00:00")) == ("waiting", True)
    await desk.client.post(f"{ROOT}/{packet_id}/done", headers=bearer())
    assert code(await desk.client.post(f"{ROOT}/{packet_id}/now", headers=bearer())) == (409, "not_called")


@pytest.mark.parametrize("deed", ["done", "cancel", "now"])
async def test_rights_and_ids(desk: Desk, deed: str) -> None:
    path = f"{ROOT}/{desk.packet.packet_id}/{deed}"
    assert code(await desk.client.post(path)) == (401, "no_right")
    assert code(await desk.client.post(path, headers=bearer(READER))) == (403, "read_only")
    assert code(await desk.client.post(f"{ROOT}/x/{deed}", headers=bearer())) == (400, "malformed")
    unknown = await desk.client.post(f"{ROOT}/{'f' * 12}/{deed}", headers=bearer())
    assert code(unknown) == ((409, "not_called") if deed == "now" else (404, "unknown"))
    assert code(await desk.client.post(path, headers=bearer())) == (409, "not_called" if deed == "now" else "settled")


async def test_the_list_is_not_for_everybody(desk: Desk) -> None:
    assert code(await desk.client.get(ROOT)) == (401, "no_right")


def test_an_unreadable_promise_is_shown_all_the_same(desk: Desk) -> None:
    shown = as_json(Promise(unreadable_callback("00a1b2c3d4e5", "call-1", desk.packet.created_at)))
    assert (shown["id"], shown["number"], shown["state"]) == ("00a1b2c3d4e5", "", "")
