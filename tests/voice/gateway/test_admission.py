"""The door: who is let in, and what the others hear."""

import pytest

from voice.gateway.admission import (
    BUSY,
    DRAINING,
    FLOODED,
    NO_SUCH_NUMBER,
    NOT_ALLOWED,
    Admission,
    Load,
    Offer,
    Refusal,
    is_allowed_number,
    is_peer,
    source_ip,
)
from voice.gateway.options import parse_networks

LOCAL = parse_networks(("127.0.0.0/8",))
QUIET = Load(incoming=0, unconfirmed_from_source=0, draining=False)
FRIEND = Offer("127.0.0.1:5060", "100")


def test_a_peer_that_dials_an_allowed_number_comes_in() -> None:
    assert Admission(LOCAL, ("1??",), max_calls=10).judge(FRIEND, QUIET) is None


@pytest.mark.parametrize(
    ("offer", "load", "expected"),
    [
        (Offer("192.0.2.1:5060", "100"), QUIET, NOT_ALLOWED),
        (Offer("127.0.0.1:5060", "200"), QUIET, NO_SUCH_NUMBER),
        (FRIEND, Load(0, 0, draining=True), DRAINING),
        (FRIEND, Load(10, 0, draining=False), BUSY),
        (FRIEND, Load(9, 5, draining=False), FLOODED),
        (FRIEND, Load(9, 4, draining=False), None),
    ],
)
def test_each_rule(offer: Offer, load: Load, expected: Refusal | None) -> None:
    rules = Admission(LOCAL, ("100",), max_calls=10, max_unconfirmed_per_source=5)
    assert rules.judge(offer, load) == expected


def test_a_stranger_learns_nothing_about_numbers_or_load() -> None:
    rules = Admission(LOCAL, ("100",), max_calls=1)
    full = Load(1, 50, draining=True)
    assert rules.judge(Offer("192.0.2.1:5060", "999"), full) == NOT_ALLOWED


def test_an_unknown_number_is_unknown_also_when_full() -> None:
    assert Admission(LOCAL, ("100",), max_calls=0).judge(Offer("127.0.0.1:1", "9"), QUIET) == NO_SUCH_NUMBER


def test_the_answers_are_those_of_the_standard() -> None:
    assert [r.sip_code for r in (NOT_ALLOWED, NO_SUCH_NUMBER, BUSY, DRAINING, FLOODED)] == [403, 404, 486, 503, 503]
    assert DRAINING.retry_after_s and FLOODED.retry_after_s
    assert BUSY.retry_after_s is None


@pytest.mark.parametrize(
    ("source", "cidr", "allowed"),
    [
        ("127.0.0.1:5060", "127.0.0.0/8", True),
        ("127.0.0.1", "127.0.0.1", True),
        ("128.0.0.1:5060", "127.0.0.0/8", False),
        ("[2001:db8::7]:5060", "2001:db8::/32", True),
        ("[2001:db9::7]:5060", "2001:db8::/32", False),
        ("[::ffff:10.1.2.3]:5060", "10.0.0.0/8", True),
        ("2001:db8::7", "2001:db8::/32", True),
        ("10.0.0.1:5060", "2001:db8::/32", False),
        ("", "0.0.0.0/0", False),
        ("pbx.example:5060", "0.0.0.0/0", False),
        ("127.0.0.1.evil:5060", "127.0.0.0/8", False),
    ],
)
def test_peers(source: str, cidr: str, allowed: bool) -> None:
    assert is_peer(source, parse_networks((cidr,))) is allowed


def test_no_peers_allow_nobody() -> None:
    assert not is_peer("127.0.0.1:5060", ())


@pytest.mark.parametrize(
    ("called", "patterns", "allowed"),
    [
        ("02188", (), True),
        ("02188", ("021*",), True),
        ("02188", ("3*", "0218?"), True),
        ("0218", ("0218?",), False),
        ("+9821", ("+98*",), True),
        ("", ("*",), True),
        ("", ("1*",), False),
        ("Support", ("support",), False),  # SIP users are case-sensitive, RFC 3261 section 19.1.4
    ],
)
def test_numbers(called: str, patterns: tuple[str, ...], allowed: bool) -> None:
    assert is_allowed_number(called, patterns) is allowed


def test_source_ip() -> None:
    assert source_ip("192.0.2.7:5060") == "192.0.2.7"
    assert source_ip("[2001:db8::7]:5060") == "2001:db8::7"
    assert source_ip("192.0.2.7") == "192.0.2.7"


def test_when_nobody_could_serve_one_more_the_line_is_busy() -> None:
    peers = parse_networks(("192.0.2.0/24",))
    offer, load = Offer("192.0.2.7:5060", "100"), Load(3, 0, False)
    assert Admission(peers, (), 10, full=lambda: True).judge(offer, load) == BUSY
    assert Admission(peers, (), 10, full=lambda: False).judge(offer, load) is None
