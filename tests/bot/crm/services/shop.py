"""A company's web service as others write them, and every way in which such a thing misbehaves."""

import asyncio
import base64
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

ORDERS = {
    "12345": {"no": 12345, "status": "SENT", "delivery": "1405/09/14", "sum": {"toman": "1٬570٬000"}},
    "کد/7": {"no": 7, "status": "OPEN", "delivery": None, "sum": {"toman": 12}},
}


BASIC = "Basic " + base64.b64encode(b"hatef:geheim").decode()
CLIENT = "Basic " + base64.b64encode(b"client:geheim").decode()
BODIES = {
    "empty": b"",
    "nothing": b"null",
    "list": b"[]",
    "html": b"<html>login</html>",
    "cut": b'{"no": 1, "sta',
    "huge": b'{"no": "' + b"1" * 3_000_000 + b'"}',
    "deep": b"[" * 100_000,
    "changed": b'{"number": 1, "state": "SENT"}',
    "text": b'{"no": 1, "status": "SENT", "delivery": "soon", "sum": {"toman": "many"}}',
}


class Shop:
    """What it was asked (`seen`), what it made (`tickets` by key), and the token that it takes now."""

    def __init__(self) -> None:
        self.seen: list[dict[str, Any]] = []
        self.tickets: dict[str, int] = {}
        self.token = "first"
        self.tokens_given = 0

    def app(self) -> FastAPI:
        app = FastAPI()
        app.middleware("http")(self.guard)
        for path, answer in (("/orders/{number:path}", self.order), ("/orders", self.search), ("/bad/{how}", self.bad)):
            app.get(path, response_model=None)(answer)
        app.post("/tickets", response_model=None)(self.ticket)
        app.post("/oauth/token", response_model=None)(self.give_token)
        return app

    async def guard(self, request: Request, forward: Any) -> Any:
        """Behind each of some paths the same order, for who shows himself as that path wants it."""
        raw = request.scope["raw_path"].decode()
        self.seen.append({"path": raw, "query": dict(request.query_params), "headers": dict(request.headers)})
        path, shown = request.url.path, request.headers.get("Authorization")
        wanted = {"/basic": BASIC, "/bearer": "Bearer geheim", "/oauth": f"Bearer {self.token}"}
        for start in (one for one in wanted if path.startswith(f"{one}/orders")):
            return JSONResponse(ORDERS["12345"]) if shown == wanted[start] else JSONResponse({}, 401)
        if path.startswith("/key"):
            known = request.headers.get("X-Shop") == "geheim"
            return JSONResponse(ORDERS["12345"]) if known else JSONResponse({}, 403)
        return await forward(request)

    async def order(self, number: str) -> Response:
        found = ORDERS.get(number)
        return JSONResponse(found) if found else JSONResponse({"error": "no such order"}, 404)

    async def search(self, customer: str, lang: str = "") -> Any:
        rows = {"ali": ["12345"], "sara": ["12345", "کد/7"]}.get(customer, [])
        return {"data": {"orders": [ORDERS[one] for one in rows]}, "lang": lang}

    async def ticket(self, request: Request) -> Response:
        body = self.seen[-1]["json"] = await request.json()
        if refused := {"nonsense": 422, "again": 409}.get(body["words"]):
            return JSONResponse({"error": "no"}, refused)
        number = self.tickets.setdefault(request.headers["Idempotency-Key"], 500 + len(self.tickets))
        return JSONResponse({"ticket": {"number": number}}, 201)

    async def give_token(self, request: Request) -> Response:
        if request.headers.get("Authorization") != CLIENT:
            return JSONResponse({"error": "invalid_client"}, 401)
        self.tokens_given += 1
        return JSONResponse({"access_token": self.token, "token_type": "bearer", "expires_in": 3600})

    async def bad(self, how: str) -> Response:
        if how == "slow":
            await asyncio.sleep(1)
        if how == "302":
            return RedirectResponse("/orders/12345", 302)
        status = int(how) if how.isdecimal() else 200
        return Response(BODIES.get(how, b"{}"), status, media_type="application/json")


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """Its address, while it runs in a thread of its own."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        config = uvicorn.Config(app, log_level="critical", lifespan="off", ws="none")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join(10)
