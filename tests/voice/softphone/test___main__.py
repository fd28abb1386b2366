"""Lines in, lines out: the phone as a process that is told nonsense."""

import json
from typing import Any

import pytest

from voice import processes

pytestmark = pytest.mark.sip
LISTEN = '{"do": "listen"}'


def phone(*lines: str) -> list[dict[str, Any]]:
    """The events of a phone that is told these lines, to its end."""
    done = processes.run("voice.softphone", told="".join(f"{line}\n" for line in lines), patience_s=60)
    assert done.returncode == 0
    return [json.loads(line) for line in done.stdout.splitlines()]


def told(events: list[dict[str, Any]]) -> list[str]:
    return [event["message"] for event in events if event["event"] == "error"]


def test_the_end_of_its_input_is_the_end_of_the_phone() -> None:
    assert [event["event"] for event in phone()] == ["bye"]
    assert [event["event"] for event in phone(LISTEN)] == ["listening", "bye"]


def test_lines_that_are_no_commands_are_told_and_the_phone_goes_on() -> None:
    events = phone("", "   ", "{", "[1, 2]", '"listen"', "{}", '{"do": "fly"}', LISTEN)
    errors = told(events)
    assert len(errors) == 5
    assert errors[1:3] == ["a command is one JSON object a line"] * 2
    assert errors[3:] == ["unknown command None", "unknown command 'fly'"]
    assert events[-2]["event"] == "listening"


def test_a_phone_listens_before_all_else() -> None:
    events = phone('{"do": "call", "uri": "sip:a@127.0.0.1"}', '{"do": "stats"}', LISTEN, '{"do": "stats"}')
    assert told(events) == ["the first command must be listen"] * 2 + ["stats: there is no call"]


def test_what_is_missing_or_unknown_is_named_and_the_phone_ends_in_peace() -> None:
    events = phone(
        LISTEN,
        '{"do": "close"}',
        '{"do": "__init__"}',
        '{"do": "codecs"}',
        '{"do": "codecs", "codecs": ["OPUS"]}',
        '{"do": "call"}',
        '{"do": "call", "uri": "nonsense"}',
        '{"do": "register", "registrar": "sip:127.0.0.1"}',
        '{"do": "stats"}',
    )
    assert told(events)[:5] == [
        "unknown command 'close'",
        "unknown command '__init__'",
        "codecs: 'codecs' is missing or unknown",
        "codecs: 'OPUS' is missing or unknown",
        "call: 'uri' is missing or unknown",
    ]
    assert told(events)[5].startswith("call: ")
    assert told(events)[6:] == ["register: 'user' is missing or unknown", "stats: there is no call"]
    assert events[-1]["event"] == "bye"
    times = [event["t"] for event in events]
    assert times == sorted(times)


def test_the_commands_of_a_call_need_one_and_nothing_is_obeyed_after_quit() -> None:
    commands = ["answer", "ring", "hangup", "hold", "resume", "dtmf", "refer", "record", "play"]
    facts = {"digits": "1", "target": "sip:a@b", "file": "x.wav"}
    asked = [json.dumps({"do": command, **facts}) for command in commands]
    events = phone(LISTEN, *asked, '{"do": "quit"}', *asked)
    assert told(events) == [f"{command}: there is no call" for command in commands]
