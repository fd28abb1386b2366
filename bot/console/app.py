"""The console's application: who answers what, and how every fault is told."""

import logging
from dataclasses import dataclass, field

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from bot.console.agents_api import agents_routes
from bot.console.api import api_routes
from bot.console.bounds import App, Bounds
from bot.console.callbacks_api import Sounds, callbacks_routes
from bot.console.faults import BROKEN, Fault, Refused, fault_of, wrong
from bot.console.handoffs import Handoffs
from bot.console.pages import Pages, is_page, page_routes
from bot.service.control_client import ControlClient
from bot.settings.holders import Holder
from handoff.callbacks.ledger import CallbackLedger
from handoff.errors import HandoffError

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ConsoleParts:
    """What the console is made of."""

    handoffs: Handoffs
    holders: tuple[Holder, ...]
    pages: Pages
    form_secret: bytes = field(repr=False)
    """Signs the forms of the pages."""
    service: ControlClient
    """The Hatef that takes the calls."""
    ledger: CallbackLedger
    sounds: Sounds
    """Opens callers' messages."""
    dials: bool = False
    """Hatef makes promised calls."""


def create_app(parts: ConsoleParts) -> App:
    """The application, within its bounds."""
    app = FastAPI(title="Hatef", docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False)
    app.include_router(api_routes(parts.handoffs, parts.holders))
    app.include_router(agents_routes(parts.service, parts.holders))
    app.include_router(callbacks_routes(parts.ledger, parts.sounds, parts.holders, dials=parts.dials))

    @app.api_route("/health", methods=["GET", "HEAD"])
    async def health() -> dict[str, str]:
        return {"status": "ok"}

    app.include_router(page_routes(parts.handoffs, parts.pages, parts.form_secret))
    _tell_faults(app, parts.pages)
    return Bounds(app)


def _tell_faults(app: FastAPI, pages: Pages) -> None:
    def answer(request: Request, fault: Fault) -> Response:
        """As a page for people, as JSON for programs."""
        if is_page(request.url.path):
            return pages.fault(request, fault)
        return JSONResponse(fault.as_json(), fault.status, headers=dict(fault.headers))

    @app.exception_handler(Refused)
    async def refused(request: Request, error: Refused) -> Response:
        return answer(request, error.fault)

    @app.exception_handler(HandoffError)
    async def handoff(request: Request, error: HandoffError) -> Response:
        fault = fault_of(error)
        if fault.status >= 500:
            log.error("a request was answered by %d: %s", fault.status, error)
        return answer(request, fault)

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> Response:
        first = error.errors()[0]
        return answer(request, wrong(f"{first['loc'][-1]}: {first['msg']}"))

    @app.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> Response:
        codes = {404: "nothing_here", 405: "method"}
        return answer(
            request,
            Fault(error.status_code, codes.get(error.status_code, "wrong"), error.detail, headers=error.headers or {}),
        )

    @app.exception_handler(Exception)
    async def broken(request: Request, _error: Exception) -> Response:
        return answer(request, BROKEN)
