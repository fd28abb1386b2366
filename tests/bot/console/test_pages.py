"""The page as an agent's browser has it: the token opens it, nothing on it runs, and no other site can act on it."""

import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser

import httpx
import pytest

from handoff.events import EventKind
from handoff.packet import ContextPacket, CrmLink, Fact, PacketCaller, PacketTurn, SlotKnown, SuggestedAnswer
from handoff.token import TokenMint
from tests.bot.console.conftest import NOW_S, Desk
from tests.faults import locked_by_another_process

ATTACK = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>{{7*7}}{% for %}"
FA, AR = {"Accept-Language": "fa"}, {"Accept-Language": "en, ar-AE;q=0.9"}


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None
    return unescape(found[1])


async def send(desk: Desk, deed: str, *, form: str | None = None, **fields: str) -> httpx.Response:
    """A form of the page, filled in and sent."""
    page = (await desk.client.get(f"/handoff/{desk.token}", headers=FA)).text
    sent = {"form": hidden(page, "form") if form is None else form, "key": hidden(page, "key"), **fields}
    return await desk.client.post(f"/handoff/{desk.token}/{deed}", data=sent, headers=FA)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_the_token_opens_it(desk: Desk, method: str) -> None:
    for token in (desk.token, desk.token.upper()):
        answer = await desk.client.request(method, f"/handoff/{token}", headers=FA)
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        if method == "GET":
            for shown in (
                "خانم محمدی",
                "09121234567",
                "می‌خوام با اپراتور صحبت کنم",
                "https://crm.example/orders/12345",
            ):
                assert shown in answer.text


async def test_it_is_in_the_browsers_language(desk: Desk) -> None:
    page = (await desk.client.get(f"/handoff/{desk.token}", headers=AR)).text
    assert '<html lang="ar" dir="rtl">' in page and "أنا أتولّاها" in page
    other = (await desk.client.get(f"/handoff/{desk.token}", headers={"Accept-Language": "de,*;q=0.5"})).text
    assert '<html lang="fa" dir="rtl">' in other


async def test_nothing_may_run_be_kept_or_be_framed(desk: Desk) -> None:
    for path in (f"/handoff/{desk.token}", "/handoff/x"):
        headers = (await desk.client.get(path)).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert (headers["cache-control"], headers["referrer-policy"]) == ("no-store", "no-referrer")
        assert headers["x-frame-options"] == "DENY"


class Tags(HTMLParser):
    """Every tag and attribute of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs


def attacked(packet: ContextPacket) -> ContextPacket:
    """One whose every text is an attack."""
    return replace(
        packet,
        packet_id="000000000009",
        call_id=ATTACK,
        reason=ATTACK,
        skill=ATTACK,
        called=ATTACK,
        caller=PacketCaller(ATTACK, ATTACK, ATTACK),
        slots=(SlotKnown(ATTACK, ATTACK),),
        last_turns=(PacketTurn("caller", ATTACK),),
        crm_links=(CrmLink(ATTACK, ATTACK, "javascript:alert(1)"), CrmLink("order", "1", f"https://x/{ATTACK}")),
        facts=(Fact(ATTACK, ATTACK, ATTACK),),
        suggested_answer=SuggestedAnswer(ATTACK, ATTACK),
    )


async def test_whatever_a_caller_says_stays_text(desk: Desk) -> None:
    bad = attacked(desk.packet)
    await desk.store.put(bad)
    await desk.parts.handoffs.clerk.accept(bad.packet_id, ATTACK)
    await desk.parts.handoffs.clerk.note(bad.packet_id, ATTACK, ATTACK)
    page = (await desk.client.get(f"/handoff/{desk.mint.mint(bad.packet_id, NOW_S + 60)}", headers=FA)).text
    seen = Tags()
    seen.feed(page)
    assert {"script", "img", "iframe", "style"} & set(seen.tags) == set()
    assert [name for name, _ in seen.attributes if name.startswith("on")] == []
    targets = [value or "" for name, value in seen.attributes if name in ("href", "src", "action", "formaction")]
    assert [one for one in targets if not one.startswith(("/handoff/", "/static/", "https://x/"))] == []
    assert "{{7*7}}" in page


async def test_it_loads_nothing_from_elsewhere(desk: Desk) -> None:
    seen = Tags()
    seen.feed((await desk.client.get(f"/handoff/{desk.token}", headers=FA)).text)
    assert [tag for tag in seen.tags if tag in ("script", "img", "iframe", "object")] == []
    assert [value for name, value in seen.attributes if name == "href" and value and value.endswith(".css")] == [
        "/static/handoff.css"
    ]
    style = await desk.client.get("/static/handoff.css")
    assert (style.status_code, style.headers["content-type"]) == (200, "text/css; charset=utf-8")
    assert "url(" not in style.text and "@import" not in style.text


@pytest.mark.parametrize(
    ("token", "status"),
    [("x", 400), ("a" * 32, 404), ("00a1b2c3d4e5", 400), ("%3Cscript%3E", 400), ("a" * 5_000, 400), ("%00", 400)],
)
async def test_what_opens_nothing_says_so_in_words(desk: Desk, token: str, status: int) -> None:
    answer = await desk.client.get(f"/handoff/{token}", headers=FA)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "خانم" not in answer.text and "<script>" not in answer.text


async def test_a_forged_token_and_an_unknown_one_look_the_same(desk: Desk) -> None:
    forged = TokenMint(b"the secret of another").mint(desk.packet.packet_id, NOW_S + 60)
    nobody = desk.mint.mint("ffffffffffff", NOW_S + 60)
    answers = [await desk.client.get(f"/handoff/{token}", headers=FA) for token in (forged, nobody)]
    assert {(one.status_code, one.text) for one in answers} == {(404, answers[0].text)}


async def test_after_its_life_it_neither_opens_nor_acts(desk: Desk) -> None:
    page = (await desk.client.get(f"/handoff/{desk.token}", headers=FA)).text
    desk.clock.now_s = NOW_S + 3_601
    assert (await desk.client.get(f"/handoff/{desk.token}", headers=FA)).status_code == 410
    late = {"form": hidden(page, "form"), "who": "sara"}
    answer = await desk.client.post(f"/handoff/{desk.token}/accept", data=late, headers=FA)
    assert answer.status_code == 410 and "یک ساعت" in answer.text
    assert await desk.store.events(desk.packet.packet_id) == ()


async def test_an_agent_accepts_notes_and_closes(desk: Desk) -> None:
    for deed, text in (("accept", ""), ("note", "خط یک\r\nخط دو"), ("close", "تمام شد")):
        answer = await send(desk, deed, who="سارا", text=text)
        assert (answer.status_code, answer.headers["location"]) == (303, f"/handoff/{desk.token}")
    events = await desk.store.events(desk.packet.packet_id)
    assert [one.kind for one in events] == [EventKind.ACCEPTED, EventKind.NOTE, EventKind.CLOSED]
    page = (await desk.client.get(f"/handoff/{desk.token}", headers=FA)).text
    assert "خط دو" in page and "پایان کار را ثبت کرد" in page
    assert "formaction" not in page, "what is closed is not closed again"


async def test_a_form_that_is_sent_twice_counts_once(desk: Desk) -> None:
    page = (await desk.client.get(f"/handoff/{desk.token}", headers=FA)).text
    sent = {"form": hidden(page, "form"), "key": hidden(page, "key"), "who": "sara", "text": "once"}
    for _ in range(2):
        assert (await desk.client.post(f"/handoff/{desk.token}/note", data=sent)).status_code == 303
    assert len(await desk.store.events(desk.packet.packet_id)) == 1


async def test_a_second_agent_is_told_who_has_it(desk: Desk) -> None:
    await send(desk, "accept", who="سارا")
    clerk = desk.parts.handoffs.clerk
    form = hidden((await desk.client.get(f"/handoff/{desk.token}", headers=FA)).text, "form")
    answer = await desk.client.post(f"/handoff/{desk.token}/accept", data={"form": form, "who": "رضا"}, headers=FA)
    assert (answer.status_code, "همکارتان سارا" in answer.text) == (409, True)
    await clerk.close(desk.packet.packet_id, "سارا")
    late = await desk.client.post(f"/handoff/{desk.token}/accept", data={"form": form, "who": "رضا"}, headers=FA)
    assert (late.status_code, "پایان کار را ثبت کرده" in late.text) == (409, True)


@pytest.mark.parametrize("form", ["", "x", "ه", "0" * 32])
async def test_a_form_of_another_site_does_nothing(desk: Desk, form: str) -> None:
    answer = await send(desk, "accept", form=form, who="sara")
    assert (answer.status_code, "این فرم دیگر معتبر نیست" in answer.text) == (403, True)
    assert await desk.store.events(desk.packet.packet_id) == ()


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
async def test_what_the_browser_says_comes_from_elsewhere_does_nothing(desk: Desk, site: str) -> None:
    form = hidden((await desk.client.get(f"/handoff/{desk.token}", headers=FA)).text, "form")
    told = {**FA, "Sec-Fetch-Site": site}
    answer = await desk.client.post(f"/handoff/{desk.token}/accept", data={"form": form, "who": "sara"}, headers=told)
    assert answer.status_code == 403
    assert await desk.store.events(desk.packet.packet_id) == ()


async def test_a_form_of_another_handoff_does_nothing(desk: Desk) -> None:
    other = replace(desk.packet, packet_id="000000000002")
    await desk.store.put(other)
    page = await desk.client.get(f"/handoff/{desk.mint.mint(other.packet_id, NOW_S + 60)}", headers=FA)
    assert (await send(desk, "accept", form=hidden(page.text, "form"), who="sara")).status_code == 403


@pytest.mark.parametrize(
    "fields", [{"text": "no name"}, {"who": " ", "text": "x"}, {"who": "sara"}, {"who": "sara", "text": "y" * 2_001}]
)
async def test_an_unfinished_note_is_given_back(desk: Desk, fields: dict[str, str]) -> None:
    answer = await send(desk, "note", **fields)
    assert answer.status_code == 400
    assert fields.get("text", "") in answer.text
    assert await desk.store.events(desk.packet.packet_id) == ()


@pytest.mark.parametrize("body", [b"\xff\xfe", b"form=%ff&who=%00", b"&" * 1_000, b"a=1" + b"&a=1" * 50, b"{}"])
async def test_an_odd_body_does_nothing(desk: Desk, body: bytes) -> None:
    answer = await desk.client.post(f"/handoff/{desk.token}/accept", content=body, headers=FA)
    assert answer.status_code == 403


async def test_what_cannot_be_decided_while_the_database_is_locked_is_told_and_the_note_is_not_lost(desk: Desk) -> None:
    with locked_by_another_process(desk.folder / "state.db"):
        answer = await send(desk, "close", who="sara", text="a long note")
        assert (answer.status_code, "پایگاه داده" in answer.text, "a long note" in answer.text) == (503, True, True)
        assert (await send(desk, "note", who="sara", text="a long note")).status_code == 303
        assert "a long note" in (await desk.client.get(f"/handoff/{desk.token}", headers=FA)).text


@pytest.mark.parametrize(("method", "deed"), [("GET", "accept"), ("PUT", ""), ("POST", ""), ("POST", "delete")])
async def test_wrong_methods_and_deeds(desk: Desk, method: str, deed: str) -> None:
    answer = await desk.client.request(method, f"/handoff/{desk.token}/{deed}".rstrip("/"), headers=FA)
    assert answer.status_code in (404, 405)
    assert answer.headers["content-type"].startswith("text/html")
