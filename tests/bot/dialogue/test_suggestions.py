"""The agent gets an answer to say where one comes in time, and the caller waits for none."""

import asyncio
import json

import httpx
import pytest

from bot.dialogue.suggestions import Found, Suggestions
from handoff.packet import SuggestedAnswer


def answering(*answers: httpx.Response | Exception) -> tuple[Suggestions, list[httpx.Request]]:
    seen: list[httpx.Request] = []
    left = list(answers)

    def serve(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        answer = left.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    return Suggestions("http://actions", "secret", timeout_s=5.0, transport=httpx.MockTransport(serve)), seen


async def test_what_is_asked_and_answered() -> None:
    suggestions, seen = answering(httpx.Response(200, json={"intent": "ask_balance", "text": "۲۵۰ هزار تومان"}))
    found = await suggestions.suggest(["ask_balance"], {"customer_id": "c1"}, ["موجودیم"])
    assert found == Found(SuggestedAnswer("ask_balance", "۲۵۰ هزار تومان"))
    assert json.loads(seen[0].content) == {
        "intents": ["ask_balance"],
        "slots": {"customer_id": "c1"},
        "texts": ["موجودیم"],
    }
    assert seen[0].url.params["token"] == "secret"
    await suggestions.close()


async def test_who_calls_comes_without_an_answer() -> None:
    suggestions, _ = answering(httpx.Response(200, json={"customer_id": "c1", "caller_name": "سارا"}))
    assert await suggestions.suggest([], {}) == Found(None, "c1", "سارا")


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(200, json={}),
        httpx.Response(200, json={"intent": "ask_balance"}),
        httpx.Response(200, json=None),
        httpx.Response(200, json=["odd"]),
        httpx.Response(200, text="no JSON"),
        httpx.Response(401, json={}),
        httpx.Response(500),
        httpx.ConnectError("away"),
        httpx.ReadTimeout("late"),
    ],
)
async def test_whatever_else_comes_is_no_suggestion(answer: httpx.Response | Exception) -> None:
    suggestions, _ = answering(answer)
    assert await suggestions.suggest(["ask_balance"], {}) == Found()


async def test_an_action_server_that_hangs_is_not_waited_for() -> None:
    async def hold(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()  # until the other side gives up
        writer.close()
        await writer.wait_closed()

    async with await asyncio.start_server(hold, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        suggestions = Suggestions(f"http://127.0.0.1:{port}", "", timeout_s=0.05)
        assert await suggestions.suggest(["ask_balance"], {}) == Found()
        await suggestions.close()
        server.close()
        await server.wait_closed()
