"""The phone: how it is called, refuses, answers, chooses its codec, and registers with a registrar made here."""

import asyncio
import re
from collections.abc import AsyncIterator

import pytest

from voice.softphone.remote import RemotePhone

pytestmark = pytest.mark.sip


@pytest.fixture
async def caller() -> AsyncIterator[RemotePhone]:
    async with RemotePhone(user="amir") as phone:
        yield phone


async def test_an_agent_tells_who_calls_and_with_what_headers(caller: RemotePhone) -> None:
    async with RemotePhone() as agent:
        headers = {"X-Ticket": "a;b=c", "User-to-User": "00ff", "Subject": "not told"}
        await caller.do("call", uri=f"sip:100@127.0.0.1:{agent.port}", headers=headers)
        incoming = await agent.wait("incoming")
        assert incoming["called"] == "100"
        assert incoming["from"].startswith("<sip:amir@127.0.0.1") or incoming["from"].startswith("sip:amir@127.0.0.1")
        told = incoming["headers"]
        assert (told["X-Ticket"], told["User-to-User"]) == ("a;b=c", "00ff")
        assert set(told) == {"X-Ticket", "User-to-User", "Call-ID"}


async def test_a_phone_that_refuses_never_rings(caller: RemotePhone) -> None:
    async with RemotePhone(refuse_with=603) as agent:
        await caller.do("call", uri=f"sip:1@127.0.0.1:{agent.port}")
        assert (await caller.wait("ended"))["code"] == 603
        assert not [event for event in caller.events if event["event"] == "ringing"]


async def test_a_phone_answers_when_it_is_told_to(caller: RemotePhone) -> None:
    async with RemotePhone() as agent:
        await caller.do("call", uri=f"sip:1@127.0.0.1:{agent.port}")
        await caller.wait("ringing")
        assert not [event for event in caller.events if event["event"] == "answered"]
        await agent.do("answer")
        await caller.wait("answered")


async def test_a_call_that_ends_before_its_answer_is_not_answered(caller: RemotePhone) -> None:
    async with RemotePhone(auto_answer=True, answer_after_ms=60_000) as agent:
        await caller.do("call", uri=f"sip:1@127.0.0.1:{agent.port}")
        await caller.wait("ringing")
        await caller.do("hangup")
        assert (await caller.wait("ended"))["code"] == 487
        assert (await agent.wait("ended"))["code"] == 487
        assert not [event for event in agent.events if event["event"] == "answered"]


async def test_a_codec_is_chosen_for_offers_from_now_on(caller: RemotePhone) -> None:
    async with RemotePhone(auto_answer=True) as agent:
        for codec in ("PCMU", "G722", "PCMA"):
            await caller.do("codecs", codecs=[codec])
            await caller.do("call", uri=f"sip:1@127.0.0.1:{agent.port}", id=codec)
            assert (await caller.wait("answered", id=codec))["codec"] == codec
            await caller.do("stats", id=codec)
            assert (await caller.wait("stats"))["codec"] == codec


async def test_phones_without_a_codec_in_common_do_not_speak(caller: RemotePhone) -> None:
    async with RemotePhone(auto_answer=True, codecs=["PCMU"]) as agent:
        await caller.do("codecs", codecs=["PCMA"])
        await caller.do("call", uri=f"sip:1@127.0.0.1:{agent.port}")
        assert (await caller.wait("ended"))["code"] == 488


async def test_a_command_without_a_name_is_for_the_newest_call(caller: RemotePhone) -> None:
    async with RemotePhone(auto_answer=True) as agent:
        for name in ("old", "new"):
            await caller.do("call", uri=f"sip:{name}@127.0.0.1:{agent.port}", id=name)
            await caller.wait("answered", id=name)
        await caller.do("hangup")
        assert (await caller.wait("ended"))["id"] == "new"
        await caller.do("stats", id="new")
        assert (await caller.wait("error"))["message"] == "stats: 'new' is missing or unknown"
        await caller.do("stats")
        assert (await caller.wait("stats"))["id"] == "old"


async def test_a_phone_that_leaves_hangs_up(caller: RemotePhone) -> None:
    async with RemotePhone(auto_answer=True) as agent:
        await caller.do("call", uri=f"sip:1@127.0.0.1:{agent.port}")
        await caller.wait("answered")
    assert (await caller.wait("ended"))["code"] == 200


# --- registering --------------------------------------------------------------------------------------------------


class Registrar(asyncio.DatagramProtocol):
    """Answers each REGISTER with one status (RFC 3261 section 10.3, without keeping anything)."""

    def __init__(self, status: str) -> None:
        self.asked: list[str] = []
        self._status = status
        self._transport: asyncio.DatagramTransport | None = None

    def connection_made(self, transport: asyncio.DatagramTransport) -> None:  # type: ignore[override]
        self._transport = transport

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        message = data.decode(errors="replace")
        if not message.startswith("REGISTER ") or self._transport is None:
            return
        self.asked.append(message)
        kept = re.findall(r"(?im)^(?:Via|From|Call-ID|CSeq|Contact|Expires):[^\r\n]*", message)
        to = re.search(r"(?im)^To:[^\r\n]*", message)
        lines = [f"SIP/2.0 {self._status}", *kept, f"{to[0] if to else 'To: <sip:x>'};tag=t", "Content-Length: 0"]
        self._transport.sendto("\r\n".join([*lines, "", ""]).encode(), addr)


@pytest.mark.parametrize(("status", "code", "active"), [("200 OK", 200, True), ("403 Forbidden", 403, False)])
async def test_a_registrars_answer_is_told(status: str, code: int, active: bool) -> None:
    loop = asyncio.get_running_loop()
    transport, registrar = await loop.create_datagram_endpoint(lambda: Registrar(status), ("127.0.0.1", 0))
    port = transport.get_extra_info("sockname")[1]
    async with RemotePhone() as phone:
        await phone.do("register", registrar=f"sip:127.0.0.1:{port}", user="sara", password="p")
        told = await phone.wait("registered")
    transport.close()
    assert (told["code"], told["active"]) == (code, active)
    assert "sip:sara@127.0.0.1" in registrar.asked[0]
