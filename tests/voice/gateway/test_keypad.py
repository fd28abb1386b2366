"""Each key once, whichever way it comes."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from tests.voice.gateway.tones_made import as_alaw, keys_sound
from tests.voice.gateway.wire import WireCall, code_of
from voice.events import KeyPressed
from voice.gateway.keypad import Keypad
from voice.gateway.messages import parse_request
from voice.gateway.sound import LegSound

if TYPE_CHECKING:
    from tests.voice.gateway.conftest import Exchange

Expect = Callable[..., Awaitable[Any]]


class Heard:
    def __init__(self) -> None:
        self.digits = ""
        self.sound = LegSound()
        self.keypad = Keypad(self.sound, self._tell)

    def _tell(self, event: KeyPressed) -> None:
        self.digits += event.digit

    def info(self, digit: str, number: int) -> None:
        head = f"INFO sip:a@b SIP/2.0\r\nCSeq: {number} INFO\r\nContent-Type: application/dtmf\r\n\r\n"
        self.keypad.info(parse_request(head + digit))

    def hear(self, digits: str) -> None:
        pcm = keys_sound(digits).astype("<i2").tobytes()
        for at in range(0, len(pcm), 320):
            self.sound.incoming(pcm[at : at + 320])


def test_events_and_other_signs() -> None:
    heard = Heard()
    for digit in "1a#!x":
        heard.keypad.event(digit)
    assert heard.digits == "1A#"


def test_an_info_that_is_sent_again_counts_once() -> None:
    heard = Heard()
    for digit, number in (("4", 2), ("4", 2), ("4", 3), ("5", 4)):
        heard.info(digit, number)
    assert heard.digits == "445"


def test_tones_count_where_they_are_listened_for() -> None:
    heard = Heard()
    heard.hear("12")
    assert heard.digits == ""
    heard.keypad.listen(True)
    heard.hear("34")
    assert heard.digits == "34"
    heard.keypad.listen(False)
    heard.hear("5")
    assert heard.digits == "34"


def test_a_key_that_comes_as_a_tone_and_by_info_counts_once() -> None:
    heard = Heard()
    heard.keypad.listen(True)
    heard.hear("3")
    heard.info("3", 1)
    heard.hear("7")
    heard.info("7", 2)
    assert heard.digits == "37"


def test_who_signals_keys_is_not_listened_to_again() -> None:
    heard = Heard()
    heard.keypad.listen(True)
    heard.info("3", 1)
    heard.keypad.listen(True)  # a re-INVITE settled the sound anew
    heard.hear("4")
    assert heard.digits == "3"


@pytest.mark.sip
@pytest.mark.parametrize(
    ("kind", "body", "key"),
    [
        ("application/dtmf", "0", "0"),
        ("application/dtmf", "11", "#"),
        ("application/dtmf-relay", "signal= 9\n", "9"),
        ("APPLICATION/DTMF-RELAY", "Signal=10\r\nDuration=100\r\n", "*"),
    ],
)
async def test_info_in_a_call(exchange: "Exchange", expect: Expect, kind: str, body: str, key: str) -> None:
    async with WireCall(exchange.gateway.port) as call:
        leg = await call.connect(exchange)
        assert code_of(await call.request("INFO", body, kind)) == 200
        assert (await expect(leg, KeyPressed)).digit == key


@pytest.mark.sip
async def test_tones_in_a_call_without_telephone_event(exchange: "Exchange", expect: Expect) -> None:
    async with WireCall(exchange.gateway.port) as call:
        leg = await call.connect(exchange, call.sdp(codecs="8"))
        assert "telephone-event" not in call.far_sdp
        await call.speak(as_alaw(np.concatenate([np.zeros(800), keys_sound("19*#", 80, 80)])))
        assert "".join([(await expect(leg, KeyPressed)).digit for _ in range(4)]) == "19*#"


@pytest.mark.sip
async def test_tones_beside_telephone_event_are_no_keys(exchange: "Exchange", expect: Expect) -> None:
    async with WireCall(exchange.gateway.port) as call:
        leg = await call.connect(exchange)
        await call.speak(as_alaw(keys_sound("19", 80, 80)))
        await call.request("INFO", "7", "application/dtmf")
        assert (await expect(leg, KeyPressed)).digit == "7"


@pytest.mark.sip
async def test_tones_of_a_far_side_that_answers_our_offer_without_telephone_event(
    exchange: "Exchange", expect: Expect
) -> None:
    async with WireCall(exchange.gateway.port) as call:
        inviting = asyncio.create_task(call.invite(late=call.sdp(codecs="8")))
        leg = await exchange.next_leg()
        await inviting
        assert "telephone-event" in call.far_sdp
        await call.speak(as_alaw(keys_sound("42", 80, 80, lead=800)))
        assert "".join([(await expect(leg, KeyPressed)).digit for _ in range(2)]) == "42"
