"""What proves that a notice comes from Hatef, unchanged and now: as Stripe and GitHub sign theirs.

Hatef-Signature: t=1796058300,v1=5257a869…      HMAC-SHA256 of «t.body» with HATEF_WEBHOOK_SECRET, in hex
"""

import hmac
import re

HEADER = "Hatef-Signature"
TOLERANCE_S = 300
"""What is older was recorded by somebody and sent again."""
SHAPE = re.compile(r"t=(\d{1,12}),v1=([0-9a-f]{64})")


def sign(body: bytes, secret: bytes, now_s: int) -> str:
    """The header's value for a body that is sent at `now_s` (Unix seconds)."""
    return f"t={now_s},v1={_digest(body, secret, now_s)}"


def is_genuine(body: bytes, header: str, secret: bytes, now_s: int, tolerance_s: int = TOLERANCE_S) -> bool:
    """Whether it is ours, unchanged, and not older than the tolerance: what a receiver does (docs/api.md)."""
    found = SHAPE.fullmatch(header)
    if found is None:
        return False
    signed_s = int(found[1])
    genuine = hmac.compare_digest(found[2], _digest(body, secret, signed_s))
    return genuine and abs(now_s - signed_s) <= tolerance_s


def _digest(body: bytes, secret: bytes, signed_s: int) -> str:
    return hmac.digest(secret, f"{signed_s}.".encode() + body, "sha256").hex()
