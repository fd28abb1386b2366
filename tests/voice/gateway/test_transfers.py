"""A REFER that comes: read, judged, answered, reported; and over a real dialog."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from tests.voice.gateway.conftest import Exchange, wait_event
from tests.voice.gateway.wire import WireCall, code_of, field
from voice.events import LegEvent, TransferAsked
from voice.gateway.messages import Request, parse_request
from voice.gateway.screening import Answer
from voice.gateway.transfers import Transfers, read_refer, tags
from voice.softphone.remote import RemotePhone

OpenPhone = Callable[..., Awaitable[RemotePhone]]

REPLACES = "98732@a.example%3Bto-tag%3D1a%3Bfrom-tag%3D2b"


def refer(*lines: str, cseq: int = 7) -> Request:
    rows = ["REFER sip:hatef@192.0.2.9 SIP/2.0", "From: <sip:101@a.example>;tag=far", "To: <sip:h@b.example>;tag=own"]
    return parse_request("\r\n".join([*rows, f"CSeq: {cseq} REFER", *lines]) + "\r\n\r\n")


def read(*lines: str) -> tuple[str, str] | int:
    found = read_refer(refer(*lines))
    return found.sip_code if isinstance(found, Answer) else (found.target, found.replaces)


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (("Refer-To: <sip:102@a.example>",), ("sip:102@a.example", "")),
        (("r: sip:102@a.example",), ("sip:102@a.example", "")),
        (("Refer-To: Ali <sip:102@a.example;transport=udp;method=INVITE>",), ("sip:102@a.example", "")),
        (("Refer-To: <tel:+982112345678>",), ("tel:+982112345678", "")),
        (
            (f"Refer-To: <sip:102@a.example?Replaces={REPLACES}&Require=replaces>",),
            ("sip:102@a.example", "98732@a.example;to-tag=1a;from-tag=2b"),
        ),
        ((), 400),
        (("Refer-To: <sip:102@a.example>", "Refer-To: <sip:103@a.example>"), 400),
        (("Refer-To: <sip:102@a.example>, <sip:103@a.example>",), 400),
        (("Refer-To: <sip:102@a.example?Replaces=x%0d%0aVia:%20y>",), 400),
        (("Refer-To: <sip:102@a.example;method=SUBSCRIBE>",), 603),
        (("Refer-To: <http://a.example>",), 603),
        (("Refer-To: <sips:102@a.example>",), 603),
    ],
)
def test_what_a_refer_asks_for(lines: tuple[str, ...], found: object) -> None:
    assert read(*lines) == found


def test_the_tags_of_a_dialog() -> None:
    assert tags(refer()) == ("own", "far")
    assert tags(parse_request("REFER sip:a SIP/2.0\r\nTo: <sip:b;tag=no>\r\n\r\n")) == ("", "")


def desk(judge: Callable[[TransferAsked], int] | None) -> tuple[Transfers, list[LegEvent]]:
    told: list[LegEvent] = []
    transfers = Transfers(told.append)
    transfers.judge = judge
    return transfers, told


TO = "Refer-To: <sip:102@a.example>"


def test_an_accepted_one_is_told_once_and_reported_to_its_end() -> None:
    transfers, told = desk(lambda asked: 202)
    first = transfers.asked(refer(TO), "<sip:us@192.0.2.9>")
    assert (first.sip_code, dict(first.headers)["Contact"]) == (202, "<sip:us@192.0.2.9>")
    assert transfers.asked(refer(TO), "") is first  # a retransmission
    assert [type(event) for event in told] == [TransferAsked]
    assert transfers.asked(refer(TO, cseq=8), "").sip_code == 603  # one at a time
    trying, over = transfers.notice(100), transfers.notice(486)
    assert trying is not None and over is not None
    assert trying.headers == {"Event": "refer;id=7", "Subscription-State": "active;expires=180"}
    assert over.headers["Subscription-State"].startswith("terminated")
    assert (trying.body, over.body) == ("SIP/2.0 100 Trying\r\n", "SIP/2.0 486 Busy Here\r\n")
    assert transfers.notice(200) is None
    assert transfers.asked(refer(TO, cseq=9), "").sip_code == 202


@pytest.mark.parametrize(("judge", "code"), [(None, 603), (lambda _: 403, 403)])
def test_what_is_refused_is_told_nobody(judge: Callable[[TransferAsked], int] | None, code: int) -> None:
    transfers, told = desk(judge)
    assert transfers.asked(refer(TO), "").sip_code == code
    assert (told, transfers.notice(200)) == ([], None)


def test_who_wants_no_reports_gets_none() -> None:
    transfers, told = desk(lambda asked: 202)
    assert ("Refer-Sub", "false") in transfers.asked(refer(TO, "Refer-Sub: false"), "").headers
    assert (len(told), transfers.notice(100)) == (1, None)


@pytest.mark.sip
async def test_over_a_real_dialog(exchange: Exchange) -> None:
    async with WireCall(exchange.gateway.port) as caller:
        leg = await caller.connect(exchange)
        assert code_of(await caller.request("REFER", headers=[TO])) == 603  # nobody listens for it
        leg.take_transfers(lambda asked: 202 if "102" in asked.target else 403)
        assert code_of(await caller.request("REFER", headers=["Refer-To: <sip:0900@a.example>"])) == 403
        answer = await caller.request("REFER", headers=[TO])
        assert (code_of(answer), "<sip:" in field(answer, "Contact")) == (202, True)
        assert (await wait_event(leg, TransferAsked)).target == "sip:102@a.example"
        for code, state in ((100, "active"), (200, "terminated")):
            await leg.tell_transfer(code)
            notify = await caller.wait_request("NOTIFY")
            assert field(notify, "Content-Type").startswith("message/sipfrag")
            assert field(notify, "Event").startswith("refer") and field(notify, "Subscription-State").startswith(state)
            assert notify.endswith(f"SIP/2.0 {code} {'OK' if code == 200 else 'Trying'}\r\n")
        assert code_of(await caller.request("BYE")) == 200


@pytest.mark.sip
async def test_a_refer_of_another_dialog_is_not_ours(exchange: Exchange) -> None:
    async with WireCall(exchange.gateway.port) as caller:
        leg = await caller.connect(exchange)
        leg.take_transfers(lambda asked: 202)
        caller._to = caller._to.partition(";")[0] + ";tag=guessed"
        assert code_of(await caller.request("REFER", headers=[TO])) == 481
        assert leg.events.qsize() <= 1  # nothing but its Answered


@pytest.mark.sip
async def test_another_stack_understands_the_reports(exchange: Exchange, open_phone: OpenPhone) -> None:
    phone = await open_phone()
    leg = await exchange.ring_up(phone)
    leg.take_transfers(lambda asked: 202)
    await phone.do("refer", target="sip:102@127.0.0.1")
    await wait_event(leg, TransferAsked)
    await leg.tell_transfer(100)
    await leg.tell_transfer(486)
    async with asyncio.timeout(10):
        while (told := await phone.wait("transfer"))["code"] != 486:
            pass
    assert told["final"]
    assert leg.ended is None


@pytest.mark.sip
async def test_a_telephone_that_wants_no_report_keeps_its_call(exchange: Exchange) -> None:
    async with WireCall(exchange.gateway.port) as caller:
        leg = await caller.connect(exchange)
        leg.take_transfers(lambda asked: 202)
        await caller.request("REFER", headers=[TO])
        caller.answers = False
        await leg.tell_transfer(486)
        notify = await caller.wait_request("NOTIFY")
        caller.send_bytes(caller.answer_to(notify, "481 Subscription does not exist").encode())
        caller.answers = True
        await asyncio.sleep(0.3)
        assert leg.ended is None
        await leg.press("5")  # and it can be used
        await leg.hangup()
        await caller.wait_request("BYE")
