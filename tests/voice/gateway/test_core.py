"""The place in the C core: taken, asked, left."""

import gc
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

import pytest

from tests.voice.gateway.wire import WireCall, code_of
from voice.gateway import core

if TYPE_CHECKING:
    from tests.voice.gateway.conftest import Exchange

pytestmark = pytest.mark.sip

OpenExchange = Callable[..., Awaitable["Exchange"]]


async def test_the_callbacks_live_as_long_as_the_library(exchange: "Exchange") -> None:
    async with WireCall(exchange.gateway.port) as call:
        for _ in range(20):
            gc.collect()
            call.send_bytes(b"OPTIONS garbage")
            assert code_of(await call.request("OPTIONS")) == 200
            assert code_of(await call.request("FOO")) == 405


async def test_bytes_that_are_no_text(exchange: "Exchange") -> None:
    async with WireCall(exchange.gateway.port) as call:
        head = f"SIP/2.0\r\nVia: SIP/2.0/UDP {call.me};branch=z9hG4bK\xff\r\nFrom: \xfe\r\n\r\n"
        for start in ("OPTIONS sip:\xff ", "\xff\xfe sip:a@b ", "INVITE sip:a@b "):
            call.send_bytes((start + head).encode("latin-1"))
        assert code_of(await call.request("OPTIONS")) == 200


async def test_a_library_that_hides_its_core(
    open_exchange: OpenExchange, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(core, "_NEEDED", ("no_such_function",))
    exchange = await open_exchange()
    assert "hides no_such_function" in caplog.text
    async with WireCall(exchange.gateway.port) as call:
        leg = await call.connect(exchange)
        await leg.hangup()
