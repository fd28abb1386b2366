"""The bounds of every request to the console, and what every answer says to browsers and caches.

A body of 64 kB at most, whole within 10 s; an answer within 30 s; nothing is kept by anybody on the way.
"""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from starlette.responses import JSONResponse

from bot.console.faults import Fault, Refused

BODY_BYTES_MOST = 64 * 1024
BODY_S = 10.0
ANSWER_S = 30.0

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

CLOSE = {"Connection": "close"}
TOO_LARGE = Fault(413, "too_large", f"a request has {BODY_BYTES_MOST} bytes at most", headers=CLOSE)
TOO_SLOW = Fault(408, "too_slow", f"a request is to be whole within {BODY_S:.0f} s", headers=CLOSE)
NOT_IN_TIME = Fault(503, "away", "Hatef did not answer in time; try again", headers={"Retry-After": "5", **CLOSE})

PRIVATE = (
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-robots-tag", b"noindex, nofollow"),
)


class Bounds:
    """Stands before an ASGI application."""

    def __init__(
        self, app: App, *, body_bytes: int = BODY_BYTES_MOST, body_s: float = BODY_S, answer_s: float = ANSWER_S
    ) -> None:
        self._app = app
        self._body_bytes = body_bytes
        self._body_s = body_s
        self._answer_s = answer_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request within the bounds."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        answer = _Answer(send)
        if _announced_bytes(scope) > self._body_bytes:
            return await _refuse(TOO_LARGE, scope, receive, answer)
        body = _Body(receive, self._body_bytes, self._body_s)
        try:
            async with asyncio.timeout(self._answer_s):
                await self._app(scope, body, answer)
        except TimeoutError:
            if answer.begun:
                raise
            await _refuse(NOT_IN_TIME, scope, receive, answer)


class _Body:
    """Receives a request's body; raises Refused where it is too large or too slow."""

    def __init__(self, receive: Receive, most_bytes: int, within_s: float) -> None:
        self._receive = receive
        self._left = most_bytes
        self._until_s = asyncio.get_running_loop().time() + within_s
        self._whole = False

    async def __call__(self) -> Message:
        if self._whole:
            return await self._receive()  # the end of the connection
        try:
            async with asyncio.timeout_at(self._until_s):
                message = await self._receive()
        except TimeoutError:
            raise Refused(TOO_SLOW) from None
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            raise Refused(TOO_LARGE)
        self._whole = not message.get("more_body", False)
        return message


class _Answer:
    """Sends an answer, with what every answer says."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.begun = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.begun = True
            said = {name for name, _ in message.get("headers", ())}
            own = [(name, value) for name, value in PRIVATE if name not in said]
            message = {**message, "headers": [*message.get("headers", ()), *own]}
        await self._send(message)


def _announced_bytes(scope: Scope) -> int:
    """The Content-Length; 0 where there is none, as of a body in chunks."""
    lengths = [value for name, value in scope["headers"] if name == b"content-length"]
    return max((int(value) for value in lengths if value.isdigit()), default=0)


async def _refuse(fault: Fault, scope: Scope, receive: Receive, send: Send) -> None:
    await JSONResponse(fault.as_json(), fault.status, headers=dict(fault.headers))(scope, receive, send)
