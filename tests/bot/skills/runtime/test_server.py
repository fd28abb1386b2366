"""The protocol's own rules: health, token, unknown actions, bad bodies; and starting with what is not there."""

import dataclasses
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from bot.errors import CrmUnavailable, PromptsBroken
from bot.skills.runtime.server import ActionOptions, create_app

ROOT = Path(__file__).resolve().parents[4]
GOODBYE = {"next_action": "action_goodbye", "sender_id": "c", "tracker": {"slots": {}}}


async def test_health(client: httpx.AsyncClient) -> None:
    assert (await client.get("/health")).json() == {"status": "ok", "actions": 13}


async def test_an_unknown_action(client: httpx.AsyncClient) -> None:
    answer = await client.post("/webhook", json=GOODBYE | {"next_action": "action_fly"})
    assert answer.status_code == 404
    assert answer.json()["action_name"] == "action_fly"
    assert "action_goodbye" in answer.json()["error"]


@pytest.mark.parametrize("body", [{}, {"next_action": "action_goodbye"}, {"next_action": 1, "tracker": []}, []])
async def test_a_body_that_is_not_rasas(client: httpx.AsyncClient, body: object) -> None:
    assert (await client.post("/webhook", json=body)).status_code == 422


@pytest.mark.parametrize(
    ("query", "status"), [("?token=geheim", 200), ("?token=falsch", 401), ("", 401), ("?token=", 401)]
)
async def test_the_token(options: ActionOptions, query: str, status: int) -> None:
    app = create_app(dataclasses.replace(options, token="geheim"))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://t") as client:
        answer = await client.post(f"/webhook{query}", json=GOODBYE)
    assert answer.status_code == status
    assert "geheim" not in answer.text


def test_the_token_is_in_no_repr(options: ActionOptions) -> None:
    assert "geheim" not in repr(dataclasses.replace(options, token="geheim"))


def test_the_sample_is_optional(options: ActionOptions, tmp_path: Path) -> None:
    create_app(dataclasses.replace(options, sample=None))
    assert not (tmp_path / "crm.db").exists()


def test_what_is_missing_is_told_at_the_start(options: ActionOptions, tmp_path: Path) -> None:
    with pytest.raises(PromptsBroken):
        create_app(dataclasses.replace(options, data=tmp_path))
    with pytest.raises(CrmUnavailable):
        create_app(dataclasses.replace(options, crm_url="nosuch://x", sample=None))


def test_a_wrong_configuration_is_one_line(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bot.skills", "--config", str(tmp_path / "none.yml")]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=30, check=False)
    assert ended.returncode == 1
    assert len(ended.stderr.splitlines()) == 1
    assert "none.yml" in ended.stderr
