"""What the rules of call-backs say against each other and against the ways to a human."""

import re
from collections.abc import Iterator
from datetime import date

from bot.settings.config_errors import Told, told
from bot.settings.sections import Sections

WHERE = ("handoff", "callbacks")


def of_callbacks(settings: Sections) -> Iterator[Told]:
    """Contradictions: people would be called for nothing, or by nobody."""
    handoff, rules = settings.handoff, settings.handoff.callbacks
    if not rules.dial:
        return
    own_agents = handoff.agent or handoff.agents
    if rules.order == "agent" and not own_agents:
        words = "an agent is called first by Hatef's own queues only; set handoff.agents, or write: order: caller"
        yield told(*WHERE, "order", words=words)
    if not (own_agents or handoff.target or handoff.asterisk):
        words = "nobody is there for whom Hatef calls: name the agents, e.g.: agent: sip:200@pbx.example"
        yield told(*WHERE, "dial", words=words)
    if not rules.allowed:
        yield told(*WHERE, "allowed", words='no number may be called; write: allowed: ["0??????????"]')
    for place, pattern in enumerate(rules.allowed):
        if (national := _as_dialled(pattern, rules.country)) != pattern:
            words = f'numbers of the own country are dialled with 0, so {pattern} fits none; write: "{national}"'
            yield told(*WHERE, "allowed", place, words=words)


def about_callbacks(settings: Sections, today: date) -> Iterator[Told]:
    """Remarks: what is allowed but hardly meant."""
    rules = settings.handoff.callbacks
    if rules.dial and not rules.hours:
        words = 'people are called at night, too; write: hours: ["sat-fri 09:00-21:00"]'
        yield told(*WHERE, "hours", words=f'{words}, or for always: ["sat-fri 00:00-24:00"]')
    if rules.holidays and all(date.fromisoformat(day) < today for day in rules.holidays):
        words = f"all of them are over; write those to come, e.g.: holidays: [{today.year + 1}-03-21]"
        yield told(*WHERE, "holidays", words=words)


def _as_dialled(pattern: str, country: str) -> str:
    """A pattern of national numbers as `handoff.callbacks.numbers` brings them: with 0, without the country's code."""
    plain = re.sub(r"^\+", "00", pattern)
    if country and plain.startswith(f"00{country}"):
        return "0" + plain.removeprefix(f"00{country}").removeprefix("0")
    return f"0{pattern}" if re.fullmatch(r"[1-9][\d?]{9}", pattern) else pattern
