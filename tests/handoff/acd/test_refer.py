"""REFER to a PBX: the token in the user part; a refusal leaves the call as it was."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace

import pytest

from bot.call.handover import CallerPort
from bot.call.prompt_player import PromptPlayer
from bot.call.signals import CallSignals
from handoff.acd.port import ReferEnd
from handoff.acd.refer import ReferAcd, ReferOptions
from handoff.errors import CallerGone, HandoffError, LegRefused, TransferFailed
from handoff.options import ReferRules
from handoff.packet import ContextPacket
from handoff.states import State
from tests.bot.conftest import TextVoice
from tests.handoff.doubles import OneCaller, Steps
from tests.shipped import SENTENCES
from tests.voice.gateway.conftest import Exchange
from tests.voice.gateway.wire import WireCall
from voice.gateway.options import GatewayOptions

PATTERN = "sip:queue-{token}@pbx.local"


OK = ReferEnd(200, accepted=True)


def refer(timeout_s: float = 20.0) -> ReferAcd:
    return ReferAcd(ReferOptions(PATTERN, rules=ReferRules(timeout_s), waiting_every_s=0.01, bye_s=0.0), SENTENCES)


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


@pytest.mark.parametrize("end", [ReferEnd(ended=True), ReferEnd(603)])
async def test_a_caller_who_hangs_up_before_the_pbx_takes_it_on_is_gone(packet: ContextPacket, end: ReferEnd) -> None:
    for lost in ("", "the line broke"):
        caller = OneCaller([end], lives=[False], lost=lost)
        caller.gone.set()
        with pytest.raises(CallerGone) as caught:
            await refer().transfer(packet, "abc", caller, Steps())
        assert caught.value.lost == lost


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
    assert caller.finished.count(SENTENCES.to_caller("fa").waiting) >= 2


async def test_words_that_meet_a_leg_which_is_over_change_nothing(packet: ContextPacket) -> None:
    caller = OneCaller([ReferEnd(accepted=True, ended=True)], refer_s=0.05, gone_after=0)
    assert (await refer().transfer(packet, "abc", caller, Steps())).state is State.REFERRED


async def test_a_leg_that_keeps_no_time_is_cut(packet: ContextPacket) -> None:
    with pytest.raises(TransferFailed, match="in time"):
        await refer(timeout_s=-0.95).transfer(packet, "abc", OneCaller([OK], refer_s=60), Steps())


@pytest.mark.parametrize(("skill", "user"), [("complaints", "complaints"), ("", "general"), ("a@b;c=d «و»", "abcd")])
async def test_the_skill_may_choose_the_queue(packet: ContextPacket, skill: str, user: str) -> None:
    caller = OneCaller([OK])
    acd = ReferAcd(ReferOptions("sip:{skill}-{token}@pbx"), SENTENCES)
    await acd.transfer(replace(packet, skill=skill), "abc", caller, Steps())
    assert caller.log[0] == f"refer sip:{user}-abc@pbx"


@pytest.mark.parametrize("pattern", ["sip:queue@pbx", "sip:{token}-{caller}@pbx", "sip:{}@pbx"])
def test_a_pattern_without_its_place_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="token"):
        ReferOptions(pattern)


# --- over a real leg, with a PBX made of bytes ------------------------------------------------------------------------

PbxActs = Callable[[WireCall], Awaitable[None]]


async def bye(call: WireCall) -> None:
    call.send("BYE")


def notify(code: int, then: PbxActs | None = None) -> PbxActs:
    """A final NOTIFY (RFC 3515 section 2.4.4)."""

    async def act(call: WireCall) -> None:
        headers = ["Event: refer", "Subscription-State: terminated;reason=noresource"]
        await call.request("NOTIFY", f"SIP/2.0 {code} X\r\n", "message/sipfrag;version=2.0", headers)
        if then is not None:
            await then(call)

    return act


@pytest.fixture
async def exchange() -> AsyncIterator[Exchange]:
    exchange = Exchange(GatewayOptions(host="127.0.0.1", port=0, rtp_port_start=23_000))
    await exchange.gateway.start()
    yield exchange
    await exchange.gateway.stop()


@pytest.mark.sip
@pytest.mark.parametrize(
    ("status", "act", "result"),
    [
        ("202 Accepted", notify(200), "SIP 200"),
        ("202 Accepted", bye, "unconfirmed: no final NOTIFY came"),
        ("200 OK", bye, "unconfirmed: no final NOTIFY came"),
        ("202 Accepted", notify(486), "refer: the PBX refused the transfer (SIP 486)"),
        ("603 Decline", None, "refer: the PBX refused the transfer (SIP 603)"),
        ("408 Request Timeout", None, "refer: the PBX refused the transfer (SIP 408)"),
        ("481 Call/Transaction Does Not Exist", None, "the caller was lost: the line broke"),
        (
            "202 Accepted",
            notify(503, bye),
            "the caller was lost: the PBX took the caller, answered SIP 503 and did not give them back",
        ),
    ],
)
async def test_what_a_pbx_does_with_a_real_leg(
    exchange: Exchange, packet: ContextPacket, status: str, act: PbxActs | None, result: str
) -> None:
    async with WireCall(exchange.gateway.port) as call:
        leg = await call.connect(exchange)
        caller = CallerPort(
            leg, CallSignals(leg.events), PromptPlayer(leg.play, TextVoice(), lambda text, _: text, "fa"), "", b""
        )
        steps = Steps()
        going = asyncio.create_task(ReferAcd(ReferOptions(PATTERN), SENTENCES).transfer(packet, "abc", caller, steps))
        call.answers = False
        call.send_bytes(call.answer_to(await call.wait_request("REFER"), status).encode())
        call.answers = True
        if act is not None:
            await act(call)
        try:
            await going
            told = steps.taken[-1][1]
        except HandoffError as error:
            told = str(error)
        assert told == result


@pytest.mark.parametrize(("short", "said"), [("now", "now"), ("", "one moment")])
async def test_the_first_words_are_said_whole_before_the_pbx_may_take_the_caller(
    packet: ContextPacket, short: str, said: str
) -> None:
    caller, way = OneCaller([OK], say_s=0.02), refer()
    caller.on_refer = lambda: caller.log.append(f"finished {caller.finished}")
    await way.saying("one moment", short).transfer(packet, "abc", caller, Steps())
    assert caller.log[:3] == [f"say {said}", "refer sip:queue-abc@pbx.local", f"finished ['{said}']"]
    quiet = OneCaller([OK])
    await way.transfer(packet, "abc", quiet, Steps())
    assert quiet.finished == []


async def test_who_leaves_during_the_first_words_is_not_referred(packet: ContextPacket) -> None:
    caller, steps = OneCaller(gone_after=0), Steps()
    with pytest.raises(CallerGone):
        await refer().saying("one moment").transfer(packet, "abc", caller, steps)
    assert (caller.log, steps.states) == ([], [])
