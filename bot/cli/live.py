"""`hatef calls --live [--follow]`: the calls that go on now, and what happens in them."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from bot.cli.listing import show
from bot.cli.status import client_of, warn_of_another_version
from bot.service.board import LiveCall
from bot.service.control_wire import call_as_json, parse_call
from bot.settings.settings import Settings
from bot.terminal import console, errors

HEADERS = ("call", "since (UTC)", "caller", "called", "language", "for", "doing", "handoff", "intent", "turns")


async def print_live(settings: Settings, *, full: bool, as_json: bool) -> None:
    """The live calls; callers' numbers whole where `full`. Raises ServiceDown and its like."""
    client = client_of(settings)
    calls = await client.calls(full=full)
    if as_json:
        _print_json([call_as_json(call, full=True) for call in calls])  # masked by the service where it is to be
    else:
        show_calls(calls, datetime.now(UTC))
        warn_of_another_version(client.version)


async def follow_live(settings: Settings, *, full: bool, as_json: bool) -> None:
    """The live calls, then a line for each thing that happens, until Hatef ends."""
    client = client_of(settings)
    async for message in client.events(full=full):
        if as_json:
            _print_json(message)
        elif "calls" in message:
            show_calls([parse_call(call) for call in message["calls"]], datetime.now(UTC))
            warn_of_another_version(client.version)
        elif (line := event_line(message)) is not None:
            console.print(line, soft_wrap=True, markup=False)
    errors.print("Hatef has ended, or this reader was too slow for it", style="yellow")


def show_calls(calls: Sequence[LiveCall], now: datetime) -> None:
    """As a table; in words where there is none."""
    if not calls:
        console.print("no call goes on now")
        return
    rows = [
        (
            call.call_id,
            f"{call.since:%H:%M:%S}",
            call.caller,
            call.called,
            call.language,
            f"{max(0, round((now - call.since).total_seconds()))} s",
            call.state,
            call.handoff,
            call.intent,
            str(call.turns),
        )
        for call in calls
    ]
    show(HEADERS, rows, heads=3)


def event_line(message: Mapping[str, Any]) -> str | None:
    """One event in words; None for one that a person need not see."""
    call = parse_call(message["call"])
    match message["event"]:
        case "started":
            told = f"{call.caller or 'a hidden number'} calls {call.called}"
        case "answered":
            told = "answered"
        case "handoff":
            told = f"handoff: {call.handoff}"
        case "ended":
            told = f"ended: {message.get('reason')}"
        case "language":
            told = f"goes on in {call.language}"
        case "turn":
            told = _turn_line(message.get("turn", {}))
        case _:
            return None
    at = datetime.fromisoformat(message["at"])
    return f"{at:%H:%M:%S}  {call.call_id}  {told}"


def _turn_line(turn: Mapping[str, Any]) -> str:
    words = f": {turn['text']}" if turn.get("text") else ""
    confidence = turn.get("confidence")
    wanted = [turn["intent"]] if turn.get("intent") else []
    sure = f" ({', '.join([*wanted, f'{confidence:.2f}'] if confidence is not None else wanted)})" if wanted else ""
    return f"{turn.get('speaker')} [{turn.get('kind')}]{sure}{words}"


def _print_json(value: Any) -> None:
    console.print(json.dumps(value, ensure_ascii=False), soft_wrap=True, markup=False)
