"""The API as another program uses it: rights first, one clear error each, nothing told to who guesses."""

import asyncio
import json
from dataclasses import replace

import httpx
import pytest

from handoff.packet import PacketCaller
from handoff.token import TokenMint
from tests.bot.console.conftest import NOW_S, READER, Desk, bearer
from tests.faults import locked_by_another_process

ROOT = "/api/v1/handoffs"


def code(answer: httpx.Response) -> str:
    return str(answer.json()["error"]["code"])


@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_a_packet_by_its_token_and_by_its_id(desk: Desk, method: str) -> None:
    for wanted in (desk.token, desk.token.upper(), desk.packet.packet_id, desk.packet.packet_id.upper()):
        answer = await desk.client.request(method, f"{ROOT}/{wanted}", headers=bearer(READER))
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "no-store"
        if method == "GET":
            found = answer.json()
            assert found["packet"]["caller"]["name"] == "خانم محمدی"
            assert (found["state"], found["accepted_by"], found["closed"]) == ("stored", "", False)
            assert found["page"].startswith("https://hatef.example/handoff/")


@pytest.mark.parametrize("path", [f"{ROOT}/00a1b2c3d4e5", f"{ROOT}?call=call-1", f"{ROOT}/{'a' * 32}", f"{ROOT}/x"])
@pytest.mark.parametrize(
    "authorization", ["", "Bearer", "Bearer ", f"Bearer {'x' * 32}", f"Basic {'d' * 32}", "d" * 32, "Bearer ه"]
)
async def test_without_a_right_nothing_is_told_apart(desk: Desk, path: str, authorization: str) -> None:
    answer = await desk.client.get(path, headers=[(b"Authorization", authorization.encode())])
    assert (answer.status_code, code(answer)) == (401, "no_right")
    assert answer.headers["www-authenticate"].startswith("Bearer")


async def test_a_token_is_no_right_to_the_api(desk: Desk) -> None:
    assert (await desk.client.get(f"{ROOT}/{desk.token}")).status_code == 401
    assert (await desk.client.get(f"{ROOT}/{desk.token}", headers=bearer(desk.token))).status_code == 401


async def test_who_may_read_changes_nothing(desk: Desk) -> None:
    for deed in ("accept", "note", "close"):
        answer = await desk.client.post(f"{ROOT}/{desk.token}/{deed}", headers=bearer(READER), json={"text": "x"})
        assert (answer.status_code, code(answer)) == (403, "read_only")
    assert await desk.store.events(desk.packet.packet_id) == ()


def forged(desk: Desk) -> str:
    return TokenMint(b"the secret of another").mint(desk.packet.packet_id, NOW_S + 3_600)


async def test_a_forged_token_and_an_unknown_one_are_told_in_the_same_words(desk: Desk) -> None:
    changed = ("b" if desk.token[0] == "a" else "a") + desk.token[1:]
    nobody = desk.mint.mint("ffffffffffff", NOW_S + 3_600)
    answers = [await desk.client.get(f"{ROOT}/{one}", headers=bearer()) for one in (forged(desk), changed, nobody)]
    answers.append(await desk.client.get(f"{ROOT}/ffffffffffff", headers=bearer()))
    assert {(one.status_code, one.text) for one in answers} == {(404, answers[0].text)}
    assert code(answers[0]) == "unknown"


async def test_an_expired_token_is_gone_and_the_id_still_opens(desk: Desk) -> None:
    desk.clock.now_s = NOW_S + 3_600
    assert (await desk.client.get(f"{ROOT}/{desk.token}", headers=bearer())).status_code == 200
    desk.clock.now_s += 1
    for answer in (
        await desk.client.get(f"{ROOT}/{desk.token}", headers=bearer()),
        await desk.client.post(f"{ROOT}/{desk.token}/accept", headers=bearer()),
    ):
        assert (answer.status_code, code(answer)) == (410, "expired")
    assert (await desk.client.get(f"{ROOT}/{desk.packet.packet_id}", headers=bearer())).status_code == 200


@pytest.mark.parametrize(
    "wanted",
    [
        "x",
        "' OR 1=1 --",
        "%00",
        "%0a",
        "..",
        "a" * 31,
        "a" * 33,
        "1" * 32,
        "00a1b2c3d4e",
        "%d9%87" * 12,
        "%F0%9F%98%80",
        "a" * 9_000,
    ],
)
async def test_what_is_neither_token_nor_id(desk: Desk, wanted: str) -> None:
    answer = await desk.client.get(f"{ROOT}/{wanted}", headers=bearer())
    assert (answer.status_code, code(answer)) in ((400, "malformed"), (404, "nothing_here"), (400, "wrong"))


async def test_by_number_in_any_notation_and_by_call(desk: Desk) -> None:
    other = replace(desk.packet, packet_id="000000000002", call_id="call-2", caller=PacketCaller("02188887777"))
    near = replace(desk.packet, packet_id="000000000003", call_id="call-3", caller=PacketCaller("03188887777"))
    for one in (other, near):
        await desk.store.put(one)

    async def found(**query: str | int) -> list[str]:
        answer = await desk.client.get(ROOT, params=query, headers=bearer(READER))
        assert answer.status_code == 200
        return [one["packet"]["packet_id"] for one in answer.json()["handoffs"]]

    for number in ("09121234567", "+989121234567", "0098 912 123 4567", "۰۹۱۲۱۲۳۴۵۶۷"):
        assert await found(caller=number) == ["00a1b2c3d4e5"]
    assert await found(caller="02188887777") == [other.packet_id], "the same last nine digits are not the same number"
    assert await found(call="call-2") == [other.packet_id]
    assert await found(call="call-2", caller="09121234567") == []
    assert await found(call="nobody") == []
    assert len(await found(call="call-1", limit=1)) == 1


@pytest.mark.parametrize(
    "query",
    [
        "",
        "caller=",
        "caller=anonymous",
        "call=a&limit=0",
        "call=a&limit=101",
        "call=a&limit=x",
        f"call={'x' * 65}",
        "caller=%25",
    ],
)
async def test_a_search_that_says_nothing_is_refused_and_quotes_nothing(desk: Desk, query: str) -> None:
    answer = await desk.client.get(f"{ROOT}?{query}", headers=bearer())
    assert (answer.status_code, code(answer)) == (400, "wrong")
    assert "anonymous" not in answer.text and "xxx" not in answer.text


@pytest.mark.parametrize("call", ["' OR '1'='1", "call-1'--", "%", "_", "\x00", "call-1\n", "😀"])
async def test_a_call_is_meant_to_the_letter(desk: Desk, call: str) -> None:
    answer = await desk.client.get(ROOT, params={"call": call}, headers=bearer())
    assert (answer.status_code, answer.json()) == (200, {"handoffs": []})


async def test_accept_is_for_the_first_and_may_be_said_twice(desk: Desk) -> None:
    place = f"{ROOT}/{desk.token}/accept"
    for _ in range(2):
        answer = await desk.client.post(place, headers=bearer(), json={"who": "سارا"})
        assert (answer.status_code, answer.json()["accepted_by"]) == (200, "سارا")
    assert len(answer.json()["events"]) == 1
    refused = await desk.client.post(place, headers=bearer(), json={"who": "رضا"})
    assert (refused.status_code, code(refused)) == (409, "taken")
    assert (refused.json()["error"]["who"], refused.json()["error"]["at"][:4]) == (
        "سارا",
        answer.json()["accepted_at"][:4],
    )


async def test_of_many_agents_at_once_one_has_it(desk: Desk) -> None:
    place = f"{ROOT}/{desk.packet.packet_id}/accept"
    posts = (desk.client.post(place, headers=bearer(), json={"who": f"agent {number}"}) for number in range(8))
    answers = await asyncio.gather(*posts)
    assert sorted(one.status_code for one in answers) == [200, *[409] * 7]
    winner = next(one.json()["accepted_by"] for one in answers if one.status_code == 200)
    assert {one.json()["error"]["who"] for one in answers if one.status_code == 409} == {winner}


async def test_without_a_name_it_is_the_program_itself(desk: Desk) -> None:
    for body in (b"", b" ", b"{}", b'{"who": "  "}', b'{"more": 1}'):
        answer = await desk.client.post(f"{ROOT}/{desk.token}/accept", headers=bearer(), content=body)
        assert (answer.status_code, answer.json()["accepted_by"]) == (200, "desk")


async def test_what_nobody_can_see_is_no_name_and_no_text(desk: Desk) -> None:
    hidden = {"who": "\u202e\u200b", "text": "\ufeff"}
    assert (await desk.client.post(f"{ROOT}/{desk.token}/note", headers=bearer(), json=hidden)).status_code == 400
    accepted = await desk.client.post(f"{ROOT}/{desk.token}/accept", headers=bearer(), json=hidden)
    assert accepted.json()["accepted_by"] == "desk"


async def test_close_ends_it(desk: Desk) -> None:
    place = f"{ROOT}/{desk.token}"
    closed = await desk.client.post(f"{place}/close", headers=bearer(), json={"who": "sara", "text": "order found"})
    assert (closed.status_code, closed.json()["closed"], closed.json()["events"][0]["text"]) == (
        200,
        True,
        "order found",
    )
    again = await desk.client.post(f"{place}/close", headers=bearer(), json={"who": "reza"})
    assert (again.status_code, again.json()["events"]) == (200, closed.json()["events"])
    late = await desk.client.post(f"{place}/accept", headers=bearer(), json={"who": "reza"})
    assert (late.status_code, code(late), late.json()["error"]["who"]) == (409, "closed", "sara")


async def test_a_note_that_is_sent_again_is_kept_once(desk: Desk) -> None:
    place, note = f"{ROOT}/{desk.token}/note", {"who": "sara", "text": "شماره‌اش را عوض کرده <b>\n\"'"}
    for _ in range(3):
        answer = await desk.client.post(place, headers={**bearer(), "Idempotency-Key": "7"}, json=note)
        assert answer.status_code == 200
    assert [event["text"] for event in answer.json()["events"]] == [note["text"]]


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[]",
        b"null",
        b'"text"',
        b'{"text": 5}',
        b'{"text": ""}',
        b'{"text": "x", "who": ["sara"]}',
        b'{"text": "\xff"}',
        b'{"text": "\\ud800"}',
        b'{"text": NaN}',
        b"[" * 60_000,
        json.dumps({"text": "x" * 2_001}).encode(),
        json.dumps({"text": "x", "who": "y" * 65}).encode(),
        b"text=personal",
    ],
)
async def test_a_body_that_cannot_be_understood_changes_nothing_and_is_not_quoted(desk: Desk, body: bytes) -> None:
    answer = await desk.client.post(f"{ROOT}/{desk.token}/note", headers=bearer(), content=body)
    assert (answer.status_code, code(answer)) == (400, "wrong")
    assert "personal" not in answer.text and "xxx" not in answer.text
    assert await desk.store.events(desk.packet.packet_id) == ()


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", f"{ROOT}/x"),
        ("DELETE", f"{ROOT}/x"),
        ("GET", f"{ROOT}/x/accept"),
        ("PUT", ROOT),
        ("TRACE", ROOT),
        ("BREW", ROOT),
    ],
)
async def test_a_wrong_method_is_told_with_the_right_one(desk: Desk, method: str, path: str) -> None:
    answer = await desk.client.request(method, path, headers=bearer())
    assert (answer.status_code, code(answer)) == (405, "method")
    assert answer.headers["allow"]


async def test_while_the_database_is_locked_it_reads_notes_and_says_when_to_come_again(desk: Desk) -> None:
    later = replace(desk.packet, packet_id="000000000004")
    with locked_by_another_process(desk.folder / "state.db"):
        await desk.store.put(later)
        for wanted in (desk.packet.packet_id, later.packet_id):
            assert (await desk.client.get(f"{ROOT}/{wanted}", headers=bearer())).status_code == 200
        noted = await desk.client.post(f"{ROOT}/{later.packet_id}/note", headers=bearer(), json={"text": "kept"})
        assert [event["text"] for event in noted.json()["events"]] == ["kept"]
        accepted = await desk.client.post(f"{ROOT}/{desk.token}/accept", headers=bearer())
    assert (accepted.status_code, code(accepted)) == (503, "away")
    assert int(accepted.headers["retry-after"]) > 0
    assert (await desk.client.post(f"{ROOT}/{desk.token}/accept", headers=bearer())).status_code == 200


async def test_the_schema_is_open_to_all(desk: Desk) -> None:
    answer = await desk.client.get("/api/v1/schema")
    assert answer.status_code == 200
    assert "packet" in answer.json()["properties"]
