"""Keys that are set in vain."""

from pathlib import Path
from typing import Any

import pytest

from bot.settings.config_no_effect import NEEDS, no_effect
from bot.settings.settings import Settings

SARA = {"id": "101", "uri": "sip:101@pbx"}
PBX = {"target": "sip:{token}@pbx"}


def told(values: dict[str, Any]) -> dict[str, str]:
    found = Settings.model_validate({"home": Path("/"), **values})
    return {key: words for _, key, words in no_effect(found, values)}


@pytest.mark.parametrize(
    ("values", "key"),
    [
        ({"handoff": {"agents": [SARA], "ring_s": 40}}, "handoff.ring_s"),
        ({"handoff": {"attempts": 5}}, "handoff.attempts"),
        ({"handoff": {"agent": "sip:1@pbx", "refer_timeout_s": 5}}, "handoff.refer_timeout_s"),
        ({"handoff": {"callbacks": {"tries": 5}}}, "handoff.callbacks.tries"),
        (
            {"handoff": {"callbacks": {"dial": "sip:{number}@pbx", "tries": 1, "pauses_s": [60]}}},
            "handoff.callbacks.pauses_s",
        ),
        ({"handoff": {**PBX, "asterisk": {"wait_s": 100}}}, "handoff.asterisk.wait_s"),
        ({"handoff": {**PBX, "asterisk": {"context": "x"}}}, "handoff.asterisk.context"),
        ({"handoff": {"voicemail": {"most_s": 60}}}, "handoff.voicemail.most_s"),
        ({"handoff": {"voicemail": {"enabled": True, "call_back": True}}}, "handoff.voicemail.call_back"),
        ({"recordings": {"opt_out_key": "9"}}, "recordings.opt_out_key"),
        ({"languages": {"certainty": 0.8}}, "languages.certainty"),
        ({"console": {"enabled": False, "port": 9000}}, "console.port"),
        ({"handoff": {"agents": [{**SARA, "pin": "4711"}]}}, "handoff.agents.0.pin"),
        (
            {"handoff": {"agents": [SARA], "queues": [{"name": "q", "accept_by_key": False, "accept_s": 8}]}},
            "handoff.queues.0.accept_s",
        ),
    ],
)
def test_what_does_nothing_is_told(values: dict[str, Any], key: str) -> None:
    found = told(values)
    assert list(found) == [key]
    assert found[key].startswith("it does nothing: ")


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"handoff": {"ring_s": 20, "attempts": 2, "callbacks": {"tries": 3}}},  # the usual values, as shipped
        {"handoff": {"agent": "sip:1@pbx", "ring_s": 40}},
        {"handoff": {**PBX, "asterisk": {"transfer": "attended", "wait_s": 100}}},
        {"handoff": {"voicemail": {"enabled": True, "most_s": 60}}},
        {"languages": {"detect": True, "certainty": 0.8}},
        {"handoff": {"agents": [{**SARA, "pin": "4711"}], "agent_number": "700"}},
    ],
)
def test_what_does_something_is_not(values: dict[str, Any]) -> None:
    assert told(values) == {}


def test_every_key_that_is_watched_is_one_of_the_configuration() -> None:
    asterisk = {"handoff": {**PBX, "asterisk": {}}}
    found: Any = Settings.model_validate({"home": Path("/"), **asterisk})
    for need in NEEDS:
        section = found
        for step in need.section:
            section = getattr(section, step)
        assert all(hasattr(section, key) for key in need.keys), need
