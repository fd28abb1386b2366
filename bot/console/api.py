"""The API for other programs, version 1: handoffs by token, id, call or number; accepted, noted, closed.

GET  /api/v1/handoffs/{token or id}              one handoff (docs/packet.schema.json)
GET  /api/v1/handoffs?caller=NUMBER&call=ID      {"handoffs": [...]}, newest first
POST /api/v1/handoffs/{token or id}/accept       {"who": "..."}
POST /api/v1/handoffs/{token or id}/note         {"who": "...", "text": "..."}, Idempotency-Key
POST /api/v1/handoffs/{token or id}/close        {"who": "...", "text": "..."}
GET  /api/v1/schema                              the schema; no right is needed
"""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import JSONResponse
from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints, ValidationError
from pydantic_core import from_json

from bot.console.faults import NO_RIGHT, READ_ONLY, Refused, wrong
from bot.console.handoffs import Handoffs
from bot.console.view import as_json, schema, view_of
from bot.settings.holders import Holder, holder_of
from handoff.events import TEXT_LENGTH, WHO_LENGTH, visible
from handoff.file import HandoffFile

MOST = 100
USUAL = 20
KEY_LENGTH = 200

Who = Annotated[str, StringConstraints(max_length=WHO_LENGTH), AfterValidator(visible)]
Text = Annotated[str, StringConstraints(max_length=TEXT_LENGTH), AfterValidator(visible)]
Searched = Annotated[str, Query(max_length=64)]


class Deed(BaseModel):
    """What somebody does. `who` "" is the program itself."""

    model_config = ConfigDict(extra="ignore")

    who: Who = ""
    text: Text = ""


class Rights:
    """Lets those pass who have a right to the API; their name is `request.state.holder` from then on."""

    def __init__(self, holders: tuple[Holder, ...]) -> None:
        self._holders = holders

    async def reads(self, request: Request) -> None:
        """Raises Refused."""
        found = holder_of(request.headers.get("authorization", ""), self._holders)
        if found is None:
            raise Refused(NO_RIGHT)
        request.state.holder = found

    async def writes(self, request: Request) -> None:
        """Raises Refused."""
        await self.reads(request)
        if not request.state.holder.may_write:
            raise Refused(READ_ONLY)


class HandoffApi:
    """Answers about handoffs."""

    def __init__(self, handoffs: Handoffs) -> None:
        self._handoffs = handoffs

    async def search(
        self, caller: Searched = "", call: Searched = "", limit: Annotated[int, Query(ge=1, le=MOST)] = USUAL
    ) -> JSONResponse:
        """By number, by call."""
        if caller and not any(letter.isdecimal() for letter in caller):
            raise Refused(wrong("caller is a telephone number"))
        if not (caller or call):
            raise Refused(wrong("say whose: ?caller=NUMBER, ?call=ID, or both"))
        found = await self._handoffs.search(call_id=call, caller=caller, limit=limit)
        return JSONResponse({"handoffs": [self._view(one) for one in found]})

    async def one(self, wanted: str) -> JSONResponse:
        """By token or id."""
        return self._answer(await self._handoffs.reader.find(self._handoffs.meant(wanted)))

    async def accept(self, wanted: str, request: Request) -> JSONResponse:
        """Somebody has it."""
        packet_id, deed = self._handoffs.meant(wanted), await _deed(request)
        return self._answer(await self._handoffs.clerk.accept(packet_id, _who(deed, request)))

    async def note(self, wanted: str, request: Request) -> JSONResponse:
        """Somebody writes something down."""
        packet_id, deed = self._handoffs.meant(wanted), await _deed(request)
        if not deed.text:
            raise Refused(wrong('a note has a text: {"text": "..."}'))
        key = request.headers.get("idempotency-key", "")[:KEY_LENGTH]
        return self._answer(await self._handoffs.clerk.note(packet_id, _who(deed, request), deed.text, key))

    async def close(self, wanted: str, request: Request) -> JSONResponse:
        """It is done."""
        packet_id, deed = self._handoffs.meant(wanted), await _deed(request)
        return self._answer(await self._handoffs.clerk.close(packet_id, _who(deed, request), deed.text))

    def _answer(self, found: HandoffFile) -> JSONResponse:
        return JSONResponse(self._view(found))

    def _view(self, found: HandoffFile) -> dict[str, Any]:
        return as_json(view_of(found, self._handoffs.page(found.packet.packet_id)))


async def published() -> JSONResponse:
    """The schema of a handoff."""
    return JSONResponse(schema())


def api_routes(handoffs: Handoffs, holders: tuple[Holder, ...]) -> APIRouter:
    """The routes."""
    routes, api, rights = APIRouter(prefix="/api/v1"), HandoffApi(handoffs), Rights(holders)
    look, reads, writes = ["GET", "HEAD"], [Depends(rights.reads)], [Depends(rights.writes)]
    routes.add_api_route("/schema", published, methods=look)
    routes.add_api_route("/handoffs", api.search, methods=look, dependencies=reads)
    routes.add_api_route("/handoffs/{wanted}", api.one, methods=look, dependencies=reads)
    for name, deed in (("accept", api.accept), ("note", api.note), ("close", api.close)):
        routes.add_api_route(f"/handoffs/{{wanted}}/{name}", deed, methods=["POST"], dependencies=writes)
    return routes


def _who(deed: Deed, request: Request) -> str:
    holder: Holder = request.state.holder
    return deed.who or holder.name


async def _deed(request: Request) -> Deed:
    """The body of a request, where there is one. Raises Refused, which quotes none of it."""
    body = await request.body()
    try:
        return Deed.model_validate(from_json(body, allow_inf_nan=False)) if body.strip() else Deed()
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        place = ".".join(str(step) for step in first["loc"]) or "the body"
        raise Refused(wrong(f"{place}: {first['msg']}")) from None
    except ValueError:
        raise Refused(wrong('the body is to be JSON in UTF-8, e.g. {"who": "sara"}')) from None
