"""Every fault has one form, and every answer is for nobody else."""

import pytest

from handoff.reader import HandoffReader
from tests.bot.console.conftest import Desk, bearer


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/", 404, "nothing_here"),
        ("/docs", 404, "nothing_here"),
        ("/openapi.json", 404, "nothing_here"),
        ("/api/v1/handoffs/", 404, "nothing_here"),
    ],
)
async def test_what_is_not_there(desk: Desk, path: str, status: int, code: str) -> None:
    answer = await desk.client.get(path, headers=bearer())
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)


@pytest.mark.parametrize("path", ["/", "/health", "/api/v1/schema", "/api/v1/handoffs/x"])
async def test_nothing_is_kept_on_the_way(desk: Desk, path: str) -> None:
    headers = (await desk.client.get(path)).headers
    told = ("cache-control", "x-content-type-options", "referrer-policy", "x-robots-tag")
    assert [headers[name] for name in told] == ["no-store", "nosniff", "no-referrer", "noindex, nofollow"]


async def test_it_says_that_it_lives_and_nothing_else(desk: Desk) -> None:
    assert (await desk.client.get("/health")).json() == {"status": "ok"}


async def test_what_breaks_is_told_without_a_word_of_why(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(_reader: HandoffReader, packet_id: str) -> None:
        raise RuntimeError(f"personal {packet_id}")

    monkeypatch.setattr(HandoffReader, "find", broken)
    answer = await desk.client.get(f"/api/v1/handoffs/{desk.token}", headers=bearer())
    assert (answer.status_code, answer.json()["error"]["code"]) == (500, "broken")
    assert "personal" not in answer.text
