"""Tokens, ids and numbers as an agent or a program holds them."""

from dataclasses import replace

import pytest

from handoff.errors import TokenExpired, TokenForged, TokenMalformed
from handoff.packet import PacketCaller
from handoff.token import TokenMint
from tests.bot.console.conftest import NOW_S, Desk


async def test_a_token_and_an_id_mean_the_same(desk: Desk) -> None:
    handoffs = desk.parts.handoffs
    assert {handoffs.meant(one) for one in (desk.token, desk.token.upper(), "00A1B2C3D4E5")} == {"00a1b2c3d4e5"}


async def test_an_id_opens_no_page(desk: Desk) -> None:
    with pytest.raises(TokenMalformed):
        desk.parts.handoffs.opened(desk.packet.packet_id)


async def test_forged_and_old_tokens(desk: Desk) -> None:
    with pytest.raises(TokenForged):
        desk.parts.handoffs.meant(TokenMint(b"the secret of another").mint("00a1b2c3d4e5", NOW_S + 1))
    with pytest.raises(TokenExpired):
        desk.parts.handoffs.meant(desk.mint.mint("00a1b2c3d4e5", NOW_S - 1))


async def test_numbers_with_the_same_end_are_told_apart(desk: Desk) -> None:
    for number, packet_id in (("02188887777", "000000000001"), ("03188887777", "000000000002")):
        await desk.store.put(replace(desk.packet, packet_id=packet_id, caller=PacketCaller(number)))
    found = await desk.parts.handoffs.search(call_id="", caller="+982188887777", limit=20)
    assert [one.packet.packet_id for one in found] == ["000000000001"]
