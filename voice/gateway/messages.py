"""The few things the gateway reads out of a raw SIP request (RFC 3261 section 7); pure, and never raises."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

MAX_HEADER_CHARS = 1024
MAX_KEPT_HEADERS = 40
Q850 = re.compile(r"^Reason\s*:(?:[^\r\n]*,)?\s*Q\.850\s*;(?:[^,\r\n]*;)?\s*cause\s*=\s*(\d{1,3})\b", re.I | re.M)
# Compact forms: RFC 3261 section 7.3.3 and the IANA register.
COMPACT = {
    **{"b": "referred-by", "c": "content-type", "d": "request-disposition", "e": "content-encoding", "f": "from"},
    **{"i": "call-id", "k": "supported", "l": "content-length", "m": "contact", "o": "event", "r": "refer-to"},
    **{"s": "subject", "t": "to", "u": "allow-events", "v": "via", "x": "session-expires", "y": "identity"},
}


class Headers(Mapping[str, str]):
    """SIP header fields by name, case-insensitive (RFC 3261 section 7.3.1); the first of a name wins."""

    def __init__(self, fields: Iterable[tuple[str, str]] = ()) -> None:
        self._fields: dict[str, tuple[str, list[str]]] = {}
        for name, value in fields:
            self._fields.setdefault(name.lower(), (name, []))[1].append(value)

    def __getitem__(self, name: str) -> str:
        return self._fields[name.lower()][1][0]

    def __iter__(self) -> Iterator[str]:
        return (name for name, _ in self._fields.values())

    def __len__(self) -> int:
        return len(self._fields)

    def __repr__(self) -> str:
        return f"Headers({', '.join(self)})"  # values may be personal

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of a header field that stands more than once, in order; none at all is an empty tuple."""
        return tuple(self._fields.get(name.lower(), ("", []))[1])


@dataclass(frozen=True, slots=True)
class Request:
    """A request line, its header fields and its body."""

    method: str
    uri: str
    headers: Headers
    body: str = ""

    @property
    def call_id(self) -> str:
        """Which dialog or call it belongs to; empty where it does not say."""
        return self.headers.get("Call-ID", "")

    @property
    def content_type(self) -> str:
        """The media type of the body in small letters, without parameters."""
        return self.headers.get("Content-Type", "").partition(";")[0].strip().lower()


def parse_request(message: str) -> Request:
    """Read the start line, the headers and the body of a raw request; garbage gives empty fields."""
    head, _, body = message.replace("\r\n", "\n").partition("\n\n")
    start, _, rest = head.partition("\n")
    method, _, uri = start.partition(" ")
    return Request(method, uri.split(" ")[0], Headers(_fields(rest)), body)


def application_headers(headers: Headers) -> Headers:
    """What the conversation may see: X-*, User-to-User (RFC 7433) and Call-ID, without control characters."""
    kept = [(name, _clean(headers[name])) for name in headers if _is_application(name)]
    return Headers(kept[:MAX_KEPT_HEADERS])


def _fields(text: str) -> Iterator[tuple[str, str]]:
    unfolded = text.replace("\n ", " ").replace("\n\t", " ")  # section 7.3.1: folded lines
    for line in unfolded.split("\n"):
        name, colon, value = line.partition(":")
        if colon:
            name = name.strip()
            yield COMPACT.get(name.lower(), name), value.strip()


def _is_application(name: str) -> bool:
    return name.lower().startswith("x-") or name.lower() in ("user-to-user", "call-id")


def _clean(value: str) -> str:
    return "".join(c for c in value if c.isprintable())[:MAX_HEADER_CHARS]


def q850_cause(message: str) -> int:
    """The cause that a message tells of the telephone network, `Reason: Q.850;cause=17` (RFC 3326); 0: none."""
    found = Q850.search(message.partition("\r\n\r\n")[0])
    return int(found[1]) if found else 0
