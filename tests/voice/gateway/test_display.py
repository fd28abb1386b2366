"""What the agent's telephone shows."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

import pytest

from tests.voice.gateway.wire import WireCall, field
from voice.events import Party
from voice.gateway.display import Display, Shown, shown

if TYPE_CHECKING:
    from tests.voice.gateway.conftest import Exchange

OpenExchange = Callable[..., Awaitable["Exchange"]]

OWN = "sip:hatef@192.0.2.1:5060"
SARA = Party("09121234567", "x", "سارا محمدی")
ASSERTED = (("P-Asserted-Identity", '"سارا محمدی" <sip:09121234567@192.0.2.1:5060>'),)


@pytest.mark.parametrize(("display", "registered"), [("from", False), ("from", True), ("auto", False)])
def test_the_callers_number_as_from(display: Display, registered: bool) -> None:
    got = shown(SARA, OWN, display, registered=registered)
    assert got == Shown('"سارا محمدی" <sip:09121234567@192.0.2.1:5060>', ASSERTED)


@pytest.mark.parametrize(("display", "registered"), [("identity", False), ("identity", True), ("auto", True)])
def test_our_own_address_with_the_callers_name(display: Display, registered: bool) -> None:
    got = shown(SARA, OWN, display, registered=registered)
    assert got == Shown('"سارا محمدی 09121234567" <sip:hatef@192.0.2.1:5060>', ASSERTED)


def test_a_stranger_with_a_number_and_somebody_with_a_name_alone() -> None:
    assert shown(Party("0912", ""), OWN, "auto", registered=False).sender == "<sip:0912@192.0.2.1:5060>"
    assert shown(Party("0912", ""), OWN, "identity", registered=False).sender == '"0912" <sip:hatef@192.0.2.1:5060>'
    assert shown(Party("", "", "سارا"), OWN, "auto", registered=False) == Shown('"سارا" <sip:hatef@192.0.2.1:5060>')


@pytest.mark.parametrize("person", [None, Party("", ""), Party("", "", "  ")])
def test_nobody_is_shown_as_ourselves(person: Party | None) -> None:
    displays: tuple[Display, ...] = ("auto", "from", "identity")
    for display in displays:
        assert shown(person, OWN, display, registered=False) == Shown()


def test_off_shows_nobody() -> None:
    assert shown(SARA, OWN, "off", registered=False) == Shown()


def test_what_a_stranger_wrote_cannot_break_the_header() -> None:
    hostile = Party('1>\r\nX: y<"', "", 'a"\r\nVia: z <sip:evil@h>')
    got = shown(hostile, OWN, "from", registered=False)
    assert got.sender == '"a Via: z sip:evil@h" <sip:1Xy@192.0.2.1:5060>'
    assert shown(Party("*12#", ""), OWN, "from", registered=False).sender == "<sip:*12%23@192.0.2.1:5060>"


@pytest.mark.sip
@pytest.mark.parametrize(
    ("settings", "sender"),
    [
        ({}, '"Sara" <sip:0912@127.0.0.1>'),
        ({"agent_display": "identity"}, '"Sara 0912" <sip:hatef@127.0.0.1>'),
        ({"agent_display": "off"}, "<sip:hatef@127.0.0.1>"),
        ({"host": "0.0.0.0"}, '"Sara" <sip:0912@127.0.0.1>'),
    ],
    ids=str,
)
async def test_an_invite_on_behalf_of_a_caller(
    open_exchange: OpenExchange, settings: dict[str, str], sender: str
) -> None:
    exchange = await open_exchange(**settings)
    async with WireCall(exchange.gateway.port) as agent:
        person = Party("0912", "", "Sara")
        uri, token = f"sip:agent@{agent.me}", {"X-Hatef-Token": "abc"}
        calling = asyncio.create_task(exchange.gateway.call(uri, headers=token, person=person, timeout_s=5))
        invite = await agent.wait_request("INVITE")
        assert field(invite, "From").partition(";")[0] == sender
        assert ("sip:0912@" in field(invite, "P-Asserted-Identity")) is (settings.get("agent_display") != "off")
        assert field(invite, "X-Hatef-Token") == "abc"
        await (await calling).hangup()
