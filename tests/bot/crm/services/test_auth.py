"""Tokens: fetched by whoever is first, kept as long as they live, and not for ever where they do not say it."""

import asyncio
from typing import Any

import httpx
import pytest

from bot.crm.services.auth import USUAL_S, Credentials
from bot.crm.services.rest_model import Auth
from bot.errors import CrmUnavailable

OAUTH = Auth("oauth2", "client", "HATEF_CRM_X_SECRET", token_url="/token", scope="orders")
SECRETS = {"HATEF_CRM_X_SECRET": "geheim"}


class Tokens:
    """Gives tokens, numbered."""

    def __init__(self, answer: dict[str, Any]) -> None:
        self.answer = answer
        self.forms: list[bytes] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.forms.append(request.content)
        return httpx.Response(200, json={"access_token": f"t{len(self.forms)}", **self.answer})

    def client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(transport=httpx.MockTransport(self), base_url="http://h")


async def test_many_at_once_fetch_one() -> None:
    tokens = Tokens({"expires_in": 3600})
    credentials = Credentials(OAUTH, SECRETS, lambda: 0.0)
    async with tokens.client() as http:
        found = await asyncio.gather(*(credentials.headers(http) for _ in range(5)))
    assert found == [{"Authorization": "Bearer t1"}] * 5
    assert tokens.forms == [b"grant_type=client_credentials&scope=orders"]


@pytest.mark.parametrize(
    ("answer", "lives_s"), [({"expires_in": 100}, 70.0), ({"expires_in": 20}, 10.0), ({}, USUAL_S - 30)]
)
async def test_a_token_is_fetched_anew_before_it_ends(answer: dict[str, Any], lives_s: float) -> None:
    now, tokens = 0.0, Tokens(answer)
    credentials = Credentials(OAUTH, SECRETS, lambda: now)
    async with tokens.client() as http:
        await credentials.headers(http)
        now = lives_s - 1
        assert await credentials.headers(http) == {"Authorization": "Bearer t1"}
        now = lives_s
        assert await credentials.headers(http) == {"Authorization": "Bearer t2"}


async def test_a_refused_token_is_replaced_once_for_all_who_had_it() -> None:
    tokens = Tokens({"expires_in": 100})
    credentials = Credentials(OAUTH, SECRETS, lambda: 0.0)
    async with tokens.client() as http:
        refused = (await credentials.headers(http))["Authorization"]
        for _ in range(2):
            assert await credentials.headers(http, refused=refused) == {"Authorization": "Bearer t2"}


async def test_no_token_in_the_answer() -> None:
    tokens = Tokens({"access_token": 5})
    async with tokens.client() as http:
        with pytest.raises(CrmUnavailable, match="no token"):
            await Credentials(OAUTH, SECRETS).headers(http)


async def test_a_secret_that_is_not_set_is_told_by_its_name() -> None:
    async with httpx.AsyncClient() as http:
        with pytest.raises(CrmUnavailable, match="HATEF_CRM_X_SECRET is not set"):
            await Credentials(OAUTH, {}).headers(http)
        assert await Credentials(Auth(), {}).headers(http) == {}
