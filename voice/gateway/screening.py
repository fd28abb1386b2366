"""What becomes of a request before the SIP stack sees it; pure. It mends what pjsip answers wrongly or too readily.

            ┌ of a live call ── OPTIONS 200, keys in INFO 200, offer without our codec 488, method unknown 405
request ────┼ of a stranger ─── INVITE 403, anything else: silence
            └ of a peer ─────── sips: or foreign URI 416, draining OPTIONS 503, unused method 405, unknown call 481
                                everything else goes on to the stack (and an INVITE to `Admission`)
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from voice.gateway.admission import RETRY_AFTER_S, is_peer
from voice.gateway.info_keys import KEY_TYPES, carries_keys
from voice.gateway.messages import Headers, Request, parse_request
from voice.gateway.offers import has_our_codec
from voice.gateway.options import Network

METHODS = ("INVITE", "ACK", "BYE", "CANCEL", "OPTIONS", "UPDATE", "PRACK", "INFO", "NOTIFY", "REFER")
_ALLOW = ("Allow", ", ".join(METHODS))
_ACCEPT_INFO = ("Accept", ", ".join(KEY_TYPES))
_ONLY_IN_CALLS = ("BYE", "UPDATE", "PRACK", "INFO", "REFER")
_NEVER_ANSWERED = ("ACK",)  # RFC 3261 section 17.1.1.3


@dataclass(frozen=True, slots=True)
class Answer:
    """A final answer (RFC 3261 section 21) that the stack does not give of itself."""

    sip_code: int
    reason: str
    headers: tuple[tuple[str, str], ...] = ()


Verdict = Answer | Literal["pass", "drop"]

ALIVE = Answer(200, "OK", (_ALLOW, ("Accept", "application/sdp")))
KEYS_TAKEN = Answer(200, "OK")
NOT_ALLOWED = Answer(403, "Forbidden")
NO_SUCH_METHOD = Answer(405, "Method Not Allowed", (_ALLOW,))
NO_SUCH_TYPE = Answer(415, "Unsupported Media Type", (_ACCEPT_INFO,))
NO_SUCH_SCHEME = Answer(416, "Unsupported URI Scheme")
NO_SUCH_PACKAGE = Answer(469, "Bad Info Package", (("Recv-Info", ""),))  # RFC 6086 section 4.2.2
NO_SUCH_CALL = Answer(481, "Call/Transaction Does Not Exist")
NO_COMMON_CODEC = Answer(488, "Not Acceptable Here")
DRAINING = Answer(503, "Service Unavailable", (("Retry-After", str(RETRY_AFTER_S)),))


@dataclass(frozen=True)
class Screen:
    """The rules; `is_live` knows the Call-IDs of live calls."""

    peers: Callable[[], Sequence[Network]]
    is_live: Callable[[str], bool]
    codecs: Sequence[str]

    def judge(self, request: Request, source: str, *, draining: bool) -> Verdict:
        """What becomes of a request that came from `source` ("192.0.2.7:5060")."""
        if self.is_live(request.call_id):
            return self._in_call(request)
        if not is_peer(source, self.peers()):
            return NOT_ALLOWED if request.method == "INVITE" else "drop"
        if request.method in _NEVER_ANSWERED or request.method == "CANCEL":
            return "pass"
        if not _is_our_scheme(request.uri):
            return NO_SUCH_SCHEME
        if request.method not in METHODS:
            return NO_SUCH_METHOD
        if request.method in _ONLY_IN_CALLS:
            return NO_SUCH_CALL
        if draining and request.method == "OPTIONS" and not _has_tag(request.headers):
            return DRAINING
        return "pass"

    def _in_call(self, request: Request) -> Verdict:
        if request.method not in METHODS:
            return NO_SUCH_METHOD
        if request.method == "OPTIONS":
            return ALIVE
        if request.method == "INFO":
            return _info(request)
        if request.method in ("INVITE", "UPDATE") and _has_tag(request.headers) and self._offers_nothing(request):
            return NO_COMMON_CODEC
        return "pass"

    def _offers_nothing(self, request: Request) -> bool:
        return request.content_type == "application/sdp" and not has_our_codec(request.body, self.codecs)


def _info(request: Request) -> Verdict:
    if "Info-Package" in request.headers:
        return NO_SUCH_PACKAGE
    if carries_keys(request) or not request.body.strip():
        return KEYS_TAKEN
    return NO_SUCH_TYPE


def _is_our_scheme(uri: str) -> bool:
    """sip: and tel:; sips: asks for TLS on every hop (RFC 3261 section 26.2.2), which this gateway does not have."""
    return uri.partition(":")[0].strip().lower() in ("sip", "tel")


def _has_tag(headers: Headers) -> bool:
    """Whether a request names a dialog."""
    return ";tag=" in headers.get("To", "").replace(" ", "").lower()


# --- what cannot be parsed ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Rebuke:
    """A 400 to a request that pjsip could not read: a packet, and the address its Via names."""

    packet: bytes
    host: str
    port: int


_SENT_BY = re.compile(
    r"\s*SIP\s*/\s*2\.0\s*/\s*\w+\s+(?:\[(?P<v6>[0-9A-Fa-f:.]+)\]|(?P<v4>[0-9.]+))\s*(?::\s*(?P<port>[0-9]{1,5}))?\s*(?=[;,]|$)",
    re.IGNORECASE,
)
_KEPT = ("Via", "From", "To", "Call-ID", "CSeq")


def rebuke(packet: bytes, peers: Sequence[Network]) -> Rebuke | None:
    """The 400 for a broken request of a peer; None for what is no request, for strangers, and for an ACK.

    pjsip lets go of the sender's address with such a packet, so the answer goes where the topmost Via says (RFC 3261
    section 18.2.2), and only if a peer lives there.
    """
    text = packet.decode("utf-8", errors="replace")
    request = parse_request(text)
    if not text.partition("\n")[0].strip().endswith("SIP/2.0") or request.method in _NEVER_ANSWERED:
        return None
    via = request.headers.all("Via")
    host, port = _sent_by(via[0]) if via else ("", 0)
    if not is_peer(host, peers):
        return None
    rows = [f"{name}: {value}" for name in _KEPT for value in request.headers.all(name)]
    head = "\r\n".join(["SIP/2.0 400 Bad Request", *rows, "Content-Length: 0"]) + "\r\n\r\n"
    return Rebuke(head.encode("utf-8", errors="replace"), host, port)


def _sent_by(via: str) -> tuple[str, int]:
    """Host and port of a Via; a literal address, since an answer must not wait for a name. Else an empty host."""
    found = _SENT_BY.match(via)
    if found is None:
        return "", 0
    port = int(found["port"] or 5060)
    return (found["v6"] or found["v4"], port) if 0 < port < 65536 else ("", 0)
