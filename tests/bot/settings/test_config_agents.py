"""Agents, queues and the bot's own number: what cannot be together, and what is hardly meant."""

from pathlib import Path
from typing import Any

import pytest

from bot.settings.config_agents import about_agents, of_agents
from bot.settings.settings import Settings

SARA = {"id": "101", "uri": "sip:101@pbx", "pin": "4711"}
OMAR = {"id": "102", "uri": "sip:102@pbx"}
EXTENSION = {"account": {"user": "200", "registrar": "sip:pbx:5060"}}


def settings(values: dict[str, Any]) -> Settings:
    return Settings.model_validate({"home": Path("/"), **values})


def queued(*queues: dict[str, Any], **handoff: Any) -> dict[str, Any]:
    return {"handoff": {"agents": [SARA, OMAR], "queues": queues, **handoff}}


@pytest.mark.parametrize(
    ("values", "key", "words"),
    [
        (queued({"name": "q", "overflow": "q"}), "handoff.queues.0.overflow", "the queue itself; take the line out"),
        (
            queued({"name": "q", "numbers": ["1"], "overflow": "q"}, {"name": "r"}),
            "handoff.queues.0.overflow",
            "write: overflow: r",
        ),
        (
            {"handoff": {"agents": [SARA, {**OMAR, "uri": "sip:101@PBX:5060;transport=tcp"}]}},
            "handoff.agents.1.uri",
            "handoff.agents.0.uri has this telephone, too",
        ),
        (
            {"handoff": {"agent": "sip:101@pbx", "agents": [SARA]}},
            "handoff.agents.0.uri",
            "handoff.agent has this telephone, too",
        ),
        (
            queued({"name": "support"}, {"name": "complaints", "skills": ["complaints"]}),
            "handoff.queues.1.name",
            "no caller comes here: support takes them all",
        ),
        (
            queued({"name": "a", "numbers": ["1", "2"]}, {"name": "b", "numbers": ["2"]}, {"name": "c"}),
            "handoff.queues.1.name",
            "write there: overflow: b",
        ),
        (queued({"name": "a", "languages": ["ar", "fa"]}, {"name": "b"}), "handoff.queues.1.name", "a takes them all"),
        (
            {"handoff": {"agent": "sip:200@pbx"}, "sip": EXTENSION},
            "handoff.agent",
            "this is Hatef's own extension 200",
        ),
        (
            {"handoff": {"agents": [SARA, {**OMAR, "uri": "sip:200@PBX"}]}, "sip": EXTENSION},
            "handoff.agents.1.uri",
            "own extension 200",
        ),
        (
            {"handoff": {"agents": [SARA], "agent_number": "200"}, "sip": EXTENSION},
            "handoff.agent_number",
            "200 is what callers dial",
        ),
        (
            {"handoff": {"agents": [SARA], "agent_number": "700"}, "languages": {"by_number": {"700": "ar"}}},
            "languages.by_number.700",
            "no caller comes there",
        ),
    ],
)
def test_what_cannot_be_together(values: dict[str, Any], key: str, words: str) -> None:
    [(_, where, told)] = of_agents(settings(values))
    assert where == key
    assert words in told


@pytest.mark.parametrize(
    "values",
    [
        queued({"name": "a", "overflow": "b"}, {"name": "b"}),
        queued({"name": "a", "skills": ["complaints"]}, {"name": "b", "skills": ["complaints"]}),  # b: for all others
        queued({"name": "a", "languages": ["ar"]}, {"name": "b", "numbers": ["1"]}, {"name": "c"}),
        {"handoff": {"agents": [SARA, {**OMAR, "uri": "sip:101@pbx:5062"}]}},
        {"handoff": {"agent": "sip:200@other"}, "sip": EXTENSION},
    ],
)
def test_what_fits(values: dict[str, Any]) -> None:
    assert list(of_agents(settings(values))) == []


@pytest.mark.parametrize(
    ("values", "key", "words"),
    [
        (queued({"name": "a", "skills": ["complaints"]}), "handoff.queues", "who fits none comes to the last, a"),
        (
            queued({"name": "q", "numbers": ["1"], "overflow": "r"}, {"name": "r", "overflow": "q"}),
            "handoff.queues.0.overflow",
            "callers go round: q → r → q",
        ),
        (
            {
                "handoff": {
                    "agents": [{**SARA, "languages": ["fa"]}],
                    "queues": [{"name": "a", "languages": ["ar"]}, {"name": "b"}],
                }
            },
            "handoff.queues.0.languages",
            "no agent of this queue speaks Arabic",
        ),
        (
            {**queued({"name": "a", "numbers": ["300"]}, {"name": "b"}), "sip": {"allowed_numbers": ["1*"]}},
            "handoff.queues.0.numbers",
            "does not let calls to 300 in",
        ),
        (
            {"languages": {"by_number": {"300": "ar"}}, "sip": {"allowed_numbers": ["1*"]}},
            "languages.by_number.300",
            "add '300' there",
        ),
        (
            {"handoff": {"agents": [SARA], "agent_number": "700"}, "languages": {"by_number": {"7*": "ar"}}},
            "languages.by_number.7*",
            "7* holds 700",
        ),
        (
            queued({"name": "a", "numbers": ["700"]}, {"name": "b"}, agent_number="700"),
            "handoff.queues.0.numbers",
            "where no caller comes",
        ),
        (
            {"handoff": {"agents": [{**SARA, "skills": {"complaint": 2}}]}},
            "handoff.agents.0.skills",
            "did you mean 'complaints'?",
        ),
    ],
)
def test_what_is_hardly_meant(values: dict[str, Any], key: str, words: str) -> None:
    [(_, where, told)] = about_agents(settings(values))
    assert where == key
    assert words in told


@pytest.mark.parametrize(
    "values",
    [
        queued({"name": "a", "languages": ["fa"]}, {"name": "b", "languages": ["ar"]}),
        queued({"name": "a", "overflow": "b"}, {"name": "b"}),
        {"handoff": {"agents": [SARA], "agent_number": "700"}, "languages": {"by_number": {"*": "ar"}}},
        {"handoff": {"agents": [{**SARA, "skills": {"returns": 2}}]}},
    ],
)
def test_what_is_meant(values: dict[str, Any]) -> None:
    assert list(about_agents(settings(values))) == []


@pytest.mark.parametrize(
    ("transfers", "key", "words"),
    [
        ({"numbers": ["2??"]}, "handoff.transfers.numbers", 'add: dial: "sip:{number}@'),
        ({"back": {SARA["id"]: ""}}, "handoff.transfers.back", "is the id of an agent, too"),
    ],
)
def test_where_agents_cannot_send_callers(transfers: dict[str, Any], key: str, words: str) -> None:
    [(_, where, told)] = of_agents(settings({"handoff": {"agents": [SARA], "transfers": transfers}}))
    assert where == key
    assert words in told
