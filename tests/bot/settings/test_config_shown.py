"""A value as it should stand in the file."""

from typing import Any

import pytest

from bot.settings.config_place import find
from bot.settings.config_shown import entry_line, line_for, list_with
from bot.settings.sections import AgentSection, QueueSection, Sections


def test_a_line_as_it_stands_in_the_file() -> None:
    assert line_for("agent", "sip:200@pbx") == "agent: 'sip:200@pbx'"
    assert line_for("allowed_peers", ["10.0.0.0/8"]) == "allowed_peers: [10.0.0.0/8]"
    assert line_for("user", "0200") == "user: '0200'"


SARA, OMAR = {"name": "Sara", "uri": "sip:101@pbx"}, {"uri": "sip:102@pbx"}


@pytest.mark.parametrize(
    ("where", "given", "shown"),
    [
        (("handoff", "agents"), {"101": SARA, "102": OMAR}, [{"id": "101", **SARA}, {"id": "102", **OMAR}]),
        (("handoff", "agents"), {"id": "102", **OMAR}, [{"id": "102", **OMAR}]),
        (("handoff", "agents"), "sip:101@pbx", [{"id": "101", "uri": "sip:101@pbx"}]),
        (("handoff", "agents"), "101", [{"id": "101", "uri": "sip:101@pbx.example"}]),
        (("handoff", "agents"), {"101": {"uri": "nonsense there"}}, [{"id": "101", "uri": "sip:101@pbx.example"}]),
        (("handoff", "queues"), {"sales": {"priority": "5"}}, [{"name": "sales", "priority": "5"}]),
        (("handoff", "queues"), {"sales": None, "night": None}, [{"name": "sales"}, {"name": "night"}]),
        (("handoff", "callbacks", "pauses_s"), "300", [300]),
        (("handoff", "callbacks", "hours"), "9-17", ["sat-fri 09:00-21:00"]),
        (("handoff", "callbacks", "hours"), "nonsense", ["sat-fri 09:00-21:00"]),
        (("sip", "codecs"), "alaw/ulaw", ["PCMA", "PCMU"]),
    ],
)
def test_a_list_of_what_was_given_where_that_is_right(where: tuple[str, ...], given: Any, shown: Any) -> None:
    assert list_with(find(where, Sections), given) == shown


def test_one_entry_of_a_list() -> None:
    assert entry_line(AgentSection, "sip:101@pbx") == "- {id: '101', uri: 'sip:101@pbx'}"
    assert entry_line(QueueSection, "sales") == "- {name: sales}"
