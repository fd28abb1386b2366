"""The grammar of addresses in SIP headers (RFC 3261 sections 20.10 and 25.1); pure, and never raises.

    name-addr = [ display-name ] "<" URI ">" *( ";" parameter )        display-name = *token / quoted-string
    addr-spec = URI *( ";" parameter )

A quoted string may hold commas, brackets and whole addresses; `\\"` and `\\\\` stand for themselves in it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_SCHEME = re.compile(r"\s*(?:sips?|tel):", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class NameAddr:
    """One address: its display name unquoted, its URI, the parameters behind it with small names."""

    name: str
    uri: str
    params: dict[str, str] = field(default_factory=dict)


def split_values(value: str) -> list[str]:
    """The members of a comma-separated header field (section 7.3.1)."""
    parts, begin = [], 0
    for at, character in _plain(value):
        if character == ",":
            parts.append(value[begin:at])
            begin = at + 1
    return [part.strip() for part in (*parts, value[begin:]) if part.strip()]


def parse_name_addr(value: str) -> NameAddr:
    """Read one address; where several are bracketed, the first that holds a SIP or tel URI is it."""
    opened = [at for at, character in _plain(value) if character == "<"]
    if not opened:
        uri, _, behind = value.strip().partition(";")
        return NameAddr("", uri.strip(), _params(behind))
    at = next((at for at in opened if _SCHEME.match(value, at + 1)), opened[0])
    uri, _, behind = value[at + 1 :].partition(">")
    return NameAddr(_unquoted(value[:at]), uri.strip(), _params(behind))


def _plain(value: str) -> Iterator[tuple[int, str]]:
    """What stands outside quotes and outside brackets, with the brackets themselves: place and character."""
    quoted = escaped = bracketed = False
    for at, character in enumerate(value):
        if escaped:
            escaped = False
        elif quoted and character == "\\":
            escaped = True
        elif character == '"' and not bracketed:
            quoted = not quoted
        elif not quoted:
            was, bracketed = bracketed, character == "<" or (bracketed and character != ">")
            if not was or not bracketed:
                yield at, character


def _unquoted(name: str) -> str:
    text = name.strip()
    if len(text) > 1 and text[0] == text[-1] == '"':
        return re.sub(r"\\(.)", r"\1", text[1:-1])
    return text


def _params(text: str) -> dict[str, str]:
    found = (part.partition("=") for part in text.split(";") if part.strip())
    return {name.strip().lower(): value.strip().strip('"') for name, _, value in found}
