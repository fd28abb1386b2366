"""`hatef calls` and `hatef call ID`: the journal on the terminal."""

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Annotated

import jdatetime
import typer

from bot.cli.listing import show
from bot.cli.live import follow_live, print_live
from bot.cli.status import client_of
from bot.errors import ControlError, ServiceDown
from bot.journal.reader import JournalReader
from bot.journal.records import RecordedCall, Spread, Turn
from bot.settings.paths import DEFAULT_CONFIG, Config
from bot.settings.settings import Settings, load_settings
from bot.store.database import open_database, require_database
from bot.terminal import console
from handoff.figures import KILLED, TALKING, WAITING, HandoffFigures

app = typer.Typer(add_completion=False)


@app.command()
def calls(
    config: Config = DEFAULT_CONFIG,
    limit: Annotated[int, typer.Option(min=1, help="so many at most")] = 20,
    live: Annotated[bool, typer.Option("--live", help="those that go on now, as the Hatef that runs tells")] = False,
    follow: Annotated[bool, typer.Option("--follow", "-f", help="with --live: then what happens in them")] = False,
    full: Annotated[bool, typer.Option("--full", help="with --live: numbers and words as they are")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="with --live: as lines of JSON")] = False,
) -> None:
    """The latest calls; with --live those that go on now."""
    settings = load_settings(config)
    if live or follow:
        asyncio.run((follow_live if follow else print_live)(settings, full=full, as_json=as_json))
    elif full or as_json:
        raise typer.BadParameter("--full and --json go with --live")
    else:
        print_calls(settings, limit)


def print_calls(settings: Settings, limit: int) -> None:
    """The latest calls, newest first."""
    ends = _ends(settings)
    with _journal(settings) as journal:
        found = journal.calls(limit)
        latencies = journal.latencies()
        agents = {one.call_id: one.agent for one in journal.handoffs() if one.agent}
    rows = [
        (
            call.call_id,
            f"{call.started_at:%Y-%m-%d %H:%M:%S}",
            call.caller,
            call.called,
            call.language,
            "" if call.ended_ms is None else f"{call.ended_ms / 1000:.1f} s",
            ends.of(call),
            ends.handoff_of(call),
            agents.get(call.call_id, ""),
        )
        for call in found
    ]
    show(("call", "started (UTC)", "caller", "called", "language", "length", "end", "handoff", "agent"), rows, heads=3)
    console.print(f"end of speech to first sample of the answer: {_spread(latencies.answer)}")


def print_call(settings: Settings, call_id: str, zone: tzinfo | None = None) -> bool:
    """One call turn by turn, in UTC and in the time of `zone` (this machine's by default); False where none fits."""
    with _journal(settings) as journal:
        call = journal.call(call_id)
        if call is None:
            return False
        latencies = journal.latencies(call.call_id)
        handoffs = journal.handoffs(call.call_id)
    console.print(f"call {call.call_id}  {call.started_at:%Y-%m-%d %H:%M:%S} UTC", soft_wrap=True, markup=False)
    console.print(f"{call.caller} → {call.called}", soft_wrap=True, markup=False)
    console.print(local_time(call.started_at, zone))
    rows = [(str(turn.index), turn.speaker, _said(turn), turn.intent or "", *_numbers(turn)) for turn in call.turns]
    show(("#", "who", "said", "intent", "sure", "speech end", "text", "decided", "sound", "answer"), rows, heads=3)
    ends = _ends(settings)
    console.print(f"ended: {ends.of(call)}  handoff: {ends.handoff_of(call) or 'none'}")
    for one in handoffs:
        console.print(f"  {handoff_line(one)}", soft_wrap=True, markup=False)
    for name in ("recognise", "decide", "speak", "answer"):
        console.print(f"  {name}: {_spread(getattr(latencies, name))}")
    return True


async def running(settings: Settings) -> Mapping[str, str] | None:
    """The handoff ("" before there is one) of each call that goes on now, by its id; None: who knows that is silent."""
    try:
        return {call.call_id: call.handoff for call in await client_of(settings).calls()}
    except ServiceDown:
        return {}
    except (ControlError, TimeoutError):
        return None


@dataclass(frozen=True, slots=True)
class Ends:
    """How calls ended, or that they go on: the journal alone cannot tell one that runs from one that was lost.

    `live` as `running` found it; `shared`: other machines write into this journal.
    """

    live: Mapping[str, str] | None
    shared: bool

    def of(self, call: RecordedCall) -> str:
        """In a word or two."""
        if call.end_reason:
            return call.end_reason
        if call.call_id in (self.live or {}):
            return "running"
        return "running or lost" if self.live is None else "running elsewhere or lost" if self.shared else "lost"

    def handoff_of(self, call: RecordedCall) -> str:
        """As it ended, or as it is now."""
        return call.handoff_outcome or (self.live or {}).get(call.call_id, "")


def _ends(settings: Settings) -> Ends:
    shared = not settings.database_url(settings.journal.url).startswith("sqlite")
    return Ends(asyncio.run(running(settings)), shared)


def handoff_line(one: HandoffFigures) -> str:
    """What one handoff took, in a line."""
    least = " or more" if one.why == KILLED or one.outcome == WAITING else ""
    talk_least = " or more" if one.why == KILLED or one.outcome == TALKING else ""
    told = "" if one.told_wait_ms is None else f" (expected {one.told_wait_ms / 1000:.0f} s)"
    parts = [
        f"queue {one.queue}: {one.outcome}{f', {one.why}' if one.why else ''}",
        f"waited {one.wait_ms / 1000:.1f} s{'' if one.agent else least}{told}",
        f"rings {one.rings}",
        f"agent {one.agent}" if one.agent else "",
        f"talk {one.talk_ms / 1000:.1f} s{talk_least}" if one.talk_ms is not None else "",
        f"wrap-up {one.wrap_up_ms / 1000:.1f} s" if one.wrap_up_ms is not None else "",
    ]
    return "  ".join(filter(None, parts))


def local_time(when: datetime, zone: tzinfo | None = None) -> str:
    """A moment by the clock and the calendars on the wall: "2026-11-21 03:30:00 +0330, 1405/08/30 (Jalali)"."""
    local = when.astimezone(zone)
    jalali = jdatetime.date.fromgregorian(date=local.date())
    return f"{local:%Y-%m-%d %H:%M:%S %z}, {jalali:%Y/%m/%d} (Jalali)"


def _said(turn: Turn) -> str:
    return turn.text if turn.kind == "speech" else f"[{turn.kind}] {turn.text}"


def _numbers(turn: Turn) -> Iterator[str]:
    yield "" if turn.confidence is None else "/".join(f"{one:.2f}" for one in _confidences(turn) if one is not None)
    for value in (turn.end_of_speech_ms, turn.final_text_ms, turn.answer_decided_ms, turn.first_sample_ms):
        yield "" if value is None else str(value)
    yield "" if turn.answer_ms is None else f"{turn.answer_ms} ms"


def _confidences(turn: Turn) -> tuple[float | None, ...]:
    """Of the words, of their intent, and of both as the ladder took them."""
    return turn.confidence, turn.intent_confidence or 0.0, turn.sure


def _spread(spread: Spread) -> str:
    if not spread.count:
        return "no turns yet"
    return f"p50 {spread.p50_ms} ms, p95 {spread.p95_ms} ms, most {spread.most_ms} ms over {spread.count} turns"


@contextmanager
def _journal(settings: Settings) -> Iterator[JournalReader]:
    url = settings.database_url(settings.journal.url)
    require_database(url, settings.file)
    engine = open_database(url)
    try:
        yield JournalReader(engine)
    finally:
        engine.dispose()
