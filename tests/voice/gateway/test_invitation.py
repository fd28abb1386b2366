"""What an INVITE says about a call."""

from voice.events import Party
from voice.gateway.invitation import read_invitation


def invite(uri: str, to: str = "<sip:02188@pbx>") -> str:
    fields = f"To: {to}\r\nFrom: <sip:0912@pbx>;tag=1\r\nX-Queue: sales\r\nVia: SIP/2.0/UDP a\r\n"
    return f"INVITE {uri} SIP/2.0\r\n{fields}\r\n"


def test_the_request_uri_says_what_was_called() -> None:
    got = read_invitation(invite("sip:100@10.0.0.1:5060"), "10.0.0.2:5060")
    assert (got.called, got.source, got.caller) == ("100", "10.0.0.2:5060", Party("0912", "pbx"))
    assert dict(got.headers) == {"X-Queue": "sales"}


def test_through_our_registration_to_says_what_was_called() -> None:
    assert read_invitation(invite("sip:bot@10.0.0.1"), "10.0.0.2", own_user="bot").called == "02188"


def test_our_own_user_stays_when_to_says_nothing() -> None:
    assert read_invitation(invite("sip:bot@10.0.0.1", to="<sip:pbx>"), "10.0.0.2", own_user="bot").called == "bot"


def test_a_uri_without_a_user_falls_back_to_to() -> None:
    assert read_invitation(invite("sip:10.0.0.1"), "10.0.0.2").called == "02188"


def test_garbage_is_an_empty_invitation() -> None:
    got = read_invitation("\x00\xff", "")
    assert (got.called, got.caller) == ("", Party("", ""))
