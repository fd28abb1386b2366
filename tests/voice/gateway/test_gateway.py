"""The gateway as a whole: calls in and out, many at once, drain, stop, start failures."""

import asyncio
import socket
import sys
import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

import pytest

from nlu.training.rasa_environment import free_port
from tests.voice.gateway.wire import WireCall
from voice.errors import BadAddress, CallFailed, GatewayRunning, GatewayStopped, NoAnswer, PortTaken, SipStackMissing
from voice.events import Answered, LegEnded, Party
from voice.gateway.gateway import Gateway
from voice.gateway.leg import Leg
from voice.gateway.options import GatewayOptions
from voice.softphone.remote import RemotePhone

if TYPE_CHECKING:
    from tests.voice.gateway.conftest import Exchange

pytestmark = pytest.mark.sip

Expect = Callable[..., Awaitable[Any]]
OpenPhone = Callable[..., Awaitable[RemotePhone]]
OpenExchange = Callable[..., Awaitable["Exchange"]]


async def nobody(leg: Leg) -> None:
    """Owns a leg by letting it go."""


async def test_twenty_calls_in_a_row(exchange: "Exchange", phone: RemotePhone, tone: Callable[..., bytes]) -> None:
    for number in range(20):
        leg = await exchange.ring_up(phone)
        playback = leg.play()
        playback.feed(tone(60))
        playback.end()
        assert (await playback.done()).completed
        if number % 2:
            await leg.hangup()
        else:
            await phone.do("hangup")
        await phone.wait("ended")
    stats = exchange.gateway.stats
    assert (stats.calls, stats.dropped, stats.starved) == (20, 0, 0)


async def test_ten_calls_at_once(exchange: "Exchange", phone: RemotePhone, tone: Callable[..., bytes]) -> None:
    for number in range(10):
        await phone.do("call", uri=exchange.uri(), id=f"call{number}")
    legs = [await exchange.next_leg() for _ in range(10)]
    assert exchange.gateway.active == 10
    playbacks = [leg.play() for leg in legs]
    for playback in playbacks:
        playback.feed(tone(300))
        playback.end()
    played = await asyncio.gather(*(playback.done() for playback in playbacks))
    assert all(one.completed and one.started_s for one in played)
    for number in range(10):
        await phone.wait("far_speech_ended", id=f"call{number}")
    await asyncio.gather(*(leg.hangup() for leg in legs))
    assert exchange.gateway.active == 0


async def test_an_outgoing_call(exchange: "Exchange", open_phone: OpenPhone, expect: Expect) -> None:
    agent = await open_phone(auto_answer=True)
    leg = await exchange.gateway.call(
        f"sip:agent7@127.0.0.1:{agent.port}",
        headers={"X-Token": "abc", "User-to-User": "00ff;encoding=hex"},
        person=Party("09121234567", "", "سارا محمدی"),
        timeout_s=5,
    )
    incoming = await agent.wait("incoming")
    assert incoming["called"] == "agent7"
    assert incoming["headers"]["X-Token"] == "abc"
    assert incoming["headers"]["User-to-User"] == "00ff;encoding=hex"
    assert '"سارا محمدی" <sip:09121234567@127.0.0.1>' in incoming["from"]
    assert (leg.incoming, leg.called, leg.remote.user) == (False, "agent7", "agent7")
    await expect(leg, Answered)
    await agent.do("hangup")
    assert (await expect(leg, LegEnded)).by == "far"


async def test_an_outgoing_call_that_is_refused(exchange: "Exchange", open_phone: OpenPhone) -> None:
    agent = await open_phone(refuse_with=486)
    with pytest.raises(CallFailed) as caught:
        await exchange.gateway.call(f"sip:a@127.0.0.1:{agent.port}", timeout_s=5)
    assert caught.value.sip_code == 486
    assert exchange.gateway.active == 0


async def test_what_the_telephone_network_says_of_a_refusal(exchange: "Exchange") -> None:
    """A PBX answers 480 for much; the cause behind it tells a busy line from a number that is none (RFC 3326)."""
    async with WireCall(exchange.gateway.port) as pbx:
        pbx.answers = False
        calling = asyncio.create_task(exchange.gateway.call(f"sip:a@{pbx.me}", timeout_s=5))
        invite = await pbx.requests.get()
        answer = pbx.answer_to(invite, "480 Temporarily Unavailable").partition("Contact:")[0]
        pbx.send_bytes(f"{answer}Reason: Q.850;cause=17\r\nContent-Length: 0\r\n\r\n".encode())
        with pytest.raises(CallFailed) as caught:
            await calling
    assert (caught.value.sip_code, caught.value.q850) == (480, 17)


async def test_an_outgoing_call_that_nobody_answers(exchange: "Exchange", open_phone: OpenPhone) -> None:
    agent = await open_phone()
    with pytest.raises(NoAnswer):
        await exchange.gateway.call(f"sip:a@127.0.0.1:{agent.port}", timeout_s=0.3)
    assert (await agent.wait("ended"))["code"] == 487
    assert exchange.gateway.active == 0


async def test_an_outgoing_call_that_its_owner_gives_up(exchange: "Exchange", open_phone: OpenPhone) -> None:
    agent = await open_phone()
    task = asyncio.create_task(exchange.gateway.call(f"sip:a@127.0.0.1:{agent.port}", timeout_s=5))
    await agent.wait("incoming")
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert (await agent.wait("ended"))["code"] == 487


@pytest.mark.parametrize("uri", ["100", "sip:", "sip:a@127.0.0.1:99999", "sip:@@@"])
async def test_an_outgoing_call_to_nonsense(exchange: "Exchange", uri: str) -> None:
    with pytest.raises((BadAddress, CallFailed)):
        await exchange.gateway.call(uri, timeout_s=1)
    assert exchange.gateway.active == 0


async def test_an_outgoing_call_over_tcp_to_a_closed_port(exchange: "Exchange") -> None:
    port = free_port()
    with pytest.raises(CallFailed):
        await exchange.gateway.call(f"sip:a@127.0.0.1:{port};transport=tcp", timeout_s=5)


async def test_drain_refuses_new_calls_and_waits_for_running_ones(exchange: "Exchange", phone: RemotePhone) -> None:
    await exchange.ring_up(phone)
    assert not exchange.gateway.draining
    draining = asyncio.create_task(exchange.gateway.drain(5))
    await asyncio.sleep(0)
    assert exchange.gateway.draining
    await phone.do("call", uri=exchange.uri(), id="late")
    assert (await phone.wait("ended", id="late"))["code"] == 503
    assert not draining.done()
    await phone.do("hangup", id="c1")
    assert await draining == 0


async def test_drain_cuts_what_does_not_end(exchange: "Exchange", phone: RemotePhone) -> None:
    await exchange.ring_up(phone)
    assert await exchange.gateway.drain(0.1) == 1
    assert (await phone.wait("ended"))["code"] == 200


async def test_stop_hangs_up(exchange: "Exchange", phone: RemotePhone, expect: Expect) -> None:
    leg = await exchange.ring_up(phone)
    await exchange.gateway.stop()
    await phone.wait("ended")
    assert (await expect(leg, LegEnded)).by == "us"
    assert (exchange.gateway.active, exchange.gateway.port) == (0, 0)
    await exchange.gateway.stop()


async def test_a_stopped_gateway_says_so() -> None:
    gateway = Gateway(GatewayOptions(), nobody)
    for command in (gateway.call("sip:a@127.0.0.1", timeout_s=1), gateway.drain(1)):
        with pytest.raises(GatewayStopped):
            await command
    with pytest.raises(GatewayStopped):
        _ = gateway.stats
    assert (gateway.active, gateway.registered) == (0, None)


async def test_start_and_stop_again_and_again() -> None:
    for _ in range(3):
        gateway = Gateway(GatewayOptions(port=0), nobody)
        await gateway.start()
        assert gateway.port
        await gateway.stop()


async def test_a_leg_whose_owner_returns_is_hung_up(open_phone: OpenPhone, open_exchange: OpenExchange) -> None:
    exchange = await open_exchange()
    exchange.gateway._on_call = answer_and_return
    phone = await open_phone()
    await phone.do("call", uri=exchange.uri())
    await phone.wait("answered")
    await phone.wait("ended")


async def answer_and_return(leg: Leg) -> None:
    """An owner that is done at once."""
    await leg.answer()


async def test_a_leg_whose_owner_fails_gets_an_answer(
    open_phone: OpenPhone, open_exchange: OpenExchange, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(leg: Leg) -> None:
        raise RuntimeError("no such script")

    exchange = await open_exchange()
    exchange.gateway._on_call = fail
    phone = await open_phone()
    await phone.do("call", uri=exchange.uri())
    assert (await phone.wait("ended"))["code"] == 500
    assert "no such script" in caplog.text


@pytest.mark.parametrize("kind", [socket.SOCK_DGRAM, socket.SOCK_STREAM])
async def test_a_port_that_is_taken(kind: socket.SocketKind) -> None:
    with socket.socket(socket.AF_INET, kind) as other:
        other.bind(("127.0.0.1", free_port()))  # not one that a stranger may be given when it is let go
        if kind == socket.SOCK_STREAM:
            other.listen()
        port = other.getsockname()[1]
        gateway = Gateway(GatewayOptions(port=port), nobody)
        with pytest.raises(PortTaken, match=str(port)):
            await gateway.start()
        await gateway.stop()
    gateway = Gateway(GatewayOptions(port=port), nobody)
    await gateway.start()
    assert gateway.port == port
    await gateway.stop()


async def test_a_second_gateway_in_one_process(exchange: "Exchange") -> None:
    with pytest.raises(GatewayRunning):
        await Gateway(GatewayOptions(port=0), nobody).start()
    assert exchange.gateway.port


async def test_a_host_that_is_not_ours() -> None:
    with pytest.raises(BadAddress, match=r"sip\.host"):
        await Gateway(GatewayOptions(host="192.0.2.1", port=0), nobody).start()


async def test_no_pjsua2(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pjsua2", None)
    with pytest.raises(SipStackMissing):
        await Gateway(GatewayOptions(), nobody).start()


async def test_a_call_that_is_given_up_before_it_is_placed_rings_nowhere(
    exchange: "Exchange", open_phone: OpenPhone
) -> None:
    """Wherever the owner is cancelled on the way, the telephone does not go on ringing."""
    agent = await open_phone()
    for pauses in range(12):
        task = asyncio.create_task(exchange.gateway.call(f"sip:a{pauses}@127.0.0.1:{agent.port}", timeout_s=5))
        for _ in range(pauses):
            await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    await until(lambda: exchange.gateway.active == 0)
    rung = {e["id"] for e in agent.events if e["event"] == "incoming"}
    for call in rung:
        await agent.wait("ended", id=call)


async def until(true: Callable[[], bool], timeout_s: float = 5.0) -> None:
    """Wait for a state that has no event."""
    deadline_s = time.monotonic() + timeout_s
    while not true():
        assert time.monotonic() < deadline_s, "it never became true"
        await asyncio.sleep(0.01)
