"""REFER to a PBX: the token in the user part; a refusal leaves the call as it was."""

from dataclasses import replace

import pytest

from handoff.errors import TransferFailed
from handoff.packet import ContextPacket
from handoff.refer_acd import ReferAcd, ReferOptions
from handoff.states import State
from tests.handoff.doubles import OneCaller, Steps

PATTERN = "sip:queue-{token}@pbx.local"


async def test_the_token_travels_and_our_leg_ends(packet: ContextPacket) -> None:
    caller, steps = OneCaller([202]), Steps()
    outcome = await ReferAcd(ReferOptions(PATTERN)).transfer(packet, "abc234", caller, steps)
    assert caller.log == ["refer sip:queue-abc234@pbx.local", "hangup"]
    assert (outcome.state, outcome.sip_code) == (State.REFERRED, 202)
    assert steps.taken == [(State.REFERRING, ""), (State.REFERRED, "SIP 202")]


@pytest.mark.parametrize("code", [300, 404, 486, 503, 603])
async def test_a_refusal_leaves_the_caller_with_us(packet: ContextPacket, code: int) -> None:
    caller = OneCaller([code])
    with pytest.raises(TransferFailed) as caught:
        await ReferAcd(ReferOptions(PATTERN)).transfer(packet, "abc", caller, Steps())
    assert caught.value.sip_code == code
    assert "hangup" not in caller.log


async def test_no_final_answer_is_a_failure(packet: ContextPacket) -> None:
    caller = OneCaller([None])
    with pytest.raises(TransferFailed, match="in time"):
        await ReferAcd(ReferOptions(PATTERN)).transfer(packet, "abc", caller, Steps())
    assert "hangup" not in caller.log


@pytest.mark.parametrize(("skill", "user"), [("complaints", "complaints"), ("", "general"), ("a@b;c=d «و»", "abcd")])
async def test_the_skill_may_choose_the_queue(packet: ContextPacket, skill: str, user: str) -> None:
    caller = OneCaller([200])
    acd = ReferAcd(ReferOptions("sip:{skill}-{token}@pbx"))
    await acd.transfer(replace(packet, skill=skill), "abc", caller, Steps())
    assert caller.log[0] == f"refer sip:{user}-abc@pbx"


@pytest.mark.parametrize("pattern", ["sip:queue@pbx", "sip:{token}-{caller}@pbx", "sip:{}@pbx"])
def test_a_pattern_without_its_place_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="token"):
        ReferOptions(pattern)
