"""A secret that Hatef makes for itself where none is given: once, for its own user alone."""

import contextlib
import os
import secrets
from pathlib import Path

from bot.errors import StartError
from bot.settings.settings import Settings
from handoff.token import SECRET_BYTES_LEAST

RANDOM_BYTES = 32
API_TOKEN = "api_token"
"""The file in the state folder that holds it."""


def own_secret(path: Path) -> bytes:
    """What is kept at `path`, made now where it is not there: 64 hexadecimal digits, in a file 0600.

    Of several processes that come at once all get the same: it appears whole, and never twice. Raises OSError.
    """
    with contextlib.suppress(FileNotFoundError):
        return path.read_bytes()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    aside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(secrets.token_hex(RANDOM_BYTES).encode())
            out.flush()
            os.fsync(out.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(aside, path)
    finally:
        aside.unlink()
    return path.read_bytes()


def token_secret(settings: Settings) -> bytes:
    """What signs handoff tokens: HATEF_TOKEN_SECRET, or one made at the first start. Raises StartError, OSError."""
    given = settings.secrets.token_secret.encode()
    if given and len(given) < SECRET_BYTES_LEAST:
        raise StartError(
            f"HATEF_TOKEN_SECRET is too short; it needs {SECRET_BYTES_LEAST} bytes, e.g. openssl rand -hex 32"
        )
    return given or own_secret(settings.state / "secret")


def api_token(settings: Settings) -> str:
    """Who may use the API: HATEF_API_TOKEN, or one secret made at the first start. Raises OSError."""
    return settings.secrets.api_token or own_secret(settings.state / API_TOKEN).decode("ascii", "replace").strip()
