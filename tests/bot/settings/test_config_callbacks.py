"""Rules of call-backs that cannot be, or are hardly meant."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.settings.config_callbacks import about_callbacks, of_callbacks
from bot.settings.settings import Settings

TODAY = date(2026, 11, 30)


def settings(handoff: dict[str, Any], **callbacks: Any) -> Settings:
    rules = {"dial": "sip:{number}@pbx", **callbacks}
    return Settings.model_validate({"home": Path("/"), "handoff": {**handoff, "callbacks": rules}})


AGENT = {"agent": "sip:1@pbx"}


@pytest.mark.parametrize(
    ("handoff", "callbacks", "key", "words"),
    [
        ({}, {}, "dial", "nobody is there for whom Hatef calls"),
        (AGENT, {"allowed": []}, "allowed", 'write: allowed: ["0??????????"]'),
        (AGENT, {"allowed": ["+98912*"]}, "allowed.0", 'write: "0912*"'),
        (AGENT, {"allowed": ["00989*"]}, "allowed.0", 'write: "09*"'),
        (AGENT, {"allowed": ["0912*", "9121234567"]}, "allowed.1", 'write: "09121234567"'),
        ({"target": "sip:{token}@pbx"}, {"order": "agent"}, "order", "write: order: caller"),
    ],
)
def test_calls_for_nothing_or_by_nobody(
    handoff: dict[str, Any], callbacks: dict[str, Any], key: str, words: str
) -> None:
    [(_, where, told)] = of_callbacks(settings(handoff, **callbacks))
    assert where == f"handoff.callbacks.{key}"
    assert words in told


def test_what_fits() -> None:
    fine = settings(AGENT, allowed=["0??????????", "00964*", "+971*", "2???", "110"])
    assert list(of_callbacks(fine)) == []
    assert list(about_callbacks(fine, TODAY)) == []


def test_where_nobody_is_called_the_rules_say_nothing_against_each_other() -> None:
    assert list(of_callbacks(settings({}, dial=None, allowed=[]))) == []


def test_calls_at_night_and_days_that_are_over() -> None:
    odd = settings(AGENT, hours=[], holidays=["2026-03-21", "2026-11-29"])
    told = {where: words for _, where, words in about_callbacks(odd, TODAY)}
    assert 'write: hours: ["sat-fri 09:00-21:00"]' in told["handoff.callbacks.hours"]
    assert "all of them are over" in told["handoff.callbacks.holidays"]
    to_come = settings(AGENT, holidays=["2026-03-21", "2026-11-30"])
    assert list(about_callbacks(to_come, TODAY)) == []
