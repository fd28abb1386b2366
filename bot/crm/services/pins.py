"""PINs and passwords as they should lie in a database: hashed. Compared in constant time, never told."""

import base64
import binascii
import hashlib
import hmac
import secrets

SCHEME = "pbkdf2_sha256"
ROUNDS = 100_000
ROUNDS_MOST = 2_000_000
"""A hash that asks for more would hold up every caller."""


def hashed(pin: str, rounds: int = ROUNDS) -> str:
    """«pbkdf2_sha256$rounds$salt$hash», the form of Django and many others."""
    salt = secrets.token_hex(8)
    return f"{SCHEME}${rounds}${salt}${_digest(pin, salt, rounds)}"


def fits(pin: str, stored: str) -> bool:
    """Whether the PIN is the one that was hashed; False, too, for what is no hash of a known form."""
    scheme, _, rest = stored.strip().partition("$")
    rounds, _, rest = rest.partition("$")
    salt, _, digest = rest.partition("$")
    if scheme != SCHEME or not pin or not digest or not rounds.isdecimal() or not 1 <= int(rounds) <= ROUNDS_MOST:
        return False
    try:
        base64.b64decode(digest, validate=True)
    except (binascii.Error, ValueError):
        return False
    return hmac.compare_digest(_digest(pin, salt, int(rounds)), digest)


def _digest(pin: str, salt: str, rounds: int) -> str:
    return base64.b64encode(hashlib.pbkdf2_hmac("sha256", pin.encode(), salt.encode(), rounds)).decode()
