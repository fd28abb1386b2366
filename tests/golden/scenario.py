"""What callers do in the golden calls: `scenarios.yml`, one call for each scenario and language."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

SCENARIOS = Path(__file__).parent / "scenarios.yml"
CALLS = Path(__file__).parent / "calls"
CALLED = {"fa": "100", "ar": "200"}
"""The number that is dialled stands for the language of the call; any other for the house's."""
KNOWN = {"fa": "09121234567", "ar": "+9647701234567"}
"""Who calls where the scenario says nothing: a customer of `customers.yml`."""


@dataclass(frozen=True)
class Scenario:
    """One call: who calls which number, what they do, in order, how the way to a human answers, and what is broken.

    A turn is what is said, or one of {key: digits}, {unsure: words}, {doubtful: words}, {silence: true}, {lost: true}
    (the recogniser dies), {breaks: part} (from here on; the turn behind it follows at once).
    """

    name: str
    language: str
    number: str
    called: str
    human: str
    broken: str
    turns: tuple[Any, ...]


def scenarios(path: Path = SCENARIOS) -> tuple[Scenario, ...]:
    """Every call, in the order of the file."""
    written: Mapping[str, Mapping[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return tuple(
        Scenario(
            f"{language}_{name}",
            language,
            str(one.get("number", KNOWN[language])),
            str(one.get("called", CALLED[language])),
            str(one.get("human", "nobody")),
            str(one.get("broken", "")),
            tuple(one[language]),
        )
        for name, one in written.items()
        for language in KNOWN
    )


def golden_file(scenario: Scenario) -> Path:
    """Where it stands what this call is like."""
    return CALLS / f"{scenario.name}.yml"


def golden(scenario: Scenario) -> str:
    """What this call was like when its file was written."""
    return golden_file(scenario).read_text(encoding="utf-8")
