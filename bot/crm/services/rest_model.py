"""A question over HTTP as it is declared: its request, what its statuses mean, and how the source is spoken to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
AuthKind = Literal["none", "basic", "bearer", "api_key", "oauth2"]
MAX_KB = 512
KEY_HEADER = "X-API-Key"


@dataclass(frozen=True, slots=True)
class Rest:
    """One request. Texts hold {input}s, which are filled in as values only: encoded in the path and the query, JSON
    values in `json`, without line breaks in headers."""

    method: Method
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    json: Any = None
    form: Mapping[str, str] | None = None
    rows_at: str = ""
    """JSONPath of the rows; "": the whole answer is one."""
    statuses: Mapping[int, str] = field(default_factory=dict)
    """What a status means where it means something else than usual (`bot.crm.services.rest`)."""
    writes: bool = False


@dataclass(frozen=True, slots=True)
class Auth:
    """How a source knows us. Secrets are names of environment variables."""

    kind: AuthKind = "none"
    user: str = ""
    """Of basic, or the client's id of oauth2."""
    secret: str = ""
    """The variable that holds password, token, key or client secret."""
    header: str = KEY_HEADER
    """Of an API key."""
    token_url: str = ""
    scope: str = ""


@dataclass(frozen=True, slots=True)
class Api:
    """One source over HTTP; its address is in config.yml."""

    auth: Auth = Auth()
    headers: Mapping[str, str] = field(default_factory=dict)
    ca: str = ""
    """A file of certificates that are trusted in the place of the system's."""
    proxy: str = ""
    max_kb: int = MAX_KB
