"""Calls in two languages on one server: the dialled number, a key, the first sentence and a wish choose.

All calls are held at once before the first test looks at them. The two sounds were spoken by espeak-ng.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.journal.reader import JournalReader
from bot.journal.records import RecordedCall, Turn
from bot.lab.demo.scenario import SOUNDS
from bot.lab.serving import serving
from bot.settings.settings import Settings
from bot.store.database import open_database
from handoff.packet import ContextPacket
from tests.calls.conftest import TURN_S, Exchange, bot_quiet, heard_since, place_call, until
from tests.shipped import CALL
from voice.models import embedded
from voice.softphone.remote import RemotePhone

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.sip,
    pytest.mark.rasa,
    pytest.mark.timeout(240),
    pytest.mark.skipif(embedded.available("ar") is None, reason="no Arabic recogniser is shipped yet"),
]

TO_ARABIC, BY_KEY, BY_SPEECH, BY_WISH = (f"0210000000{number}" for number in range(4))
"""Numbers of strangers, one a call."""
WHERE_IS_MY_ORDER = Path(__file__).parent / "sounds" / "ar_order.wav"
"""«عايز أعرف طلبي وصل فين»"""
SPEAK_ARABIC = Path(__file__).parent / "sounds" / "fa_speak_arabic.wav"
"""«لطفاً عربی صحبت کنید»"""
MY_BALANCE = SOUNDS / "caller_balance.wav"


@dataclass(frozen=True)
class Held:
    """The calls that were held, by the caller's number, and the packets of those that went to the agent."""

    calls: dict[str, RecordedCall]
    packets: dict[str, ContextPacket]

    def said(self, caller: str) -> list[str]:
        """What the bot said in a call, in order."""
        return [turn.text for turn in self.calls[caller].turns if turn.speaker == "bot"]

    def heard(self, caller: str) -> list[Turn]:
        """What the caller of a call did, in order."""
        return [turn for turn in self.calls[caller].turns if turn.speaker == "caller"]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def held(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Held]:
    """A server whose numbers 2* are Arabic and whose other calls begin in either language; and its calls."""
    async with AsyncExitStack() as stack:
        agent = await stack.enter_async_context(RemotePhone(auto_answer=True))
        changes: dict[str, dict[str, Any]] = {
            "handoff": {"agent": f"sip:agent@127.0.0.1:{agent.port}"},
            "languages": {"by_number": {"2*": "ar"}, "detect": True},
        }
        server = await stack.enter_async_context(serving(settings, tmp_path_factory.mktemp("bilingual"), changes))
        exchange = Exchange(server, agent)
        await asyncio.gather(hold_with_the_agent(exchange), hold_by_speech(exchange), hold_by_wish(exchange))
        calls = {caller: await ended(exchange, caller) for caller in (TO_ARABIC, BY_KEY, BY_SPEECH, BY_WISH)}
        packets = {caller: exchange.packet(calls[caller].call_id) for caller in (TO_ARABIC, BY_KEY)}
        yield Held(calls, packets)


async def hold_with_the_agent(exchange: Exchange) -> None:
    """Two calls, one after the other, since there is one agent."""
    async with RemotePhone(user=TO_ARABIC) as phone:
        await place_call(phone, exchange.server.uri.replace("sip:100@", "sip:200@"))
        await to_the_agent(exchange, phone)
    async with RemotePhone(user=BY_KEY) as phone:
        await place_call(phone, exchange.server.uri)
        pressed_s = time.monotonic()
        await phone.do("dtmf", digits="2")
        await until(lambda: heard_since(phone, "far_speech_started", pressed_s), "an answer in Arabic")
        await bot_quiet(phone)
        await to_the_agent(exchange, phone)


async def hold_by_speech(exchange: Exchange) -> None:
    """An Arabic sentence after the greeting in both languages; the answer to it."""
    async with RemotePhone(user=BY_SPEECH) as phone:
        await place_call(phone, exchange.server.uri)
        await tell(phone, WHERE_IS_MY_ORDER)
        await phone.do("hangup")
        await phone.wait("ended")


async def hold_by_wish(exchange: Exchange) -> None:
    """A Persian sentence, then the wish for Arabic."""
    async with RemotePhone(user=BY_WISH) as phone:
        await place_call(phone, exchange.server.uri)
        await tell(phone, MY_BALANCE)
        await tell(phone, SPEAK_ARABIC)
        await phone.do("hangup")
        await phone.wait("ended")


async def tell(phone: RemotePhone, sound: Path) -> None:
    """Say a sentence and hear the whole answer."""
    played = len(phone.events)
    await phone.do("play", file=str(sound))
    spoken = await until(lambda: _event(phone, "play_ended", played), "the end of the sentence")
    since_s = float(spoken["speech_ended_t"])
    await until(lambda: heard_since(phone, "far_speech_started", since_s), "an answer", 2 * TURN_S)
    await bot_quiet(phone)


def _event(phone: RemotePhone, name: str, since: int) -> dict[str, Any] | None:
    return next((event for event in phone.events[since:] if event["event"] == name), None)


async def to_the_agent(exchange: Exchange, phone: RemotePhone) -> None:
    """Key 0, the agent's whisper, and the end of the call."""
    seen = len(exchange.agent.events)
    await phone.do("dtmf", digits="0")
    incoming = await until(lambda: _event(exchange.agent, "incoming", seen), "the agent's telephone", 2 * TURN_S)
    await until(lambda: heard_since(exchange.agent, "far_speech_started", incoming["t"]), "the whisper")
    await bot_quiet(exchange.agent)
    await bot_quiet(phone)
    await phone.do("hangup")
    await phone.wait("ended")


async def ended(exchange: Exchange, caller: str) -> RecordedCall:
    """The call of `caller`, once the journal has its end."""

    def look() -> RecordedCall | None:
        engine = open_database(exchange.server.database)
        try:
            journal = JournalReader(engine)
            found = [call.call_id for call in journal.calls(10) if call.caller == caller]
            call = journal.call(found[0]) if found else None
        finally:
            engine.dispose()
        return call if call is not None and call.end_reason else None

    return await until(look, f"the end of the call of {caller}")


async def test_a_number_for_arabic_is_answered_in_arabic_and_zero_brings_the_agent(held: Held) -> None:
    call, packet = held.calls[TO_ARABIC], held.packets[TO_ARABIC]
    assert call.language == "ar"
    assert call.handoff_outcome == "bridged"
    assert call.turns[0].speaker == "bot"
    assert call.turns[0].text.startswith("مَرْحَبًا")
    assert CALL["fa"].choose not in call.turns[0].text
    assert (packet.language, packet.reason) == ("ar", "key_zero")


async def test_a_stranger_is_greeted_in_both_languages_and_chooses_by_key(held: Held) -> None:
    assert held.calls[BY_KEY].language == "ar"
    said = held.said(BY_KEY)
    assert CALL["ar"].choose in said[0]
    assert said[1] == CALL["ar"].go_on
    assert held.packets[BY_KEY].language == "ar"


async def test_an_arabic_sentence_is_answered_in_arabic_without_a_question(held: Held) -> None:
    assert held.calls[BY_SPEECH].language == "ar"
    answer = held.said(BY_SPEECH)[1]
    assert CALL["ar"].choose not in answer
    assert "ة" in answer or "ال" in answer
    first = held.heard(BY_SPEECH)[0]
    assert (first.kind, first.intent) == ("speech", "ask_order_status")
    assert first.text == "عايز أعرف طلبي وصل فين"


async def test_a_persian_sentence_is_answered_in_persian_and_a_wish_for_arabic_is_met(held: Held) -> None:
    said = held.said(BY_WISH)
    assert CALL["ar"].choose in said[0]
    assert CALL["fa"].choose not in said[1]
    assert held.heard(BY_WISH)[0].intent == "ask_balance"
    assert said[-1] == CALL["ar"].go_on
    assert held.calls[BY_WISH].language == "ar"
