"""sipp (Debian: sip-tester) calls the gateway, and is called by it."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from voice.audio import level_dbfs
from voice.events import Answered, HoldChanged, KeyPressed, LegEnded

if TYPE_CHECKING:
    from tests.interop.conftest import Peer, Service

pytestmark = [pytest.mark.sip, pytest.mark.interop]

OpenHouse = Callable[..., Awaitable["Service"]]
RunPeer = Callable[..., Coroutine[Any, Any, "Peer"]]
Scenario = Callable[[str], str]
LOUD_ALAW = bytes([0x2A, 0xAA]) * 20000  # the loudest step of A-law up and down, 5 s


def uac(house: "Service", *extra: str) -> tuple[str, ...]:
    """Arguments of a sipp that calls the gateway once."""
    target = f"127.0.0.1:{house.gateway.port}"
    return ("sipp", target, "-i", "127.0.0.1", "-m", "1", "-l", "20", "-s", "100", "-nostdin", "-timeout", "15", *extra)


async def test_its_own_caller(open_service: OpenHouse, run_peer: RunPeer) -> None:
    house = await open_service()
    peer = await run_peer(*uac(house, "-sn", "uac", "-d", "300"))
    assert peer.code == 0, peer.output[-2000:]
    assert house.legs == 1


async def test_it_speaks_and_hangs_up(
    open_service: OpenHouse, run_peer: RunPeer, scenario: Scenario, tmp_path: Path
) -> None:
    house = await open_service()
    (tmp_path / "caller.al").write_bytes(LOUD_ALAW)
    peer = await run_peer(*uac(house, "-sf", scenario("caller_hangs_up")))
    assert peer.code == 0, peer.output[-2000:]
    await asyncio.wait_for(house.over.wait(), 10)
    assert [type(event) for event in house.events] == [Answered, LegEnded]
    assert level_dbfs(bytes(house.heard[-4000:])) > -20


async def test_ten_at_once_over_udp(
    open_service: OpenHouse, run_peer: RunPeer, scenario: Scenario, tmp_path: Path
) -> None:
    house = await open_service()
    (tmp_path / "caller.al").write_bytes(LOUD_ALAW)
    peer = await run_peer(*uac(house, "-sf", scenario("caller_hangs_up"), "-m", "10", "-r", "50"))
    assert peer.code == 0, peer.output[-2000:]
    assert house.legs == 10


async def test_over_tcp(open_service: OpenHouse, run_peer: RunPeer) -> None:
    house = await open_service()
    peer = await run_peer(*uac(house, "-sn", "uac", "-d", "300", "-t", "t1"))
    assert peer.code == 0, peer.output[-2000:]
    assert house.legs == 1


async def test_the_bot_hangs_up(open_service: OpenHouse, run_peer: RunPeer, scenario: Scenario) -> None:
    house = await open_service()
    house.hangs_up = True
    peer = await run_peer(*uac(house, "-sf", scenario("bot_hangs_up")))
    assert peer.code == 0, peer.output[-2000:]


async def test_it_holds_and_resumes(open_service: OpenHouse, run_peer: RunPeer, scenario: Scenario) -> None:
    house = await open_service()
    peer = await run_peer(*uac(house, "-sf", scenario("caller_holds")))
    assert peer.code == 0, peer.output[-2000:]
    await asyncio.wait_for(house.over.wait(), 10)
    assert [event.held for event in house.events if isinstance(event, HoldChanged)] == [True, False]


async def test_its_offer_comes_late(
    open_service: OpenHouse, run_peer: RunPeer, scenario: Scenario, tmp_path: Path
) -> None:
    house = await open_service()
    (tmp_path / "caller.al").write_bytes(LOUD_ALAW)
    peer = await run_peer(*uac(house, "-sf", scenario("late_offer")))
    assert peer.code == 0, peer.output[-2000:]
    assert level_dbfs(bytes(house.heard[-4000:])) > -20


async def test_it_presses_a_key(open_service: OpenHouse, run_peer: RunPeer, scenario: Scenario) -> None:
    house = await open_service()
    peer = await run_peer(*uac(house, "-sf", scenario("keys_by_info")))
    assert peer.code == 0, peer.output[-2000:]
    await asyncio.wait_for(house.over.wait(), 10)
    assert [event.digit for event in house.events if isinstance(event, KeyPressed)] == ["7"]


async def test_it_is_turned_away(open_service: OpenHouse, run_peer: RunPeer, scenario: Scenario) -> None:
    house = await open_service(max_calls=0)
    peer = await run_peer(*uac(house, "-sf", scenario("refused_486")))
    assert peer.code == 0, peer.output[-2000:]
    assert house.legs == 0


async def test_it_is_called(open_service: OpenHouse, run_peer: RunPeer, free_port: int) -> None:
    house = await open_service()
    peer = asyncio.create_task(
        run_peer("sipp", "-sn", "uas", "-i", "127.0.0.1", "-p", str(free_port), "-m", "1", "-nostdin", "-timeout", "15")
    )
    ended, _ = await asyncio.wait([peer], timeout=0.5)  # retransmissions would bridge it, at a second each
    if ended:
        await peer  # sipp is not installed: skipped
    leg = await house.gateway.call(f"sip:agent@127.0.0.1:{free_port}", headers={"X-Token": "t"}, timeout_s=5)
    await leg.hangup()
    assert (await peer).code == 0
