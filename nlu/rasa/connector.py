"""HatefInput: the channel through which a call talks to Rasa; one HTTP round trip is one whole turn.

POST /webhooks/hatef/webhook {sender, text, metadata: {language, confidence, words, keys, caller, called, caller_name}}
  -> {messages, intent, ranking, entities, slots, flow, latency_ms}; flow: the one that asks, "" for none
POST /webhooks/hatef/understand, the same body -> {ranking}: what the turn would be taken for; nothing is kept of it
"""

from __future__ import annotations

import gc
import hmac
import logging
import os
import time
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from rasa.shared.core.events import BotUttered, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from nlu.rasa import quiet, remote_actions, turn_request
from nlu.rasa.turn_request import BadTurn, TurnRequest

TOKEN_VARIABLE = "HATEF_RASA_TOKEN"
RANKING = 5
LOST_INTENTS = ("nlu_fallback", "out_of_scope")
FLOW_SLOT = "flow"
"""Where the conversation stands in its flows (`nlu.flows.state`)."""
_logger = logging.getLogger(__name__)


def _authorised(request: Request, token: str) -> bool:
    given = request.headers.get("authorization", "")
    return not token or hmac.compare_digest(given.encode(), f"Bearer {token}".encode())


def _error(status: int, what: str) -> HTTPResponse:
    return response.json({"error": what}, status=status)


def _last_said(tracker: DialogueStateTracker) -> UserUttered | None:
    """The last user message as it happened; `tracker.latest_message` forgets the answers inside a form."""
    return next((event for event in reversed(tracker.events) if isinstance(event, UserUttered)), None)


def _offered(tracker: DialogueStateTracker) -> str:
    """What the bot's last turn offered, last: "human", "more" («anything else?»); "": nothing."""
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            break
        if isinstance(event, BotUttered) and (offer := ((event.data or {}).get("custom") or {}).get("offer")):
            return str(offer)
    return ""


def _slots_before(tracker: DialogueStateTracker, turn: TurnRequest) -> list[SlotSet]:
    """What must be in the slots before the turn is understood."""
    latest = _last_said(tracker)
    lost = bool(latest and latest.intent.get("name") in LOST_INTENTS)
    offered = _offered(tracker)
    wanted: dict[str, Any] = {
        **turn.call_slots,
        "was_lost": lost,
        "human_offered": offered == "human",
        "more_offered": offered == "more",
    }
    return [SlotSet(name, value) for name, value in wanted.items() if tracker.get_slot(name) != value]


def _until_the_end(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Nothing is said after a hand-off or a hang-up: a rule's «anything else?» would be."""
    kept = []
    for message in messages:
        message = {key: value for key, value in message.items() if key in ("text", "custom")}
        kept.append(message)
        custom = message.get("custom") or {}
        if "handoff" in custom or custom.get("hangup"):
            break
    return kept


def _reply(tracker: DialogueStateTracker, messages: list[dict[str, Any]], started_s: float) -> dict[str, Any]:
    latest = _last_said(tracker)
    parsed = (latest.parse_data or {}) if latest else {}
    slots = tracker.current_slot_values()
    stack = (slots.pop(FLOW_SLOT, None) or {}).get("stack") or []
    return {
        "messages": _until_the_end(messages),
        "intent": parsed.get("intent") or {},
        "ranking": list(parsed.get("intent_ranking") or [])[:RANKING],
        "entities": list(parsed.get("entities") or []),
        "slots": {name: value for name, value in slots.items() if value not in (None, "", [])},
        "flow": str(stack[-1][0]) if stack else "",
        "latency_ms": round((time.perf_counter() - started_s) * 1000, 1),
    }


def _open_question(tracker: DialogueStateTracker | None) -> dict[str, Any]:
    """What a flow asks for, as metadata of the message that may answer it (`nlu.rasa.answer_intent`)."""
    state = (tracker.get_slot(FLOW_SLOT) if tracker is not None and FLOW_SLOT in tracker.slots else None) or {}
    return {"asked": state["asked"]} if state.get("asked") else {}


async def _understand(agent: Agent, turn: TurnRequest) -> dict[str, Any]:
    """What a turn would be taken for: the intent, and behind it what else is likely."""
    metadata = {**turn.metadata, **_open_question(await agent.tracker_store.retrieve(turn.sender))}
    message = UserMessage(turn.text, None, turn.sender, input_channel=HatefInput.name(), metadata=metadata)
    parsed = await agent.processor.parse_message(message)
    found = [parsed["intent"], *(parsed.get("intent_ranking") or [])]
    first: dict[str, float] = {}
    for intent in found:
        first.setdefault(str(intent.get("name") or ""), float(intent.get("confidence") or 0.0))
    return {"ranking": [{"name": name, "confidence": round(sure, 6)} for name, sure in first.items()][:RANKING]}


async def _turn(agent: Agent, turn: TurnRequest, started_s: float) -> dict[str, Any]:
    """One turn under the call's lock."""
    output = CollectingOutputChannel()
    async with agent.lock_store.lock(turn.sender):
        tracker = await agent.processor.fetch_tracker_with_initial_session(turn.sender, output)
        tracker.update_with_events(_slots_before(tracker, turn), agent.domain)
        await agent.processor.save_tracker(tracker)
        metadata = {**turn.metadata, **_open_question(tracker)}
        message = UserMessage(turn.text, output, turn.sender, input_channel=HatefInput.name(), metadata=metadata)
        await agent.processor.handle_message(message)
        tracker = await agent.tracker_store.retrieve(turn.sender)
    return _reply(tracker, output.messages, started_s)


class HatefInput(InputChannel):
    """The channel `hatef`; put `nlu.rasa.connector.HatefInput:` into the credentials file."""

    def __init__(self) -> None:
        self._token = os.environ.get(TOKEN_VARIABLE, "")

    @classmethod
    def name(cls) -> str:
        """The channel's name and part of its path."""
        return "hatef"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The routes: GET / says whether a model is loaded, POST /webhook is a turn."""
        remote_actions.install()
        routes = Blueprint("hatef_webhook", "nlu_rasa_connector")

        @routes.listener("after_server_start")
        async def quieten(*_: Any) -> None:
            quiet.install()
            gc.collect()
            gc.freeze()  # what is loaded stays; without this a full collection stops a turn for 0.2 s

        @routes.get("/")
        async def health(request: Request) -> HTTPResponse:
            agent: Agent | None = request.app.ctx.agent
            return response.json({"ready": bool(agent and agent.is_ready())})

        @routes.post("/webhook")
        async def webhook(request: Request) -> HTTPResponse:
            if not _authorised(request, self._token):
                return _error(401, f"wrong or missing bearer token ({TOKEN_VARIABLE})")
            return await _asked(request, _answer)

        @routes.post("/understand")
        async def understand(request: Request) -> HTTPResponse:
            if not _authorised(request, self._token):
                return _error(401, f"wrong or missing bearer token ({TOKEN_VARIABLE})")
            return await _asked(request, _understood)

        return routes


async def _asked(request: Request, answer: Callable[[Agent, TurnRequest], Awaitable[HTTPResponse]]) -> HTTPResponse:
    agent: Agent | None = request.app.ctx.agent
    if agent is None or not agent.is_ready():
        return _error(503, "no model is loaded")
    try:
        turn = turn_request.parse(request.json)
    except BadTurn as error:
        return _error(400, str(error))
    return await answer(agent, turn)


async def _understood(agent: Agent, turn: TurnRequest) -> HTTPResponse:
    return response.json(await _understand(agent, turn))


async def _answer(agent: Agent, turn: TurnRequest) -> HTTPResponse:
    started_s = time.perf_counter()
    failed: list[str] = []
    noting = remote_actions.failed_actions.set(failed)
    try:
        reply = await _turn(agent, turn, started_s)
    finally:
        remote_actions.failed_actions.reset(noting)
    if failed:
        _logger.error("actions failed: %s", ", ".join(failed))
        return _error(502, f"these actions failed: {', '.join(failed)}")
    return response.json(reply)
