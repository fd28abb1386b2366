"""Keypad digits in the body of a SIP INFO (RFC 6086, the older use without a package); pure.

There never was a standard, only habits: `application/dtmf-relay` with `Signal=5` and `Duration=160`, and
`application/dtmf` with the bare digit, in any case, spacing and line ending; `*` and `#` also as events 10 and 11 of
RFC 4733 section 3.2.
"""

import re

from voice.gateway.messages import Request

DIGITS = frozenset("0123456789*#ABCD")
KEY_TYPES = ("application/dtmf-relay", "application/dtmf", "application/vnd.nortelnetworks.digits")
_EVENTS = "0123456789*#ABCD"  # RFC 4733 section 3.2: the place in this text is the number of the event
_FLASH = "16"
_NAMES = {"star": "*", "asterisk": "*", "pound": "#", "hash": "#"}
_NAMED = re.compile(r"^\s*(?:signal|digits?|dtmf|d)\s*[=:]\s*(?P<value>[^\n;]*)", re.IGNORECASE | re.MULTILINE)


def carries_keys(request: Request) -> bool:
    """Whether an INFO is about keys at all."""
    return request.content_type in KEY_TYPES or (not request.content_type and bool(_NAMED.search(request.body)))


def keys_of(request: Request) -> str:
    """The keys of such an INFO, most often one; empty for a hook flash and for what cannot be read."""
    named = [found["value"] for found in _NAMED.finditer(request.body)]
    bare = request.body if not named and "=" not in request.body else ""
    return "".join(_keys(value) for value in named or bare.split())


def _keys(value: str) -> str:
    text = value.strip().strip("\"'").strip()
    if text.lower() in _NAMES:
        return _NAMES[text.lower()]
    if text == _FLASH:
        return ""
    if len(text) == 2 and text.isascii() and text.isdigit() and 10 <= int(text) < len(_EVENTS):
        return _EVENTS[int(text)]
    keys = text.upper()
    return keys if keys and set(keys) <= DIGITS else ""
