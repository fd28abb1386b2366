"""Keys in the bodies that telephones really send."""

import pytest

from voice.gateway.info_keys import carries_keys, keys_of
from voice.gateway.messages import Request, parse_request


def info(body: str, kind: str = "application/dtmf-relay") -> Request:
    return parse_request(f"INFO sip:a@b SIP/2.0\r\nContent-Type: {kind}\r\n\r\n{body}")


@pytest.mark.parametrize(
    ("body", "keys"),
    [
        ("Signal=5\r\nDuration=160\r\n", "5"),
        ("Signal= 5\r\nDuration= 160\r\n", "5"),
        ("signal=5\nduration=160", "5"),
        ("SIGNAL = 5", "5"),
        ("Signal:5", "5"),
        ('Signal="5"', "5"),
        ("Duration=160\r\nSignal=0", "0"),
        ("Signal=*", "*"),
        ("Signal=#\r\n", "#"),
        ("Signal=10", "*"),
        ("Signal= 11\r\n", "#"),
        ("Signal=12", "A"),
        ("Signal=15", "D"),
        ("Signal=d", "D"),
        ("Signal=star", "*"),
        ("Signal=pound", "#"),
        ("Signal=1\r\nDuration=100\r\nSignal=2\r\nDuration=100", "12"),
        ("Signal=16", ""),
        ("Signal=!", ""),
        ("Signal=", ""),
        ("Duration=160", ""),
    ],
)
def test_the_relay_form(body: str, keys: str) -> None:
    assert carries_keys(info(body))
    assert keys_of(info(body)) == keys


@pytest.mark.parametrize(
    ("body", "keys"),
    [
        ("5", "5"),
        (" 5\r\n", "5"),
        ("*", "*"),
        ("#", "#"),
        ("10", "*"),
        ("11", "#"),
        ("a", "A"),
        ("123", "123"),
        ("", ""),
    ],
)
def test_the_bare_form(body: str, keys: str) -> None:
    assert keys_of(info(body, "application/dtmf")) == keys


@pytest.mark.parametrize("body", ["Signal=7", "signal= 7\n", "d=7", "p=Digit-Collection\r\ny=Digits\r\nd=7\r\n"])
@pytest.mark.parametrize(
    "kind", ["application/dtmf", "Application/DTMF-Relay; charset=utf-8", "application/vnd.nortelnetworks.digits"]
)
def test_any_body_under_any_of_the_types(body: str, kind: str) -> None:
    assert carries_keys(info(body, kind))
    assert keys_of(info(body, kind)) == "7"


def test_a_body_without_a_type_is_known_by_its_words() -> None:
    assert carries_keys(parse_request("INFO sip:a@b SIP/2.0\r\nX: y\r\n\r\nSignal=3"))
    assert not carries_keys(parse_request("INFO sip:a@b SIP/2.0\r\nX: y\r\n\r\n<media_control/>"))


@pytest.mark.parametrize("kind", ["application/media_control+xml", "text/plain", "application/dtmf-relayed"])
def test_other_types_are_not_about_keys(kind: str) -> None:
    assert not carries_keys(info("Signal=5", kind))
