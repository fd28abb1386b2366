"""What an INVITE says about a call, read once at the door; pure."""

from dataclasses import dataclass

from voice.events import Party
from voice.gateway.identity import caller_of, diverted_from
from voice.gateway.messages import Headers, application_headers, parse_request
from voice.gateway.parties import parse_party, safe_user, split_uri


@dataclass(frozen=True, slots=True)
class Invitation:
    """An incoming call before it is answered."""

    source: str  # where the packet came from: "192.0.2.7:5060"
    caller: Party
    called: str  # the number or extension that was dialled
    headers: Headers  # X-*, User-to-User, Call-ID
    diverted_from: Party = Party("", "")  # who was called first, where the call was forwarded


def read_invitation(message: str, source: str, own_user: str = "") -> Invitation:
    """Read a raw INVITE.

    Called is the user of the Request-URI; a call that came through our registration has our own user there
    (RFC 3261 section 16.5 rewrites it to the contact), so then To says what was dialled.
    """
    request = parse_request(message)
    called = safe_user(split_uri(request.uri)[0])
    if not called or called == own_user:
        called = parse_party(request.headers.get("To", "")).user or called
    headers = request.headers
    return Invitation(source, caller_of(headers), called, application_headers(headers), diverted_from(headers))
