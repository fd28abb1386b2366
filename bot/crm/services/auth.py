"""How Hatef shows a REST source who it is: nothing, a password, a token, a key, or a token that it fetches."""

import asyncio
import base64
import time
from collections.abc import Callable, Mapping
from typing import Any

import httpx

from bot.crm.services.rest_model import Auth
from bot.errors import CrmUnavailable

EARLY_S = 30.0
"""A token is fetched anew so long before it ends."""
USUAL_S = 300.0
"""How long one lives that does not say it."""


class Credentials:
    """Of one source. `secrets` are the environment's; `clock` gives seconds that only grow."""

    def __init__(self, auth: Auth, secrets: Mapping[str, str], clock: Callable[[], float] = time.monotonic) -> None:
        self._auth = auth
        self._secret = secrets.get(auth.secret, "")
        self._clock = clock
        self._token = ""
        self._ends_s = 0.0
        self._fetching = asyncio.Lock()  # one fetches, the others take what it got

    @property
    def can_renew(self) -> bool:
        """Whether a refused token may be replaced by another."""
        return self._auth.kind == "oauth2"

    async def headers(self, http: httpx.AsyncClient, *, refused: str = "") -> dict[str, str]:
        """What a request carries; `refused` is the Authorization that was not taken.

        Raises:
            CrmUnavailable: the secret is not in the environment, or no token was given.
        """
        auth = self._auth
        if auth.kind == "none":
            return {}
        if not self._secret:
            raise CrmUnavailable("signing in", f"{auth.secret} is not set in the environment")
        if auth.kind == "api_key":
            return {auth.header: self._secret}
        if auth.kind == "basic":
            pair = base64.b64encode(f"{auth.user}:{self._secret}".encode()).decode()
            return {"Authorization": f"Basic {pair}"}
        token = await self._current(http, refused) if auth.kind == "oauth2" else self._secret
        return {"Authorization": f"Bearer {token}"}

    async def _current(self, http: httpx.AsyncClient, refused: str) -> str:
        """A token of the client credentials grant (RFC 6749, 4.4)."""
        async with self._fetching:
            if self._clock() >= self._ends_s or refused == f"Bearer {self._token}":
                await self._fetch(http)
            return self._token

    async def _fetch(self, http: httpx.AsyncClient) -> None:
        form = {"grant_type": "client_credentials"} | ({"scope": self._auth.scope} if self._auth.scope else {})
        try:
            answer = await http.post(self._auth.token_url, data=form, auth=(self._auth.user, self._secret))
            given: Any = answer.json() if answer.is_success else None
        except (httpx.HTTPError, ValueError) as error:
            raise CrmUnavailable("signing in", f"no token ({type(error).__name__})") from error
        if not isinstance(given, dict) or not isinstance(given.get("access_token"), str):
            raise CrmUnavailable("signing in", f"no token (HTTP {answer.status_code})")
        lasts = given.get("expires_in")
        seconds = float(lasts) if isinstance(lasts, int | float) and lasts > 0 else USUAL_S
        self._token, self._ends_s = given["access_token"], self._clock() + max(seconds - EARLY_S, seconds / 2)
