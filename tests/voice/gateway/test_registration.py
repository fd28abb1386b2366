"""What is made of the registrar's answers, with a clock that the test turns and with a real one."""

import asyncio
import logging
import socket
import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

import pytest

from voice.gateway import registration
from voice.gateway.options import Account
from voice.gateway.registration import REGISTER_AGAIN_S, Registration
from voice.softphone.remote import RemotePhone

if TYPE_CHECKING:
    from tests.voice.gateway.conftest import Exchange

OpenPhone = Callable[..., Awaitable[RemotePhone]]
OpenExchange = Callable[..., Awaitable["Exchange"]]


def test_without_an_account_there_is_nothing_to_do() -> None:
    known = Registration(False)
    assert known.active is None
    assert not known.is_due(1e9)


def test_a_refusal_is_tried_again_once_a_minute() -> None:
    known = Registration(True)
    assert not known.is_due(1e9)  # the first answer is still to come
    known.answered(False, 403, 100.0)
    assert not known.is_due(100.0 + REGISTER_AGAIN_S)
    assert known.is_due(101.0 + REGISTER_AGAIN_S)
    assert not known.is_due(102.0 + REGISTER_AGAIN_S)
    known.answered(True, 200, 200.0)
    assert known.active
    assert not known.is_due(1e9)


def test_only_changes_and_refusals_are_told(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    known = Registration(True)
    for active, code in ((True, 200), (True, 200), (False, 503), (False, 503), (True, 200)):
        known.answered(active, code, 1.0)
    assert [record.levelname for record in caplog.records] == ["INFO", "WARNING", "WARNING", "INFO"]


def test_leaving_is_told_quietly_and_for_good(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    known = Registration(True)
    known.answered(True, 200, 1.0)
    known.leave()
    known.answered(False, 200, 2.0)
    assert [record.levelname for record in caplog.records] == ["INFO", "INFO"]
    assert known.active is False
    assert not known.is_due(1e9)


# --- a real registrar ---------------------------------------------------------------------------------------------


@pytest.mark.sip
async def test_registration_and_a_call_through_it(
    open_exchange: OpenExchange, open_phone: OpenPhone, registrar: Any
) -> None:
    exchange = await open_exchange(account=registrar.account, password=registrar.password, allowed_peers=())
    await until(lambda: exchange.gateway.registered is True)
    assert registrar.challenges == 1
    phone = await open_phone()
    await phone.do("call", uri=registrar.contact)
    leg = await exchange.next_leg()
    assert leg.called == "bot"
    await leg.hangup()
    await exchange.gateway.stop()
    assert registrar.contact == ""  # unregistered


@pytest.mark.sip
async def test_a_wrong_password_is_not_registered(
    open_exchange: OpenExchange, registrar: Any, caplog: pytest.LogCaptureFixture
) -> None:
    exchange = await open_exchange(account=registrar.account, password="wrong")
    await until(lambda: "registration at the PBX failed" in caplog.text)
    assert exchange.gateway.registered is False
    assert registrar.challenges < 5  # no hammering
    assert "wrong" not in caplog.text


@pytest.mark.sip
async def test_registration_is_tried_again(
    open_exchange: OpenExchange, registrar: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(registration, "REGISTER_AGAIN_S", 0.2)
    registrar.refuse_with = 403
    exchange = await open_exchange(account=registrar.account, password=registrar.password)
    await until(lambda: "SIP 403" in caplog.text)
    registrar.refuse_with = 0
    await until(lambda: exchange.gateway.registered is True)


@pytest.mark.sip
async def test_a_registrar_whose_name_is_not_found_at_start(
    open_exchange: OpenExchange,
    open_phone: OpenPhone,
    registrar: Any,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("INFO")
    monkeypatch.setattr(registration, "LOOK_UP_AGAIN_S", 0.2)
    missing, known = [True], socket.getaddrinfo

    def look_up(host: str, *rest: Any, **more: Any) -> Any:
        if host == "pbx.invalid":
            if missing:
                raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
            return known("127.0.0.1", *rest, **more)
        return known(host, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    port = registrar.account.registrar.rpartition(":")[2]
    account = Account("bot", f"sip:pbx.invalid:{port}")
    exchange = await open_exchange(account=account, password=registrar.password, allowed_peers=())
    assert exchange.gateway.registered is False
    await until(lambda: "is not found" in caplog.text)
    phone = await open_phone()
    await phone.do("call", uri=exchange.uri())
    assert (await phone.wait("ended"))["code"] == 403
    missing.clear()
    await until(lambda: "the name of the PBX is found" in caplog.text)
    assert caplog.text.count("is not found") == 1  # told once, however often it is tried
    await phone.do("call", uri=exchange.uri(), id="again")
    await exchange.next_leg()  # its addresses are peers now


@pytest.mark.sip
async def test_leaving_is_no_trouble(
    open_exchange: OpenExchange, registrar: Any, caplog: pytest.LogCaptureFixture
) -> None:
    exchange = await open_exchange(account=registrar.account, password=registrar.password)
    await until(lambda: exchange.gateway.registered is True)
    assert await exchange.gateway.drain(0) == 0
    await until(lambda: registrar.contact == "")
    await exchange.gateway.stop()
    assert [record for record in caplog.records if record.levelname == "WARNING"] == []


async def until(true: Callable[[], bool], timeout_s: float = 5.0) -> None:
    """Wait for a state that has no event."""
    deadline_s = time.monotonic() + timeout_s
    while not true():
        assert time.monotonic() < deadline_s, "it never became true"
        await asyncio.sleep(0.01)
