"""REFER to a PBX: the token in the user part; a refusal leaves the call as it was."""

from dataclasses import replace

import pytest

from handoff.acd import ReferEnd
from handoff.errors import CallerGone, LegRefused, TransferFailed
from handoff.packet import ContextPacket
from handoff.refer_acd import ReferAcd, ReferOptions
from handoff.sentences import sentences
from handoff.states import State
from tests.handoff.doubles import OneCaller, Steps

PATTERN = "sip:queue-{token}@pbx.local"


OK = ReferEnd(200, accepted=True)


def refer(timeout_s: float = 20.0) -> ReferAcd:
    return ReferAcd(ReferOptions(PATTERN, timeout_s=timeout_s, waiting_every_s=0.01))


async def test_the_token_travels_and_our_leg_ends(packet: ContextPacket) -> None:
    caller, steps = OneCaller([ReferEnd(202, accepted=True)]), Steps()
    outcome = await refer().transfer(packet, "abc234", caller, steps)
    assert caller.log == ["refer sip:queue-abc234@pbx.local", "hangup"]
    assert (outcome.state, outcome.sip_code) == (State.REFERRED, 202)
    assert steps.taken == [(State.REFERRING, ""), (State.REFERRED, "SIP 202")]


@pytest.mark.parametrize("accepted", [True, False])
@pytest.mark.parametrize("code", [300, 404, 486, 503, 603])
async def test_a_refusal_leaves_the_caller_with_us(packet: ContextPacket, code: int, accepted: bool) -> None:
    caller = OneCaller([ReferEnd(code, accepted)])
    with pytest.raises(TransferFailed) as caught:
        await refer().transfer(packet, "abc", caller, Steps())
    assert caught.value.sip_code == code
    assert "hangup" not in caller.log


@pytest.mark.parametrize("accepted", [True, False])
async def test_no_final_answer_is_a_failure_while_the_caller_is_there(packet: ContextPacket, accepted: bool) -> None:
    caller = OneCaller([ReferEnd(accepted=accepted)])
    with pytest.raises(TransferFailed, match="in time"):
        await refer().transfer(packet, "abc", caller, Steps())
    assert "hangup" not in caller.log


@pytest.mark.parametrize(("ended", "lives"), [(True, False), (True, True), (False, False)])
async def test_a_caller_whom_the_pbx_took_without_a_word_is_referred(
    packet: ContextPacket, ended: bool, lives: bool
) -> None:
    caller, steps = OneCaller([ReferEnd(accepted=True, ended=ended)], lives=[lives]), Steps()
    outcome = await refer().transfer(packet, "abc", caller, steps)
    assert (outcome.state, outcome.sip_code) == (State.REFERRED, 0)
    assert steps.taken[-1] == (State.REFERRED, "unconfirmed: no final NOTIFY came")
    assert caller.log[-1] == "hangup"


@pytest.mark.parametrize("end", [ReferEnd(486, accepted=True), ReferEnd(503, accepted=True, ended=True)])
async def test_a_caller_whom_a_queue_did_not_serve_nor_give_back_was_lost(packet: ContextPacket, end: ReferEnd) -> None:
    caller, steps = OneCaller([end], lives=[False]), Steps()
    with pytest.raises(CallerGone, match=f"SIP {end.sip_code}"):
        await refer().transfer(packet, "abc", caller, steps)
    assert steps.states == [State.REFERRING]


async def test_a_caller_who_hangs_up_before_the_pbx_takes_it_on_is_gone(packet: ContextPacket) -> None:
    with pytest.raises(CallerGone) as caught:
        await refer().transfer(packet, "abc", OneCaller([ReferEnd(ended=True)], lives=[False]), Steps())
    assert caught.value.lost == ""


async def test_a_leg_that_refuses_is_a_failure(packet: ContextPacket) -> None:
    class Refusing(OneCaller):
        async def refer(self, target: str) -> None:
            raise LegRefused("not now")

    with pytest.raises(TransferFailed, match="not now"):
        await refer().transfer(packet, "abc", Refusing(), Steps())


async def test_the_caller_is_kept_company_until_the_pbx_answers(packet: ContextPacket) -> None:
    caller = OneCaller([OK], refer_s=0.1)
    await refer().transfer(packet, "abc", caller, Steps())
    assert caller.hums >= 2
    assert caller.finished.count(sentences("fa").waiting) >= 2


async def test_words_that_meet_a_leg_which_is_over_change_nothing(packet: ContextPacket) -> None:
    caller = OneCaller([ReferEnd(accepted=True, ended=True)], refer_s=0.05, gone_after=0)
    assert (await refer().transfer(packet, "abc", caller, Steps())).state is State.REFERRED


async def test_a_leg_that_keeps_no_time_is_cut(packet: ContextPacket) -> None:
    with pytest.raises(TransferFailed, match="in time"):
        await refer(timeout_s=-0.95).transfer(packet, "abc", OneCaller([OK], refer_s=60), Steps())


@pytest.mark.parametrize(("skill", "user"), [("complaints", "complaints"), ("", "general"), ("a@b;c=d «و»", "abcd")])
async def test_the_skill_may_choose_the_queue(packet: ContextPacket, skill: str, user: str) -> None:
    caller = OneCaller([OK])
    acd = ReferAcd(ReferOptions("sip:{skill}-{token}@pbx"))
    await acd.transfer(replace(packet, skill=skill), "abc", caller, Steps())
    assert caller.log[0] == f"refer sip:{user}-abc@pbx"


@pytest.mark.parametrize("pattern", ["sip:queue@pbx", "sip:{token}-{caller}@pbx", "sip:{}@pbx"])
def test_a_pattern_without_its_place_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="token"):
        ReferOptions(pattern)
