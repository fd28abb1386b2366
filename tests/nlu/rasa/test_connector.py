"""Whole conversations through the running server, as data/tests/conversations_*.yml tell them."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from bot.dialogue.rasa_server import RasaServer

HOME = Path(__file__).resolve().parents[3]
TOKEN = "a token for tests"
SCRIPTS = [
    pytest.param(language, script, id=f"{language}-{script['name']}")
    for language in ("fa", "ar")
    for script in yaml.safe_load(
        (HOME / "data" / "tests" / f"conversations_{language}.yml").read_text(encoding="utf-8")
    )
]
RESPONSES = {
    name: variants
    for path in sorted((HOME / "data" / "domain").glob("*.yml"))
    for name, variants in (yaml.safe_load(path.read_text(encoding="utf-8")).get("responses") or {}).items()
}
NAMES = {
    re.compile(re.sub(r"\\{\w+\\}", ".+", re.escape(variant["text"]))): name
    for name, variants in RESPONSES.items()
    for variant in variants
    if "text" in variant
}
PERSIAN_ONLY = set("پچژگکی")
Turn = Callable[..., dict[str, Any]]
pytestmark = [pytest.mark.rasa, pytest.mark.timeout(400)]


def heard(reply: dict[str, Any]) -> list[str]:
    """What the bot did, by name."""
    found = []
    for message in reply["messages"]:
        if text := message.get("text"):
            fitting = [words for words in NAMES if words.fullmatch(text)]
            found.append(NAMES[max(fitting, key=lambda words: len(words.pattern))] if fitting else text)
        found += [key for key in ("handoff", "hangup") if message.get("custom", {}).get(key)]
    return found


def awaited(reply: dict[str, Any]) -> str:
    wishes = [message["custom"]["expect"] for message in reply["messages"] if "expect" in message.get("custom", {})]
    last = wishes[-1] if wishes else "general"
    return str(last["kind"] if isinstance(last, dict) else last)


@pytest.mark.parametrize(("language", "script"), SCRIPTS)
def test_conversation(language: str, script: dict[str, Any], turn: Turn) -> None:
    for step in script["turns"]:
        metadata = {"language": language} | ({"keys": step["keys"]} if "keys" in step else {})
        reply = turn(f"script {language} {script['name']}", step.get("say", ""), **metadata)
        assert heard(reply) == step["bot"], step
        assert reply["intent"]["name"] == step.get("intent", reply["intent"]["name"]), step
        assert awaited(reply) == step.get("expect", awaited(reply)), step


def test_an_arabic_call_hears_arabic(turn: Turn) -> None:
    reply = turn("arabic words", "وين طلبي", language="ar")
    assert not PERSIAN_ONLY & set(reply["messages"][0]["text"])


def test_every_response_has_both_languages() -> None:
    for name, variants in RESPONSES.items():
        arabic = [bool(variant.get("condition")) for variant in variants]
        assert arabic == sorted(arabic), name
        assert arabic.count(False) == arabic.count(True), name


def test_a_reply_has_everything_the_call_needs(turn: Turn) -> None:
    reply = turn("whole", "سفارش یک دو سه چهار پنج", language="fa", caller="09121111111", called="1500")
    assert set(reply) == {"messages", "intent", "ranking", "entities", "slots", "flow", "latency_ms"}
    assert len(reply["ranking"]) == 5
    assert reply["slots"]["caller_number"] == "09121111111"
    assert reply["slots"]["order_number"] == "12345"
    (entity,) = reply["entities"]
    assert entity["additional_info"]["readings"][0]["digits"] == "12345"
    assert 0 < reply["latency_ms"] < 5000


def test_the_language_of_the_call_may_change(turn: Turn) -> None:
    assert turn("lang", "سلام", language="fa")["slots"]["language"] == "fa"
    assert turn("lang", "سلام", language="ar")["slots"]["language"] == "ar"
    assert turn("lang", "سلام")["slots"]["language"] == "ar"


def test_calls_do_not_mix(turn: Turn) -> None:
    turn("mix-1", "سفارشم کجاست")
    assert heard(turn("mix-2", "یک دو سه")) == ["utter_rephrase"]
    assert heard(turn("mix-1", "یک دو سه چهار پنج"))[0] == "action_tell_order_status 12345"


def post(rasa: RasaServer, body: object, token: str = TOKEN, what: str = "webhook") -> httpx.Response:
    with httpx.Client(base_url=rasa.url, trust_env=False, timeout=30) as http:
        return http.post(f"/webhooks/hatef/{what}", json=body, headers={"Authorization": f"Bearer {token}"})


def understood(rasa: RasaServer, text: str, **metadata: str) -> list[str]:
    answer = post(rasa, {"sender": "asked-first", "text": text, "metadata": metadata}, what="understand")
    assert answer.status_code == 200
    assert all(0 <= intent["confidence"] <= 1 for intent in answer.json()["ranking"])
    return [intent["name"] for intent in answer.json()["ranking"]]


@pytest.mark.parametrize(
    ("text", "metadata", "intent"),
    [
        ("موجودی حسابم چقدره", {"language": "fa"}, "ask_balance"),
        ("وين طلبي", {"language": "ar"}, "ask_order_status"),
        ("آسمان آبی دوچرخه", {"language": "fa"}, "out_of_scope"),
        ("", {"keys": "0"}, "talk_to_human"),
    ],
)
def test_what_a_turn_would_be_taken_for(rasa: RasaServer, text: str, metadata: dict[str, str], intent: str) -> None:
    first, *others = understood(rasa, text, **metadata)
    assert first == intent
    assert first not in others


def test_what_is_only_asked_about_is_not_remembered(rasa: RasaServer, turn: Turn) -> None:
    understood(rasa, "سفارشم کجاست", language="fa")
    assert heard(turn("asked-first", "یک دو سه")) == ["utter_rephrase"]


def test_a_question_what_is_meant_needs_the_token_and_a_turn(rasa: RasaServer) -> None:
    assert post(rasa, {"sender": "x", "text": "سلام"}, "wrong", "understand").status_code == 401
    assert post(rasa, {"text": "سلام"}, what="understand").status_code == 400


def test_a_wrong_token_is_refused(rasa: RasaServer) -> None:
    assert post(rasa, {"sender": "x", "text": "سلام"}, "wrong").status_code == 401
    assert post(rasa, {"sender": "x", "text": "سلام"}, TOKEN + "x").status_code == 401


def test_what_is_no_turn_is_told(rasa: RasaServer) -> None:
    answer = post(rasa, {"text": "سلام"})
    assert (answer.status_code, "sender" in answer.json()["error"]) == (400, True)
    with httpx.Client(base_url=rasa.url, trust_env=False) as http:
        raw = http.post("/webhooks/hatef/webhook", content=b"{", headers={"Authorization": f"Bearer {TOKEN}"})
    assert raw.status_code == 400


def test_a_failed_action_is_an_error_and_not_silence(rasa: RasaServer) -> None:
    answer = post(rasa, {"sender": "broken-actions", "text": "موجودی حسابم"})
    assert answer.status_code == 502
    assert "action_flow" in answer.json()["error"]
    assert "موجودی" not in rasa.log.read_text(encoding="utf-8")


def test_health(rasa: RasaServer) -> None:
    with httpx.Client(base_url=rasa.url, trust_env=False) as http:
        assert http.get("/webhooks/hatef/").json() == {"ready": True}
