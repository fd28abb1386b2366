"""Caller IDs from honest and from hostile hands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.errors import BadAddress
from voice.events import Party
from voice.gateway.parties import (
    MAX_USER_CHARS,
    checked_header,
    checked_uri,
    parse_party,
    safe_name,
    safe_user,
    split_uri,
)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ('"رضا احمدی" <sip:09121234567@pbx.local>;tag=7', Party("09121234567", "pbx.local", "رضا احمدی")),
        ("<sip:+98912@10.0.0.1:5062;user=phone>;tag=7", Party("+98912", "10.0.0.1:5062")),
        ("sip:100@10.0.0.1;tag=7", Party("100", "10.0.0.1")),
        ("Anonymous <sip:anonymous@anonymous.invalid>", Party("anonymous", "anonymous.invalid", "Anonymous")),
        ("<tel:+98-21-88;phone-context=x>", Party("+982188", "")),
        ("<sip:%2B98912@h>", Party("+98912", "h")),
        ("<sip:user:secret@h>", Party("user", "h")),
        ("<sip:h>", Party("", "h")),
        ("", Party("", "")),
        ("<<<>>>", Party("", "")),
        ("<http://evil/>", Party("", "")),
        ('"\'; DROP TABLE calls; --" <sip:1@h>', Party("1", "h", "DROP TABLE calls --")),
        ('"$(reboot)" <sip:$(reboot)@h>', Party("reboot", "h", "reboot")),
        ("<sip:%0d%0aX-Evil:1@h>", Party("X-Evil", "h")),
    ],
)
def test_parse_party(value: str, expected: Party) -> None:
    assert parse_party(value) == expected


def test_display_names_lose_direction_overrides_but_keep_persian_spelling() -> None:
    assert safe_name("\u202eevil\u202c\u200f") == "evil"
    assert safe_name("می\u200cخواهم") == "می\u200cخواهم"
    assert safe_name("a\r\nb\tc") == "a b c"


def test_long_users_are_cut() -> None:
    assert len(safe_user("1" * 1000)) == MAX_USER_CHARS


def test_split_uri_keeps_the_last_at_as_the_border() -> None:
    assert split_uri("sip:a@b@host:5060;transport=tcp") == ("a@b", "host:5060")


@given(st.text())
def test_any_text_gives_a_safe_party(text: str) -> None:
    party = parse_party(text)
    assert not set("<>\"'`;$|&\r\n\0 ") & set(party.user + party.host)
    assert all(c.isprintable() or c == "\u200c" for c in party.display_name)


@given(st.from_regex(r"\A[0-9+*#]{1,15}\Z"), st.from_regex(r"\A[a-z][a-z0-9.]{0,20}\Z"))
def test_a_clean_address_survives(user: str, host: str) -> None:
    assert parse_party(f"<sip:{user}@{host}>") == Party(user, host)


@pytest.mark.parametrize("uri", ["sip:100@10.0.0.1", "sips:a@[::1]:5061;transport=tls", "SIP:queue-ab@pbx?X-A=1"])
def test_usable_uris(uri: str) -> None:
    assert checked_uri(uri) == uri


@pytest.mark.parametrize("uri", ["", "100", "tel:100", "sip:", "sip:a b@h", "sip:a@h>\r\nX-Evil: 1", "sip:a@h\n"])
def test_unusable_uris(uri: str) -> None:
    with pytest.raises(BadAddress):
        checked_uri(uri)


def test_a_bad_uri_is_not_told_in_full() -> None:
    with pytest.raises(BadAddress) as caught:
        checked_uri("sip:09121234567 @pbx")
    assert "1234567" not in str(caught.value)


def test_headers_that_may_be_sent() -> None:
    assert checked_header("User-to-User", "0041;encoding=hex") == ("User-to-User", "0041;encoding=hex")


@pytest.mark.parametrize(("name", "value"), [("", "x"), ("X A", "x"), ("X:A", "x"), ("X-A", "a\r\nX-B: c")])
def test_headers_that_would_break_the_message(name: str, value: str) -> None:
    with pytest.raises(BadAddress):
        checked_header(name, value)
