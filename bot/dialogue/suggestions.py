"""Asks the action server for the answer that a caller did not get, for the human who takes over."""

import logging
from collections.abc import Mapping, Sequence
from typing import Any

import httpx

from handoff.packet import SuggestedAnswer

log = logging.getLogger(__name__)


class Suggestions:
    """Of one action server; `url` is its address, `token` what it asks for.

    The caller is on the way to a human meanwhile, and an agent without a suggestion is better than one who comes later:
    `timeout_s` is short.
    """

    def __init__(
        self, url: str, token: str, *, timeout_s: float, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        self._token = token
        self._http = httpx.AsyncClient(base_url=url, timeout=timeout_s, transport=transport, trust_env=False)

    async def suggest(self, intents: Sequence[str], slots: Mapping[str, Any]) -> SuggestedAnswer | None:
        """What the records answer to the first of `intents` that they settle; None for nothing, or not in time."""
        if not intents:
            return None
        try:
            answer = await self._http.post(
                "/suggest", params={"token": self._token}, json={"intents": list(intents), "slots": dict(slots)}
            )
            answer.raise_for_status()
            found = answer.json()
            return SuggestedAnswer(str(found["intent"]), str(found["text"])) if found else None
        except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
            log.warning("no answer is suggested to the agent: %s", type(error).__name__)
            return None

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()
