"""Promised calls for other programs.

GET  /api/v1/callbacks                  {"callbacks": [...]}, the oldest promise first
GET  /api/v1/callbacks/{id}/message     the sound of what was left, also of a settled one; ?format=ogg, flac, wav
POST /api/v1/callbacks/{id}/done        somebody called
POST /api/v1/callbacks/{id}/cancel      no call is needed
POST /api/v1/callbacks/{id}/now         Hatef calls as soon as the hours allow
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, Literal

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse, Response

from bot.console.api import Rights
from bot.console.faults import MALFORMED, UNKNOWN, Fault, Refused
from bot.recordings.errors import RecordingError
from bot.settings.holders import Holder
from handoff.callbacks.ledger import CallbackLedger, Promise
from handoff.callbacks.plan import CallbackState
from handoff.errors import PacketMissing, StepRefused
from handoff.event_book import PACKET_ID
from handoff.states import State
from handoff.voicemail.message import Message

log = logging.getLogger(__name__)

SETTLED = Fault(409, "settled", "this is no open call-back: it was made, cancelled, or never promised")
NOT_CALLED = Fault(409, "not_called", "Hatef cannot call it: it is being called, may not be dialled, or is settled")
NOBODY_DIALS = Fault(409, "nobody_dials", "Hatef makes no calls: handoff.callbacks.dial is not set")


NO_MESSAGE = Fault(404, "no_message", "no message was left with this handoff, or it is deleted by now")
LOCKED = Fault(409, "locked", "the message cannot be opened: HATEF_RECORDING_KEY lacks its key, or it is broken")

Sounds = Callable[[Message, str], tuple[bytes, str]]
"""A message as sound in the format of an ending, and what is wrong with it (`bot.voicemail.shelf.MessageShelf`)."""
Format = Literal["ogg", "flac", "wav"]
MEDIA: Mapping[Format, str] = MappingProxyType({"ogg": "audio/ogg", "flac": "audio/flac", "wav": "audio/wav"})


class CallbacksApi:
    """Answers about promised calls. `dials`: Hatef makes them."""

    def __init__(self, ledger: CallbackLedger, sounds: Sounds, *, dials: bool) -> None:
        self._ledger = ledger
        self._sounds = sounds
        self._dials = dials

    async def every(self) -> JSONResponse:
        """The open ones."""
        return JSONResponse({"callbacks": [as_json(one) for one in await self._ledger.open()]})

    async def message(self, wanted: str, format: Format = "ogg") -> Response:
        """The sound of what was left."""
        message = await self._ledger.message(_id(wanted))
        if message is None:
            raise Refused(NO_MESSAGE)
        try:
            sound, _ = await asyncio.to_thread(self._sounds, message, f".{format}")
        except FileNotFoundError:
            raise Refused(NO_MESSAGE) from None
        except RecordingError as error:
            log.error("%s", error)
            raise Refused(LOCKED) from None
        return Response(sound, media_type=MEDIA[format], headers={"Cache-Control": "no-store"})

    async def done(self, wanted: str) -> JSONResponse:
        """It was made."""
        return await self._settle(wanted, State.CALLED_BACK)

    async def cancel(self, wanted: str) -> JSONResponse:
        """It is not needed."""
        return await self._settle(wanted, State.CANCELLED)

    async def now(self, wanted: str) -> JSONResponse:
        """Make it."""
        packet_id = _id(wanted)
        if not self._dials:
            raise Refused(NOBODY_DIALS)
        if not await self._ledger.hurry(packet_id):
            raise Refused(NOT_CALLED)
        return JSONResponse({"id": packet_id, "state": CallbackState.WAITING.value})

    async def _settle(self, wanted: str, state: State) -> JSONResponse:
        packet_id = _id(wanted)
        try:
            await self._ledger.settle(packet_id, state)
        except PacketMissing:
            raise Refused(UNKNOWN) from None
        except StepRefused:
            raise Refused(SETTLED) from None
        return JSONResponse({"id": packet_id, "state": state.value})


def as_json(one: Promise) -> dict[str, Any]:
    """One promise; `state` "" where nobody dials it."""
    told, kept = one.told, one.kept
    waits = kept is not None and kept.state is CallbackState.WAITING
    return {
        "id": told.packet_id,
        "kind": one.kind,
        "call": told.call_id,
        "promised_at": told.promised_at.isoformat(timespec="seconds"),
        "number": told.number,
        "name": told.name,
        "language": told.language,
        "reason": told.reason,
        "note": told.note,
        "state": kept.state.value if kept else "",
        "tries": kept.tries if kept else 0,
        "why": kept.why.value if kept else "",
        "next_at": datetime.fromtimestamp(kept.due_ms // 1000, UTC).isoformat() if kept and waits else None,
        "message": None if one.message is None else _message(one.message),
    }


def _message(one: Message) -> dict[str, Any]:
    """`transcript`: "" while `written_down` is "" (not yet), and where it "failed"."""
    return {
        "left_at": one.left_at.isoformat(timespec="seconds"),
        "length_s": round(one.length_ms / 1000, 1),
        "whole": one.whole,
        "written_down": one.transcript,
        "transcript": one.words,
        "sound": f"/api/v1/callbacks/{one.packet_id}/message",
    }


def callbacks_routes(ledger: CallbackLedger, sounds: Sounds, holders: tuple[Holder, ...], *, dials: bool) -> APIRouter:
    """The routes."""
    routes, api, rights = APIRouter(prefix="/api/v1"), CallbacksApi(ledger, sounds, dials=dials), Rights(holders)
    heard = "/callbacks/{wanted}/message"
    routes.add_api_route(heard, api.message, methods=["GET", "HEAD"], dependencies=[Depends(rights.reads)])
    routes.add_api_route("/callbacks", api.every, methods=["GET", "HEAD"], dependencies=[Depends(rights.reads)])
    for name, deed in (("done", api.done), ("cancel", api.cancel), ("now", api.now)):
        path = f"/callbacks/{{wanted}}/{name}"
        routes.add_api_route(path, deed, methods=["POST"], dependencies=[Depends(rights.writes)])
    return routes


def _id(wanted: str) -> str:
    lowered = wanted.lower()
    if not PACKET_ID.fullmatch(lowered):
        raise Refused(MALFORMED)
    return lowered
