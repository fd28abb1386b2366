"""The real application over its own protocol, on the project's sample CRM."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.settings.skill_options import Company
from bot.skills.runtime.server import ActionOptions, create_app

Ask = Callable[..., Awaitable[dict[str, Any]]]

SLOTS: Mapping[str, Any] = {
    "language": "fa",
    "caller_number": "09121234567",
    "caller_name": None,
    "customer_id": "c-1001",
    "order_number": None,
}

MONDAY = datetime(2026, 11, 30, 10, 0)
"""A working day of the sample company."""


@pytest.fixture
def options(tmp_path: Path) -> ActionOptions:
    return ActionOptions(
        crm_url=f"sqlite:///{tmp_path}/crm.db",
        company=Company(
            name={"fa": "فروشگاه نمونه", "ar": "المتجر النموذجي"},
            address={"fa": "تهران، خیابان آزادی", "ar": "طهران، شارع آزادي"},
        ),
        now=lambda: MONDAY,
    )


@pytest.fixture
async def client(options: ActionOptions) -> AsyncIterator[httpx.AsyncClient]:
    app = create_app(options)
    transport = httpx.ASGITransport(app=app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://t") as client,
    ):
        yield client


@pytest.fixture
def ask(client: httpx.AsyncClient) -> Ask:
    """Run one action: `slots` over the usual ones, the rest as Rasa's tracker has it."""

    async def run(name: str, *, slots: Mapping[str, Any] | None = None, **tracker: Any) -> dict[str, Any]:
        body = {"next_action": name, "sender_id": "call-1", "version": "3.6.21", "domain": {"intents": []}}
        answer = await client.post("/webhook", json=body | {"tracker": tracker | {"slots": {**SLOTS, **(slots or {})}}})
        assert answer.status_code == 200
        result: dict[str, Any] = answer.json()
        return result

    return run


@pytest.fixture
def no_crm(client: httpx.AsyncClient, tmp_path: Path) -> None:
    """The CRM's file goes away after the start."""
    (tmp_path / "crm.db").unlink()
