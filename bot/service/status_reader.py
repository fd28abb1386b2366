"""Reads how a running Hatef fares from its parts, when somebody asks."""

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import make_url

from bot.call.gate import Gate
from bot.dialogue.client import RasaDialogue
from bot.journal.writer import Journal
from bot.recordings.recorder import Recorder
from bot.service.board import Board
from bot.service.console import Console
from bot.service.status import Part, Status
from bot.settings.settings import Settings
from handoff.acd.ami.link import AmiLink
from voice.gateway.gateway import Gateway
from voice.keep import KeptChild
from voice.listen.pool import ListenerPool
from voice.speak.speaker import Speaker


@dataclass(frozen=True, slots=True)
class StatusReader:
    """What a status is read from; made when all parts are up."""

    settings: Settings
    config: Path
    gateway: Gateway
    listeners: ListenerPool
    speaker: Speaker
    dialogue: RasaDialogue
    gate: Gate
    journal: Journal
    board: Board
    console: Console | None = None
    recorder: Recorder | None = None
    pbx: AmiLink | None = None
    since: datetime = field(default_factory=lambda: datetime.now(UTC))
    began_s: float = field(default_factory=time.monotonic)

    def read(self) -> Status:
        """As it is now."""
        settings = self.settings
        url = settings.database_url(settings.journal.url)
        return Status(
            pid=os.getpid(),
            since=self.since,
            uptime_s=int(time.monotonic() - self.began_s),
            state="draining" if self.gateway.draining else "serving",
            config=str(self.config.absolute()),
            sip=f"{settings.sip.host}:{self.gateway.port}",
            registered=self.gateway.registered,
            calls=self.board.counts,
            in_line=self.gate.waiting,
            max_calls=settings.sip.max_calls,
            capacity=self.listeners.capacity.calls,
            parts=tuple(self._parts()),
            dialogue_url=settings.dialogue.url or "",
            database=make_url(url).render_as_string(hide_password=True),
            database_behind=self.journal.behind,
            entries_lost=self.journal.lost,
            console=self.console.url if self.console else "",
            recordings=_recordings(self.recorder),
        )

    def _parts(self) -> Iterator[Part]:
        for number, recogniser in enumerate(self.listeners.children, 1):
            yield part(f"recogniser {number}", recogniser)
        if self.listeners.second_pass is not None:
            yield part("second pass", self.listeners.second_pass)
        for engine, children in self.speaker.children.items():
            yield from (part(f"voice {engine}", child) for child in children)
        for name, child in self.dialogue.children.items():
            yield part(name, child)
        if self.console is not None:
            yield part("console", self.console.child)
        if self.pbx is not None:
            yield Part("PBX manager interface", None, self.pbx.up, self.pbx.breaks, self.pbx.why)


def _recordings(recorder: Recorder | None) -> str:
    if recorder is None:
        return "off"
    return f"stopped: {recorder.stopped}" if recorder.stopped else f"{recorder.under_way} under way"


def part(name: str, child: KeptChild) -> Part:
    """A child process under a name of the command line's."""
    kept = child.kept
    return Part(name, child.pid, child.ready, kept.deaths, kept.last_why, kept.keepers_lost)
