"""Names and numbers that strangers write into SIP headers, made safe to show, store and speak; pure.

A From header is free text of the far side: `'; DROP TABLE`, `$(reboot)`, right-to-left overrides and line feeds
were all seen in it. What survives here is a number or account name, a host, and a short printable name.
"""

import re
import unicodedata
from urllib.parse import unquote

from voice.errors import BadAddress
from voice.events import Party
from voice.gateway.name_addr import NameAddr, parse_name_addr

MAX_USER_CHARS = 64
MAX_NAME_CHARS = 64
_USER = re.compile(r"[^0-9A-Za-z+*#._-]")
_HOST = re.compile(r"[^0-9A-Za-z.:\[\]_-]")
_NAME = re.compile(r"[<>\"'`;$|&\\{}()=%]")
_SEPARATORS = re.compile(r"[-.() ]")
_URI = re.compile(r"^(?:sips?|tel):(?P<rest>[^?>]*)", re.IGNORECASE)
_DIALLED = re.compile(r"sips?:[^\s<>\"\x00-\x1f\x7f]+", re.IGNORECASE)
_TOKEN = re.compile(r"[0-9A-Za-z.!%*_+`'~-]+")  # RFC 3261 section 25.1


def parse_party(value: str) -> Party:
    """A name-addr or addr-spec (RFC 3261 section 20.10) as a sanitised Party; unreadable parts are empty."""
    return party_of(parse_name_addr(value))


def party_of(address: NameAddr) -> Party:
    """An address made safe; of a telephone number the visual separators are left out (RFC 3966 section 5.1.1)."""
    user, host = split_uri(address.uri)
    if address.uri.lower().startswith("tel:") or "user=phone" in address.uri.lower():
        user = _SEPARATORS.sub("", user)
    return Party(user=safe_user(user), host=safe_host(host), display_name=safe_name(address.name))


def split_uri(uri: str) -> tuple[str, str]:
    """User and host[:port] of a sip:, sips: or tel: URI, unescaped, without parameters; else two empty texts."""
    match = _URI.match(uri.strip())
    if match is None:
        return "", ""
    rest = match["rest"]
    if uri.strip().lower().startswith("tel:"):
        return unquote(rest.partition(";")[0]), ""
    user, at, host = rest.rpartition("@")
    user = user.partition(":")[0].partition(";")[0] if at else ""
    return unquote(user), host.partition(";")[0]


def safe_user(user: str) -> str:
    """A number or account name: letters, digits and `+*#._-`, at most 64."""
    return _USER.sub("", user)[:MAX_USER_CHARS]


def safe_host(host: str) -> str:
    """A host name or address with an optional port."""
    return _HOST.sub("", host)[:255]


def safe_name(name: str) -> str:
    """A display name without quotes, control, format or shell characters; Persian and Arabic letters stay."""
    printable = (" " if c.isspace() else c for c in unicodedata.normalize("NFC", name))
    kept = "".join(c for c in printable if c == "\u200c" or c.isprintable())  # ZWNJ is Persian spelling
    return " ".join(_NAME.sub("", kept).split())[:MAX_NAME_CHARS].strip()


def checked_uri(uri: str) -> str:
    """A SIP URI that may be dialled or referred to; raises BadAddress."""
    if not _DIALLED.fullmatch(uri):
        raise BadAddress(f"an address of {len(uri)} characters", "SIP URI", 'one such as "sip:100@192.168.1.10"')
    return uri


def checked_header(name: str, value: str) -> tuple[str, str]:
    """A header that may be sent; raises BadAddress for what would break the message (RFC 3261 section 25.1)."""
    if not _TOKEN.fullmatch(name) or not value.isprintable():
        raise BadAddress(name, "SIP header", "a name of letters and dashes and a value of one line")
    return name, value
