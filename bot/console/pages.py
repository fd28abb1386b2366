"""The page of a handoff, for an agent's browser: it works without JavaScript and loads nothing from elsewhere.

GET  /handoff/TOKEN                        the token is the right, for its life
POST /handoff/TOKEN/accept | note | close  a form of that page ─▶ 303 back to it, or the page with what went wrong

A form carries a key that only a page for the same token has, and the browser says where it came from: no other site can
send one. There is no cookie that it could abuse.
"""

import hmac
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import RedirectResponse, Response

from bot.console.desk_view import desk_view
from bot.console.faults import Fault, fault_of
from bot.console.handoffs import Handoffs
from bot.console.words import Words
from handoff.errors import StoreUnavailable, TakenByAnother
from handoff.events import TEXT_LENGTH, WHO_LENGTH, visible
from handoff.file import HandoffFile
from handoff.sentences import HandoffSentences

HERE = Path(__file__).parent
CSP = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {"Content-Security-Policy": CSP, "X-Frame-Options": "DENY"}
BAD_FORM = Fault(403, "form", "this form did not come from the page of this handoff")
BAD_TEXT = Fault(400, "wrong", "a note has a text, and a name")
FIELDS_MOST = 10


@dataclass(frozen=True, slots=True)
class Form:
    """What an agent sent."""

    key: str
    who: str
    text: str
    once: str
    """The same for a form that is sent twice."""


Deed = Callable[[str, Form], Awaitable[HandoffFile]]


class Pages:
    """Renders; `default` is the language of the house."""

    def __init__(self, words: Mapping[str, Words], sentences: HandoffSentences, default: str) -> None:
        self._words = words
        self._sentences = sentences
        self._default = default
        loader = FileSystemLoader(HERE / "templates")
        self._jinja = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, auto_reload=False)

    def words_for(self, request: Request) -> Words:
        """Those of the first language of the browser that we have, else the house's."""
        for part in request.headers.get("accept-language", "").split(","):
            code = part.partition(";")[0].strip().partition("-")[0].lower()
            if code in self._words:
                return self._words[code]
        return self._words[self._default]

    def fault(self, request: Request, fault: Fault) -> Response:
        """A page that says what went wrong."""
        words = self.words_for(request)
        message = self.message(words, fault)
        shown = {"words": words, "title": words.page["title"], "message": message, "status": fault.status}
        return self._html("fault.html", {**shown, "code": fault.code}, fault.status, fault.headers)

    def message(self, words: Words, fault: Fault) -> str:
        """A fault in the agent's language."""
        return words.faults.get(fault.code, words.faults["other"]).format(who=fault.facts.get("who", ""))

    def handoff(self, words: Words, shown: Mapping[str, Any], status: int = 200) -> Response:
        """The page itself."""
        return self._html("handoff.html", {"words": words, **shown}, status, {})

    def view(self, found: HandoffFile, words: Words) -> dict[str, Any]:
        """What the page shows of a handoff."""
        return desk_view(found, words, self._sentences)

    def _html(self, name: str, shown: Mapping[str, Any], status: int, headers: Mapping[str, str]) -> Response:
        text = self._jinja.get_template(name).render(**shown)
        body = text.encode("utf-8", "replace")
        return Response(body, status, {**HEADERS, **headers}, media_type="text/html; charset=utf-8")


class HandoffPages:
    """Answers with pages about handoffs."""

    def __init__(self, handoffs: Handoffs, pages: Pages, form_secret: bytes) -> None:
        self._handoffs = handoffs
        self._pages = pages
        self._form_secret = form_secret

    async def show(self, token: str, request: Request) -> Response:
        """The page."""
        return await self._page(token, request)

    async def accept(self, token: str, request: Request) -> Response:
        """An agent has it."""
        clerk = self._handoffs.clerk
        return await self._act(token, request, lambda packet_id, form: clerk.accept(packet_id, form.who))

    async def note(self, token: str, request: Request) -> Response:
        """An agent writes something down."""
        clerk = self._handoffs.clerk
        return await self._act(
            token,
            request,
            lambda packet_id, form: clerk.note(packet_id, form.who, form.text, form.once),
            needs_text=True,
        )

    async def close(self, token: str, request: Request) -> Response:
        """An agent is done with it."""
        clerk = self._handoffs.clerk
        return await self._act(token, request, lambda packet_id, form: clerk.close(packet_id, form.who, form.text))

    async def _act(self, token: str, request: Request, deed: Deed, *, needs_text: bool = False) -> Response:
        packet_id = self._handoffs.opened(token)
        form = await _form(request)
        if not hmac.compare_digest(form.key.encode(), self._form_key(token).encode()) or _from_elsewhere(request):
            return await self._page(token, request, BAD_FORM, form)
        if not form.who or (needs_text and not form.text) or len(form.text) > TEXT_LENGTH:
            return await self._page(token, request, BAD_TEXT, form)
        try:
            await deed(packet_id, form)
        except (TakenByAnother, StoreUnavailable) as error:
            return await self._page(token, request, fault_of(error), form)
        return RedirectResponse(f"/handoff/{token}", 303, HEADERS)

    async def _page(
        self, token: str, request: Request, fault: Fault | None = None, form: Form | None = None
    ) -> Response:
        found = await self._handoffs.reader.find(self._handoffs.opened(token))
        words = self._pages.words_for(request)
        shown = {
            **self._pages.view(found, words),
            "path": f"/handoff/{token}",
            "form": self._form_key(token),
            "key": secrets.token_hex(8),
            "alert": self._pages.message(words, fault) if fault else "",
            "unsent": form.text if form else "",
        }
        if form is not None and form.who:
            shown["holder"] = form.who
        return self._pages.handoff(words, shown, fault.status if fault else 200)

    def _form_key(self, token: str) -> str:
        return hmac.digest(self._form_secret, b"form " + token.lower().encode(), "sha256").hex()[:32]


async def _form(request: Request) -> Form:
    """The fields of a form; what is too long or not sent is cut, or ""."""
    body = (await request.body()).decode("utf-8", "replace")
    try:
        sent = dict(parse_qsl(body, keep_blank_values=True, max_num_fields=FIELDS_MOST))
    except ValueError:
        sent = {}
    who = visible(" ".join(sent.get("who", "").split()))[:WHO_LENGTH]
    return Form(sent.get("form", ""), who, visible(sent.get("text", "")), sent.get("key", "")[:32])


def _from_elsewhere(request: Request) -> bool:
    """Whether the browser says that another site sent this (Fetch Metadata)."""
    return request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none")


async def style() -> Response:
    """The page's style sheet."""
    return Response((HERE / "static" / "handoff.css").read_bytes(), media_type="text/css; charset=utf-8")


def page_routes(handoffs: Handoffs, pages: Pages, form_secret: bytes) -> APIRouter:
    """The routes."""
    routes, answers = APIRouter(), HandoffPages(handoffs, pages, form_secret)
    look = ["GET", "HEAD"]
    routes.add_api_route("/static/handoff.css", style, methods=look)
    routes.add_api_route("/handoff/{token}", answers.show, methods=look, response_model=None)
    for name, deed in (("accept", answers.accept), ("note", answers.note), ("close", answers.close)):
        routes.add_api_route(f"/handoff/{{token}}/{name}", deed, methods=["POST"], response_model=None)
    return routes


def is_page(path: str) -> bool:
    """Whether who asks for it is a person with a browser."""
    return path.startswith("/handoff/")
