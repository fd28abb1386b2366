"""`hatef bench`: how fast a running Hatef answers, measured from outside by independent softphones on loopback."""

import asyncio
import json
import os
import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.table import Table

from bot.errors import StartError
from bot.journal.reader import JournalReader, spread
from bot.lab.demo.scenario import CALLER_NUMBER, SOUNDS
from bot.lab.serving import Serving, serving
from bot.settings.settings import Settings
from bot.store.database import open_database
from bot.terminal import console
from voice.softphone.remote import PhoneSilent, RemotePhone

CALLS_A_PHONE = 10
"""Beyond this the softphone's own process would be what is measured."""
GREETING_S = 20.0
ANSWER_S = 20.0
QUIET_S = 0.8
LINE_S = 300.0
"""How long a caller waits in line."""
FIRST_QUIET_S = 1.5
TONE_GAP_S = 3.5
"""Who hears the waiting tone again within so long is still in line (`bot/call/waiting_sound.py`)."""
BUSY = 486
QUESTIONS = ("caller_balance.wav", "caller_hours.wav", "caller_address.wav")
"""Asked by turns: who hears the same sentence a third time is brought to a human (`bot/call/repeats.py`)."""
ROUNDS_MOST = 2 * len(QUESTIONS) - 1
"""The last round asks twice."""


@dataclass
class Measured:
    """Delays of one run, ms.

    `waited_ms`: of callers who waited in line, until they were greeted. `refused`: heard 486. `lost`: not answered,
    or fell silent. `humans`: brought to a human, for which nobody asked.
    """

    greeting_ms: list[int] = field(default_factory=list)
    answer_ms: list[int] = field(default_factory=list)
    stop_ms: list[int] = field(default_factory=list)
    waited_ms: list[int] = field(default_factory=list)
    refused: int = 0
    lost: int = 0
    humans: int = 0
    memory_mb: float = 0.0
    frames: int = 0
    """20 ms frames that the callers heard; `late`: of them, those that came over 20 ms late."""
    late: int = 0


async def bench(settings: Settings, calls: int, rounds: int, json_file: Path | None, *, record: bool = False) -> None:
    """Place `calls` calls at once, `rounds` questions each, and print the delays. Raises StartError.

    Args:
        record: every call is recorded meanwhile.
    """
    if rounds > ROUNDS_MOST:
        raise StartError(
            f"--rounds must be at most {ROUNDS_MOST}: a caller who asks the same again and again gets a human"
        )
    state = settings.state / "bench"
    changes: dict[str, dict[str, Any]] = {"handoff": {"agent": None, "target": None}}
    if record:
        if not settings.secrets.recording_key:
            os.environ["HATEF_RECORDING_KEY"] = secrets.token_hex(32)  # this process ends with the benchmark
        changes["recordings"] = {"which": "all", "consent": False, "folder": str(state / "recordings")}
    async with serving(settings, state, changes) as server:
        before_mb = _memory_mb(server)
        measured = await _run(server, calls, rounds)
        measured.humans = await asyncio.to_thread(_humans, server, calls - measured.refused)
        measured.memory_mb = (_memory_mb(server) - before_mb) / calls
    _print(measured, calls)
    if json_file is not None:
        content = {"calls": calls, "rounds": rounds, **vars(measured)}
        await asyncio.to_thread(json_file.write_text, json.dumps(content, indent=2) + "\n", encoding="utf-8")


async def _run(server: Serving, calls: int, rounds: int) -> Measured:
    measured = Measured()
    names = [f"c{number}" for number in range(calls)]
    groups = [names[at : at + CALLS_A_PHONE] for at in range(0, calls, CALLS_A_PHONE)]
    async with asyncio.TaskGroup() as phones:
        for group in groups:
            phones.create_task(_phone(server, group, rounds, measured))
    return measured


async def _phone(server: Serving, names: Sequence[str], rounds: int, measured: Measured) -> None:
    async with RemotePhone(user=CALLER_NUMBER) as phone, asyncio.TaskGroup() as callers:
        for name in names:
            callers.create_task(_call(phone, server.uri, name, rounds, measured))
            # People do not dial in the same millisecond.
            await asyncio.sleep(0.25)


async def _call(phone: RemotePhone, uri: str, name: str, rounds: int, measured: Measured) -> None:
    try:
        dialled_s = time.monotonic()
        await phone.do("call", uri=uri, id=name)
        await phone.wait("answered", timeout_s=GREETING_S, id=name)
        greeted_s = await _edge(phone, name, "far_speech_started", dialled_s)
        measured.greeting_ms.append(round((greeted_s - dialled_s) * 1000))
        await _quiet(phone, name, FIRST_QUIET_S, LINE_S)
        if tones := _times(phone, name, "far_tone"):
            measured.waited_ms.append(round((tones[-1] - greeted_s) * 1000))
        for number in range(rounds):
            await _quiet(phone, name)
            await _ask(phone, name, measured, number, interrupt=number == rounds - 1)
        await phone.do("stats", id=name)
        stats = await phone.wait("stats", timeout_s=10, id=name)
        measured.frames += stats["frames"]
        measured.late += stats["late"]
        await phone.do("hangup", id=name)
        await phone.wait("ended", timeout_s=10, id=name)
    except PhoneSilent:
        if any(e["event"] == "ended" and e.get("id") == name and e.get("code") == BUSY for e in phone.events):
            measured.refused += 1
        else:
            measured.lost += 1


async def _ask(phone: RemotePhone, name: str, measured: Measured, number: int, *, interrupt: bool) -> None:
    """One question and its answer; where `interrupt`, speak into the answer and see how soon it stops."""
    await phone.do("play", file=_question(number), id=name)
    ended = await phone.wait("play_ended", timeout_s=ANSWER_S, id=name)
    answered_s = await _edge(phone, name, "far_speech_started", ended["speech_ended_t"])
    measured.answer_ms.append(round((answered_s - ended["speech_ended_t"]) * 1000))
    if not interrupt:
        return
    await phone.do("play", file=_question(number + 1), id=name)
    again = await phone.wait("play_ended", timeout_s=ANSWER_S, id=name)
    stopped_s = await _edge(phone, name, "far_speech_ended", again["speech_started_t"])
    measured.stop_ms.append(round((stopped_s - again["speech_started_t"]) * 1000))


def _question(number: int) -> str:
    return str(SOUNDS / QUESTIONS[number % len(QUESTIONS)])


async def _edge(phone: RemotePhone, name: str, kind: str, after_s: float) -> float:
    def found() -> float | None:
        times = (e["t"] for e in phone.events if e["event"] == kind and e.get("id") == name and e["t"] >= after_s)
        return next(times, None)

    return await _until(found, kind, phone)


async def _quiet(phone: RemotePhone, name: str, quiet_s: float = QUIET_S, timeout_s: float = ANSWER_S) -> None:
    """Wait until the bot has said its sentence; the pauses of the waiting tone are none."""

    def quiet() -> bool | None:
        edges = [e for e in phone.events if e["event"].startswith("far_speech") and e.get("id") == name]
        ended = bool(edges) and edges[-1]["event"] == "far_speech_ended"
        now_s = time.monotonic()
        in_line = any(now_s - tone_s < TONE_GAP_S for tone_s in _times(phone, name, "far_tone")[-1:])
        return True if ended and not in_line and now_s - edges[-1]["t"] > quiet_s else None

    await _until(quiet, "the end of the bot's sentence", phone, timeout_s)


def _times(phone: RemotePhone, name: str, kind: str) -> list[float]:
    return [e["t"] for e in phone.events if e["event"] == kind and e.get("id") == name]


async def _until[T](look: Callable[[], T | None], wanted: str, phone: RemotePhone, timeout_s: float | None = None) -> T:
    deadline_s = time.monotonic() + (ANSWER_S if timeout_s is None else timeout_s)
    while time.monotonic() < deadline_s:
        if (found := look()) is not None:
            return found
        await asyncio.sleep(0.05)
    raise PhoneSilent(wanted, [str(event["event"]) for event in phone.events[-5:]])


def _humans(server: Serving, calls: int) -> int:
    """How many of the newest calls ended at a human, or at the promise of one."""
    engine = open_database(server.database)
    try:
        return sum(call.handoff_outcome is not None for call in JournalReader(engine).calls(calls)) if calls else 0
    finally:
        engine.dispose()


def _memory_mb(server: Serving) -> float:
    """Resident memory of the media process (proc(5), VmRSS)."""
    status = Path(f"/proc/{server.process.pid}/status").read_text(encoding="utf-8")
    kilobytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))
    return int(kilobytes) / 1024


def _print(measured: Measured, calls: int) -> None:
    table = Table(f"{calls} calls at once", "p50", "p95", "most", "measured")
    for name, delays in (
        ("INVITE to first sound, ms", measured.greeting_ms),
        ("end of speech to first sound of the answer, ms", measured.answer_ms),
        ("start of speech to the bot's silence, ms", measured.stop_ms),
        ("in line until the greeting, ms", measured.waited_ms),
    ):
        of = spread(delays)
        table.add_row(name, str(of.p50_ms), str(of.p95_ms), str(of.most_ms), str(of.count))
    console.print(table)
    counts = f"{measured.lost} lost or silent, {measured.humans} brought to a human, {measured.refused} refused (486)"
    late = f"{measured.late} of {measured.frames} frames came over 20 ms late"
    console.print(f"of {calls} calls: {counts}; {late}; memory a call: {measured.memory_mb:.1f} MB (media process)")
