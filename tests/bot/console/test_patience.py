"""Raw connections that never come to the point are closed; those that do are served."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from starlette.responses import PlainTextResponse

from bot.console.__main__ import server
from bot.console.bounds import Bounds, Receive, Scope, Send
from bot.console.patience import PatientProtocol
from nlu.training.rasa_environment import free_port
from tests.bot.console.served import exchanged

WHOLE = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"


async def hello(scope: Scope, receive: Receive, send: Send) -> None:
    await PlainTextResponse("hello")(scope, receive, send)


@pytest_asyncio.fixture
async def port(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[int]:
    """A real server in this process, with little patience."""
    monkeypatch.setattr(PatientProtocol, "head_s", 0.2)
    chosen = free_port()
    running = server(Bounds(hello), "127.0.0.1", chosen)
    serving = asyncio.create_task(running._serve())
    while not running.started:
        await asyncio.sleep(0.01)
    yield chosen
    running.should_exit = True
    await serving


@pytest.mark.parametrize("sent", [b"", b"GET", b"GET / HTTP/1.1\r\nHost: x\r\n"])
async def test_who_does_not_send_a_whole_head_is_hung_up_on(port: int, sent: bytes) -> None:
    assert await exchanged(port, sent) in (b"", b"\r\n")


async def test_of_too_many_that_say_nothing_the_oldest_goes_and_the_newest_is_served(
    port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PatientProtocol, "head_s", 60.0)
    monkeypatch.setattr("bot.console.patience.MOST_WAITING", 3)
    silent = [await asyncio.open_connection("127.0.0.1", port) for _ in range(4)]
    assert await silent[0][0].read() == b""
    assert b"hello" in await exchanged(port, WHOLE.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
    for _, writer in silent:
        writer.close()


async def test_who_sends_a_head_letter_by_letter_is_hung_up_on(port: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    sending = asyncio.create_task(drip(writer))
    assert await reader.read() == b""
    sending.cancel()
    writer.close()


async def drip(writer: asyncio.StreamWriter) -> None:
    writer.write(b"GET / HTTP/1.1\r\n")
    number = 0
    while not writer.is_closing():
        number += 1
        writer.write(f"X-{number}: 1\r\n".encode())
        await asyncio.sleep(0.02)


async def test_a_second_request_on_the_same_line_has_its_own_time(port: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for _ in range(2):
        writer.write(WHOLE)
        assert b"hello" in await reader.readuntil(b"hello")
    writer.write(WHOLE[:10])
    assert await reader.read() == b""
    writer.close()


async def test_who_goes_on_sending_after_the_answer_is_hung_up_on(port: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n")
    assert b"hello" in await reader.readuntil(b"hello")
    writer.write(b"1\r\nx\r\n")
    assert await reader.read() in (b"", b"0\r\n\r\n")
    writer.close()


@pytest.mark.parametrize(
    "sent",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01",
        b"\r\n\r\n",
        b"GET / HTTP\r\n\r\n",
        b"GET " + b"x" * 70_000,
        b"GET / HTTP/1.1\r\nX: " + b"y" * 70_000 + b"\r\n\r\n",
        b"INVITE sip:100@x SIP/2.0\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET /\xff HTTP/1.1\r\nHost: x\r\n\r\n",
    ],
)
async def test_what_is_no_http_is_refused(port: int, sent: bytes) -> None:
    answer = await exchanged(port, sent)
    assert answer.startswith(b"HTTP/1.1 400") or answer == b""
    assert b"hello" in await exchanged(port, b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
