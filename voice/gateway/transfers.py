"""A far side that asks us to bring its partner elsewhere: REFER in a live call (RFC 3515), read, judged and reported.

    REFER ─▶ judge ─┬─ 603, 403, 400: nothing happens
                    └─ 202 ─▶ TransferAsked to the leg's owner ─▶ NOTIFY 100 … ─▶ NOTIFY of the end

The stack is not asked: it would place the call itself, wherever the far side says.
"""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote

from voice.events import LegEvent, TransferAsked
from voice.gateway.messages import Request
from voice.gateway.name_addr import parse_name_addr, split_values
from voice.gateway.screening import Answer

Judge = Callable[[TransferAsked], int]
"""The answer to an ask: 202, or why not. It is asked on the SIP thread, and must not wait."""

ACCEPTED = 202
FIRST_FINAL_CODE = 200
SIPFRAG = "message/sipfrag;version=2.0"
BAD = Answer(400, "Bad Request")
DECLINED = Answer(603, "Decline")
REASONS = {
    100: "Trying",
    180: "Ringing",
    200: "OK",
    202: "Accepted",
    403: "Forbidden",
    404: "Not Found",
    408: "Request Timeout",
    480: "Temporarily Unavailable",
    486: "Busy Here",
    487: "Request Terminated",
    503: "Service Unavailable",
    603: "Decline",
}
_REPLACES = re.compile(r"[!-:<-~]{1,200}(?:;[!-:<-~]{1,200}){2,4}")
_TAG = re.compile(r";\s*tag\s*=\s*([^;,\s]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Notice:
    """A NOTIFY on an accepted REFER: its header fields, and a body of type message/sipfrag (RFC 3420)."""

    headers: dict[str, str]
    body: str


class Transfers:
    """What the far side of one call asks for. SIP thread, but for `judge`, which the loop sets.

    `judge` None: every REFER is declined. One at a time: a second one is declined while the first is under way.
    """

    def __init__(self, tell: Callable[[LegEvent], None]) -> None:
        self.judge: Judge | None = None
        self._tell = tell
        self._answered: tuple[str, Answer] | None = None  # the last REFER's CSeq, for its retransmissions
        self._event = ""  # of the subscription under way (RFC 3515 section 2.4.6)
        self._silent = False  # no NOTIFY is wanted (RFC 4488)

    def asked(self, request: Request, contact: str) -> Answer:
        """The answer to a REFER in the call's own dialog; `contact` is ours."""
        cseq = request.headers.get("CSeq", "")
        if self._answered is None or self._answered[0] != cseq:
            self._answered = cseq, self._judged(request, contact, cseq.partition(" ")[0])
        return self._answered[1]

    def notice(self, sip_code: int) -> Notice | None:
        """What to report of the transfer under way, which a final code ends; None: nobody wants to know."""
        event, final = self._event, sip_code >= FIRST_FINAL_CODE
        if final:
            self._event = ""
        if not event or self._silent:
            return None
        state = "terminated;reason=noresource" if final else "active;expires=180"
        body = f"SIP/2.0 {sip_code} {REASONS.get(sip_code, 'Failed')}\r\n"
        return Notice({"Event": event, "Subscription-State": state}, body)

    def _judged(self, request: Request, contact: str, number: str) -> Answer:
        asked = read_refer(request)
        if isinstance(asked, Answer):
            return asked
        judge = self.judge
        code = 603 if judge is None or self._event else judge(asked)
        if code != ACCEPTED:
            return Answer(code, REASONS.get(code, "Refused"))
        self._event = f"refer;id={number}"
        self._silent = request.headers.get("Refer-Sub", "").strip().lower().startswith("false")
        self._tell(asked)
        quiet = (("Refer-Sub", "false"),) if self._silent else ()
        return Answer(code, REASONS[code], (("Contact", contact), *quiet))


def read_refer(request: Request) -> TransferAsked | Answer:
    """What a REFER asks for; 400 without exactly one address, 603 for what is no call."""
    values = [one for value in request.headers.all("Refer-To") for one in split_values(value)]
    if len(values) != 1:
        return BAD
    uri, _, fields = parse_name_addr(values[0]).uri.partition("?")
    address, *params = uri.split(";")
    if not address.lower().startswith(("sip:", "tel:")) or not address.isprintable():
        return DECLINED
    methods = [value for name, _, value in (one.partition("=") for one in params) if name.strip().lower() == "method"]
    if any(method.strip().upper() != "INVITE" for method in methods):
        return DECLINED
    named = (one.partition("=") for one in fields.split("&"))
    replaces = next((unquote(value) for name, _, value in named if name.lower() == "replaces"), "")
    if replaces and not _REPLACES.fullmatch(replaces):
        return BAD
    return TransferAsked(address, replaces, time.monotonic())


def tags(request: Request) -> tuple[str, str]:
    """Ours and the far side's tag of a request in a dialog; "" where one is missing."""
    ours, theirs = (_TAG.search(request.headers.get(name, "").rpartition(">")[2]) for name in ("To", "From"))
    return ours[1] if ours else "", theirs[1] if theirs else ""
