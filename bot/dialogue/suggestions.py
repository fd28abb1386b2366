"""Asks the action server what the human who takes over should know: who calls, and the answer that was not given."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import httpx

from handoff.packet import SuggestedAnswer

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Found:
    """What the records say for a handoff; empty where they say nothing, or not in time."""

    answer: SuggestedAnswer | None = None
    customer_id: str = ""
    name: str = ""


NOTHING_FOUND = Found()


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

    async def suggest(self, intents: Sequence[str], slots: Mapping[str, Any], texts: Sequence[str] = ()) -> Found:
        """Who has `caller_number` of the slots, and what is answered to the first of `intents` that is settled.

        `texts`: the caller's words that were not answered; a question of the company's table may be near to them.
        """
        try:
            asked = {"intents": list(intents), "slots": dict(slots), "texts": list(texts)}
            answer = await self._http.post("/suggest", params={"token": self._token}, json=asked)
            answer.raise_for_status()
            return _found(answer.json())
        except (httpx.HTTPError, ValueError, KeyError, TypeError, AttributeError) as error:
            log.warning("nothing is suggested to the agent: %s", type(error).__name__)
            return NOTHING_FOUND

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()


def _found(body: Mapping[str, Any]) -> Found:
    suggested = SuggestedAnswer(str(body["intent"]), str(body["text"])) if "intent" in body else None
    return Found(suggested, str(body.get("customer_id") or ""), str(body.get("caller_name") or ""))
