"""A source over HTTP and JSON: one request a question, never redirected, TLS verified, answers of bounded size.

status        2xx     404    408, 425, 429, 5xx    anything else
means         rows    none   late                  refused          unless the service's `statuses:` say otherwise
"""

import json
import logging
import ssl
from collections.abc import Mapping
from functools import cache
from typing import Any

import httpx
import jsonpath

from bot.crm.services import templates
from bot.crm.services.auth import Credentials
from bot.crm.services.model import LATE, NONE, REFUSED, Answer, Service
from bot.crm.services.rest_model import Api, Rest
from bot.errors import CrmBadAnswer, CrmUnavailable

log = logging.getLogger(__name__)

KEY_HEADER = "Idempotency-Key"
"""draft-ietf-httpapi-idempotency-key-header: the far side does what has the same key once."""
UNAUTHORISED = 401
LATER = frozenset({408, 425, 429})
USUAL = {404: NONE}


class RestSource:
    """One address. `secrets` are those of the environment that the source's `auth:` names.

    Raises:
        CrmUnavailable: its certificates cannot be read.
    """

    def __init__(self, url: str, api: Api, secrets: Mapping[str, str], *, timeout_ms: int) -> None:
        self._api = api
        self._credentials = Credentials(api.auth, secrets)
        self._http = httpx.AsyncClient(
            base_url=f"{url.rstrip('/')}/",
            headers={"Accept": "application/json", **api.headers},
            verify=_trusted(api.ca),
            proxy=api.proxy or None,
            timeout=timeout_ms / 1000,
            follow_redirects=False,
            trust_env=False,
        )

    async def ask(self, service: Service, inputs: Mapping[str, Any]) -> Answer:
        """The answer's rows, by the JSONPaths of the outputs.

        Raises:
            CrmUnavailable: no answer, or none now. CrmBadAnswer: one that cannot be used.
        """
        rest = service.ask
        assert isinstance(rest, Rest)
        try:
            request = _request(self._http, rest, inputs)
        except ValueError as error:
            raise CrmBadAnswer(service.name, str(error)) from error
        try:
            status, body = await self._sent(service, request)
        except (httpx.HTTPError, OSError) as error:
            raise CrmUnavailable(service.name, type(error).__name__) from error
        return _answer(service, rest, status, body)

    async def close(self) -> None:
        """Let go of the connections."""
        await self._http.aclose()

    async def _sent(self, service: Service, request: httpx.Request) -> tuple[int, bytes]:
        """Status and body; where a fetched token is refused, once more with a new one."""
        request.headers.update(await self._credentials.headers(self._http))
        status, body = await self._once(service, request)
        if status == UNAUTHORISED and self._credentials.can_renew:
            refused = request.headers.get("Authorization", "")
            request.headers.update(await self._credentials.headers(self._http, refused=refused))
            status, body = await self._once(service, request)
        return status, body

    async def _once(self, service: Service, request: httpx.Request) -> tuple[int, bytes]:
        most, body = self._api.max_kb * 1024, bytearray()
        answer = await self._http.send(request, stream=True)
        try:
            async for part in answer.aiter_bytes(64 * 1024):
                body += part
                if len(body) > most:
                    raise CrmBadAnswer(service.name, f"more than {self._api.max_kb} KB (max_kb)")
        finally:
            await answer.aclose()
        return answer.status_code, bytes(body)


@cache
def _trusted(ca: str) -> ssl.SSLContext:
    """Certificates are verified, always: by the system's authorities, or by those of a file."""
    try:
        return ssl.create_default_context(cafile=ca or None)
    except (OSError, ssl.SSLError) as error:
        raise CrmUnavailable("opening", f"its certificates ({ca}): {type(error).__name__}") from error


def _request(http: httpx.AsyncClient, rest: Rest, inputs: Mapping[str, Any]) -> httpx.Request:
    """Raises ValueError: an input cannot stand where it belongs."""
    headers = templates.headers(rest.headers, inputs)
    if rest.writes:
        headers[KEY_HEADER] = str(inputs["key"])
    return http.build_request(
        rest.method,
        templates.path(rest.path, inputs).lstrip("/"),
        params=templates.texts(rest.query, inputs) or None,
        headers=headers,
        json=None if rest.json is None else templates.json(rest.json, inputs),
        data=None if rest.form is None else templates.texts(rest.form, inputs),
    )


def _answer(service: Service, rest: Rest, status: int, body: bytes) -> Answer:
    meaning = rest.statuses.get(status, USUAL.get(status, ""))
    if meaning == LATE or not meaning and (status in LATER or status >= 500):
        raise CrmUnavailable(service.name, f"HTTP {status}")
    if meaning == REFUSED or not meaning and not 200 <= status < 300:
        raise CrmBadAnswer(service.name, f"HTTP {status}")
    if not 200 <= status < 300 or meaning == NONE:
        return Answer((), meaning)
    return Answer(_rows(service, rest, _parsed(service, body)), meaning)


def _parsed(service: Service, body: bytes) -> Any:
    try:
        return json.loads(body) if body.strip() else None
    except (ValueError, RecursionError) as error:
        raise CrmBadAnswer(service.name, "the answer is no JSON") from error


def _rows(service: Service, rest: Rest, found: Any) -> tuple[Mapping[str, Any], ...]:
    try:
        parts = jsonpath.findall(rest.rows_at, found) if rest.rows_at else [found]
        parts = [part for part in parts if part not in (None, [], {})]
        return tuple(_row(service, part) for part in parts[: service.limit + 1])
    except (jsonpath.JSONPathError, RecursionError) as error:
        raise CrmBadAnswer(service.name, f"a JSONPath does not fit ({type(error).__name__})") from error


def _row(service: Service, part: Any) -> Mapping[str, Any]:
    """What each path finds first; what it finds nothing for is left out."""
    paths = {output.at for output in service.outputs.values()} | ({service.outcome_at} - {""})
    if not isinstance(part, dict | list):
        part = {"value": part}
    found = {path: jsonpath.findall(path, part)[:1] for path in paths}
    return {path: values[0] for path, values in found.items() if values}
