"""The few things the gateway reads out of a raw SIP request (RFC 3261 section 7); pure, and never raises."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

MAX_HEADER_CHARS = 1024
MAX_KEPT_HEADERS = 40
COMPACT = {"f": "from", "t": "to", "i": "call-id", "m": "contact", "k": "supported", "l": "content-length"}


class Headers(Mapping[str, str]):
    """SIP header fields by name, case-insensitive (RFC 3261 section 7.3.1); the first of a name wins."""

    def __init__(self, fields: Iterable[tuple[str, str]] = ()) -> None:
        self._fields: dict[str, tuple[str, str]] = {}
        for name, value in fields:
            self._fields.setdefault(name.lower(), (name, value))

    def __getitem__(self, name: str) -> str:
        return self._fields[name.lower()][1]

    def __iter__(self) -> Iterator[str]:
        return (name for name, _ in self._fields.values())

    def __len__(self) -> int:
        return len(self._fields)

    def __repr__(self) -> str:
        return f"Headers({', '.join(self)})"  # values may be personal


@dataclass(frozen=True, slots=True)
class Request:
    """A request line and its header fields."""

    method: str
    uri: str
    headers: Headers


def parse_request(message: str) -> Request:
    """Read the start line and the headers of a raw request; garbage gives empty fields."""
    head = message.replace("\r\n", "\n").partition("\n\n")[0]
    start, _, rest = head.partition("\n")
    method, _, uri = start.partition(" ")
    return Request(method, uri.split(" ")[0], Headers(_fields(rest)))


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
