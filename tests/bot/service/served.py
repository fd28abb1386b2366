"""A status, and a Hatef that answers with it, for the tests of who asks."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from bot.journal.records import CallStart
from bot.service.board import Board, Counts
from bot.service.control import Control, control
from bot.service.status import Part, Status

CAME = CallStart("c1", "09121234567", "100", "fa", datetime(2026, 11, 30, tzinfo=UTC))
STATUS = Status(
    pid=os.getpid(),
    since=datetime(2026, 11, 30, tzinfo=UTC),
    uptime_s=7,
    state="serving",
    config="/etc/hatef/config.yml",
    sip="127.0.0.1:5060",
    registered=None,
    calls=Counts(1, 3, 2),
    in_line=0,
    max_calls=100,
    capacity=40,
    parts=(Part("recogniser 1", 123, True, 1, "its process ended"),),
    dialogue_url="",
    database="sqlite:////var/lib/hatef/hatef.db",
    database_behind=False,
    entries_lost=0,
)


@asynccontextmanager
async def served(state: Path, board: Board, status: Status = STATUS) -> AsyncIterator[None]:
    """The control socket of a Hatef that is as `status` says."""
    async with control(Control(state, board, lambda: status)):
        yield
