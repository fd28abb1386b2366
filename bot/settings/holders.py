"""Who may use the API: programs by their secret, each with a name and a right.

HATEF_API_TOKEN = SECRET                                     one program, called «api», that may do everything
                | NAME:SECRET,NAME:read:SECRET,…             several; «read» may look and change nothing
"""

import hashlib
import hmac
import re
from dataclasses import dataclass, field

from bot.errors import StartError

SECRET_BYTES_LEAST = 16
NAME = re.compile(r"[A-Za-z0-9._-]{1,32}")
BEARER = re.compile(r"bearer +(\S+) *", re.IGNORECASE)
RIGHTS = {"read": False, "write": True}
REMEDY = "give NAME:SECRET or NAME:read:SECRET, with commas between several; a secret: openssl rand -hex 32"


@dataclass(frozen=True, slots=True)
class Holder:
    """A program that has a right."""

    name: str
    may_write: bool
    digest: bytes = field(repr=False)
    """SHA-256 of its secret."""


def parse_holders(text: str) -> tuple[Holder, ...]:
    """The holders of HATEF_API_TOKEN. Raises StartError, which quotes no secret."""
    holders = tuple(_holder(part.strip()) for part in text.split(",") if part.strip())
    names = [holder.name for holder in holders]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise StartError(f"HATEF_API_TOKEN names {twice[0]} twice; {REMEDY}")
    if not holders:
        raise StartError(f"HATEF_API_TOKEN holds no secret; {REMEDY}")
    return holders


def _holder(text: str) -> Holder:
    *named, secret = text.split(":")
    if len(named) > 2 or (len(named) == 2 and named[1] not in RIGHTS):
        raise StartError(f"HATEF_API_TOKEN has a part that cannot be read; {REMEDY}")
    name = named[0] if named else "api"
    if not NAME.fullmatch(name):
        raise StartError(f"HATEF_API_TOKEN: a name has 1 to 32 of a-z, 0-9, '.', '_', '-'; {REMEDY}")
    if len(secret.encode()) < SECRET_BYTES_LEAST or not secret.isascii() or not secret.isprintable() or " " in secret:
        raise StartError(
            f"HATEF_API_TOKEN: the secret of {name} needs {SECRET_BYTES_LEAST} letters and digits or more; {REMEDY}"
        )
    return Holder(name, RIGHTS[named[1]] if len(named) == 2 else True, _digest(secret))


def holder_of(authorization: str, holders: tuple[Holder, ...]) -> Holder | None:
    """Whose secret an Authorization header brings (RFC 6750 section 2.1); as fast whoever it is, and for nobody."""
    given = BEARER.fullmatch(authorization)
    digest = _digest(given[1] if given else "")
    found = None
    for holder in holders:
        if hmac.compare_digest(digest, holder.digest) and given:
            found = holder
    return found


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "replace")).digest()
