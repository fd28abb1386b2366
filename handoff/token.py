"""The token that points to a context packet and travels in the user part of a SIP URI.

    6 bytes packet id │ 4 bytes expiry, Unix seconds │ 10 bytes HMAC-SHA256 of both, cut

Base 32 (RFC 4648 section 6) in lower case makes 32 characters of [a-z2-7]: legal in a user part (RFC 3261
section 25.1), in a dial plan's extension and in a file name. It tells nothing without the store.
"""

import base64
import hmac
import re

from handoff.errors import TokenExpired, TokenForged, TokenMalformed
from handoff.packet import ID_BYTES

EXPIRY_BYTES = 4
SIGNATURE_BYTES = 10
SECRET_BYTES_LEAST = 16
SHAPE = re.compile(r"[a-z2-7]{32}")


class TokenMint:
    """Makes and reads tokens with one secret.

    Raises:
        ValueError: the secret is shorter than 16 bytes.
    """

    def __init__(self, secret: bytes) -> None:
        if len(secret) < SECRET_BYTES_LEAST:
            raise ValueError(f"the token secret needs at least {SECRET_BYTES_LEAST} bytes; set HATEF_TOKEN_SECRET")
        self._secret = secret

    def mint(self, packet_id: str, expires_at_s: int) -> str:
        """The token of a packet, good until `expires_at_s` (Unix seconds)."""
        body = bytes.fromhex(packet_id) + expires_at_s.to_bytes(EXPIRY_BYTES, "big")
        return base64.b32encode(body + self._signature(body)).decode("ascii").lower()

    def read(self, token: str, now_s: int) -> str:
        """The packet id in a token; letters of either case are taken, some PBXs change them.

        Raises:
            TokenMalformed: not a token. TokenForged: not signed by us. TokenExpired: too old at `now_s`.
        """
        lowered = token.lower()
        if not SHAPE.fullmatch(lowered):
            raise TokenMalformed
        raw = base64.b32decode(lowered.upper())
        body, signature = raw[:-SIGNATURE_BYTES], raw[-SIGNATURE_BYTES:]
        if not hmac.compare_digest(signature, self._signature(body)):
            raise TokenForged
        expires_at_s = int.from_bytes(body[ID_BYTES:], "big")
        if now_s > expires_at_s:
            raise TokenExpired(now_s - expires_at_s)
        return body[:ID_BYTES].hex()

    def _signature(self, body: bytes) -> bytes:
        return hmac.digest(self._secret, body, "sha256")[:SIGNATURE_BYTES]
