"""The action server: Rasa's action protocol (Rasa 3.6) over HTTP on loopback.

POST /webhook {next_action, tracker, …} ──▶ {"events": […], "responses": […]}
POST /suggest {intents, slots, texts}   ──▶ {"customer_id", "caller_name", "intent", "text"}: who calls, and what
                                            the records answer; each only where they know it
GET /health                             ──▶ {"status": "ok", "actions": n}
"""

import hmac
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Query
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from bot.crm.sample import build_sample
from bot.crm.services.model import DEFAULT_SOURCE
from bot.crm.services.opening import open_services
from bot.crm.services.outbox import keep_writes
from bot.crm.sql import SqliteCrm
from bot.prompts.load import SHIPPED, load_prompts
from bot.settings.paths import SHARE
from bot.settings.recording_options import Which
from bot.settings.skill_options import Company, CrmRules
from bot.skills.flows.in_use import load_flows
from bot.skills.runtime.answer import Answer
from bot.skills.runtime.faq_book import FaqBook
from bot.skills.runtime.perform import perform
from bot.skills.runtime.registry import Action, Tools, discover
from bot.skills.runtime.suggest import Unanswered, suggested
from bot.skills.runtime.tracker import parse_tracker
from handoff.special_days import LiveCalendar

log = logging.getLogger(__name__)

WRONG_TOKEN = {"error": "the token is wrong; see action_endpoint in endpoints.yml"}
SAMPLE_FILE = SHARE / "data" / "sample_crm.yml"


@dataclass(frozen=True, slots=True)
class ActionOptions:
    """What the action server is told.

    `token`: Rasa must send it as `?token=` (its endpoints.yml has a key for it); "" asks for none.
    `sample`: the customers that fill a SQLite CRM which does not exist yet; None leaves it missing.
    """

    crm_url: str
    company: Company = Company()
    rules: CrmRules = CrmRules()
    token: str = field(default="", repr=False)
    sample: Path | None = SAMPLE_FILE
    crm_timeout_s: float = 1.5
    now: Callable[[], datetime] | None = None
    """The company's time on the wall; None: the real one."""
    data: Path = SHIPPED
    """Whose prompts/ is said, and whose services/ are asked."""
    sources: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Further databases and web services that services ask, by name."""
    state_url: str = ""
    """The state database, which keeps what services write until it is written; "": nothing is kept."""
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Variables of the environment that sources of services name."""
    recorded: Which = "none"
    """Whose calls are recorded."""


class ActionCall(BaseModel):
    """The part of Rasa's request that is read; the domain, if it comes, is passed over."""

    next_action: str
    tracker: dict[str, Any]


def create_app(options: ActionOptions) -> FastAPI:
    """The server's application.

    Raises:
        PromptsBroken, DataFileError, StartError: the prompts, the sample or the flows cannot be used.
        CrmUnavailable: the CRM's URL cannot be used.
    """
    if options.sample is not None:
        build_sample(options.crm_url, options.sample)
    crm = SqliteCrm(options.crm_url, timeout_s=options.crm_timeout_s)
    tools = _tools(options, crm)
    actions = tools.actions
    outbox = keep_writes(tools.services, options.state_url)

    @asynccontextmanager
    async def life(_app: FastAPI) -> AsyncIterator[None]:
        async with outbox.working() if outbox else nullcontext():
            yield
        crm.close()
        await tools.services.close()

    app = FastAPI(title="Hatef actions", lifespan=life, docs_url=None, redoc_url=None, openapi_url=None)

    @app.get("/health")
    async def health() -> dict[str, Any]:
        return {"status": "ok", "actions": len(actions)}

    @app.post("/webhook")
    async def webhook(call: ActionCall, token: str = Query("")) -> JSONResponse:
        if not _may_ask(token, options):
            return JSONResponse(WRONG_TOKEN, 401)
        wanted = actions.get(call.next_action)
        if wanted is None:
            problem = f"no action of that name; known are {', '.join(sorted(actions))}"
            return JSONResponse({"error": problem, "action_name": call.next_action}, 404)
        return JSONResponse((await _run(wanted, call, tools)).as_json())

    @app.post("/suggest")
    async def suggest(asked: Unanswered, token: str = Query("")) -> JSONResponse:
        if not _may_ask(token, options):
            return JSONResponse(WRONG_TOKEN, 401)
        return JSONResponse(await suggested(asked, actions, tools))

    return app


def _tools(options: ActionOptions, crm: SqliteCrm) -> Tools:
    """What the actions work with."""
    texts = {language: own.skills for language, own in load_prompts(options.data).items()}
    urls = {**options.sources, DEFAULT_SOURCE: options.crm_url}
    services = open_services(options.data, urls, options.secrets)
    flows = load_flows(options.data, services.services)
    now, days = options.now or options.company.clock, LiveCalendar(options.data)
    own = (options.company, options.rules, options.recorded)
    return Tools(crm, texts, *own, services, FaqBook(options.data), flows, discover(), now, days)


def _may_ask(token: str, options: ActionOptions) -> bool:
    return hmac.compare_digest(token.encode(), options.token.encode())


async def _run(wanted: Action, call: ActionCall, tools: Tools) -> Answer:
    """One action. A form would go on asking after a fault; without a requested slot it ends."""
    answer = await perform(wanted, parse_tracker(call.tracker), tools)
    return answer.set_slot("requested_slot", None) if answer.ends and wanted.name.startswith("validate_") else answer
