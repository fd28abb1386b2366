"""When a call-back that was made due is really made: what holds it back, in words for who asked."""

import asyncio
import time
from collections.abc import Container
from datetime import date, datetime

from bot.cli.status import client_of
from bot.errors import ControlError
from bot.settings.settings import Settings
from handoff.acd.own.lone import LONE
from handoff.acd.own.view import BoardView, QueueView
from handoff.hours import is_open, parse_span
from handoff.queue_options import QueueOptions, queues_of
from handoff.special_days import LiveCalendar


def when_called(settings: Settings) -> str:
    """The end of the sentence «… is called …», as the Hatef that runs can keep it."""
    try:
        board: BoardView | None = asyncio.run(client_of(settings).queue())
    except ControlError:
        board = None
    return when(settings, board, round(time.time() * 1000), datetime.now())


def when(settings: Settings, board: BoardView | None, now_ms: int, now: datetime) -> str:
    """`board`: of the Hatef that runs, None where none does; `now_ms` since 1970, `now` by this machine's wall."""
    if not has_ways(settings):
        return "as soon as there is somebody to talk to: name handoff.target, agent or agents in config.yml"
    opens_ms = settings.handoff.callbacks.open_ms(now_ms, LiveCalendar(settings.data))
    if opens_ms != now_ms:
        opens = datetime.fromtimestamp(opens_ms / 1000).astimezone()
        return f"at {opens:%Y-%m-%d %H:%M}, when the hours allow, by the Hatef that runs then"
    if board is None:
        return "as soon as Hatef runs: hatef serve"
    if not _somebody(settings, board, now):
        return "as soon as somebody is at work in a queue that is open: hatef agents ready ID"
    return "now, by the Hatef that runs"


def has_ways(settings: Settings) -> bool:
    """There is a way to a human, to whom people who are called back can be brought."""
    options = settings.handoff
    return _elsewhere(settings) or options.agent is not None or bool(options.agents)


def _elsewhere(settings: Settings) -> bool:
    """A PBX has queues of its own: who is at work there, only it knows."""
    return settings.handoff.target is not None or settings.handoff.asterisk is not None


def _somebody(settings: Settings, board: BoardView, now: datetime) -> bool:
    days = LiveCalendar(settings.data)
    options = {one.name: one for one in queues_of(settings.handoff.queues, settings.handoff.agents)}
    return _elsewhere(settings) or any(
        one.name == LONE or (one.name in options and _serves(options[one.name], one, now, days)) for one in board.queues
    )


def _serves(options: QueueOptions, queue: QueueView, now: datetime, days: Container[date]) -> bool:
    staffed = queue.at_work > 0 or options.when_empty == "wait"
    hours = [parse_span(line) for line in options.open]
    return staffed and (not hours or is_open(hours, now, days))
