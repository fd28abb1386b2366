"""Bodies and answers have an end, announced or not."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse

from bot.console.app import create_app
from bot.console.bounds import App, Bounds, Message, Receive, Scope, Send
from tests.bot.console.conftest import Desk, bearer

NOTE = "/api/v1/handoffs/00a1b2c3d4e5/note"


async def length_of_body(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers with the number of bytes it got."""
    body = await Request(scope, receive).body()
    await PlainTextResponse(str(len(body)), headers={"Cache-Control": "max-age=5"})(scope, receive, send)


def client(app: App) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://console")


async def pieces(count: int) -> AsyncIterator[bytes]:
    """A body in chunks, whose length nobody announced."""
    for _ in range(count):
        yield b" " * 1024


async def test_what_fits_goes_through() -> None:
    async with client(Bounds(length_of_body)) as http:
        answer = await http.post("/", content=b"x" * 65_536)
        assert (answer.status_code, answer.text) == (200, "65536")
        assert answer.headers["cache-control"] == "max-age=5", "who says it himself is left alone"


async def test_what_is_announced_too_large_is_not_even_read(desk: Desk) -> None:
    answer = await desk.client.post(NOTE, headers=bearer(), content=b"x" * 65_537)
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "too_large")
    assert answer.headers["connection"] == "close"


async def test_what_turns_out_too_large_is_cut_off(desk: Desk) -> None:
    answer = await desk.client.post(NOTE, headers=bearer(), content=pieces(65))
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "too_large")
    assert await desk.store.events(desk.packet.packet_id) == ()


async def test_a_body_that_does_not_come_is_given_up(desk: Desk) -> None:
    app = create_app(desk.parts)
    assert isinstance(app, Bounds)
    app._body_s = 0.01
    sent: list[Message] = []

    async def never() -> Message:
        await asyncio.Event().wait()
        raise AssertionError

    async def send(message: Message) -> None:
        sent.append(message)

    headers = [(b"authorization", bearer()["Authorization"].encode())]
    scope: dict[str, Any] = {"type": "http", "method": "POST", "path": NOTE, "headers": headers, "query_string": b""}
    await app(scope, never, send)
    assert sent[0]["status"] == 408
    assert (b"connection", b"close") in sent[0]["headers"]


async def test_an_answer_that_does_not_come_is_told() -> None:
    async def sleeps(_scope: Scope, _receive: Receive, _send: Send) -> None:
        await asyncio.Event().wait()

    async with client(Bounds(sleeps, answer_s=0.01)) as http:
        answer = await http.get("/")
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "away")


@pytest.mark.parametrize("length", ["-1", "x", "9" * 30, "\u0663"])
async def test_an_odd_length_breaks_nothing(length: str) -> None:
    async with client(Bounds(length_of_body)) as http:
        answer = await http.post("/", content=b"", headers=[(b"Content-Length", length.encode())])
    assert answer.status_code in (200, 413)
