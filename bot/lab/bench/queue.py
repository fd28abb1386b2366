"""`hatef bench queue`: many callers and few agents at a running Hatef, all of them independent softphones on loopback.

agents log in by telephone ─▶ one caller after the other: key 0 ─▶ ringing ─▶ all callers at once ─▶ the journal
"""

import asyncio
import contextlib
import json
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from rich.table import Table

from bot.errors import StartError
from bot.journal.reader import JournalReader, spread
from bot.lab.serving import Serving, serving
from bot.settings.settings import Settings
from bot.store.database import open_database
from bot.tasks import call_off
from bot.terminal import console
from handoff.figures import HandoffFigures
from voice.softphone.remote import PhoneSilent, RemotePhone

PIN, NUMBER, QUEUE = "4711", "700", "bench"
CALLS_A_PHONE = 10
PROBES = 5
"""Callers one after the other, for the time to the ringing telephone."""
RING_GOAL_MS = 1_500
GREETING_S = 30.0
PATIENCE_S = 60.0
KEY_S = 1.5
"""Between two keys groups of an agent who logs in."""
CLOSE_S, CLOSE_SHARE = 20.0, 0.3
"""A wait is as announced within so many seconds, or within this share of it."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is measured."""

    callers: int
    agents: int
    talk_s: float


@dataclass
class Measured:
    """One run. `ring_ms`: from the caller's key to the agent's telephone. `turned`: who was served too late."""

    ring_ms: list[int] = field(default_factory=list)
    bridged: int = 0
    lost: int = 0
    turned: int = 0
    wait_ms: list[int] = field(default_factory=list)
    told_ms: list[int] = field(default_factory=list)
    rings: int = 0
    close: int = 0
    """Waits that were as announced."""


async def bench(settings: Settings, plan: Plan, json_file: Path | None) -> None:
    """Run it and print the figures. Raises StartError."""
    measured = Measured()
    async with AsyncExitStack() as stack:
        phones = [
            await stack.enter_async_context(RemotePhone(user=f"agent{number}", auto_answer=True, answer_after_ms=300))
            for number in range(plan.agents)
        ]
        state = settings.state / "bench"
        server = await stack.enter_async_context(serving(settings, state, _changes(phones, plan)))
        for phone in phones:
            await _log_in(phone, server)
        await _probe(server, phones[0], measured)
        since = await asyncio.to_thread(_handoffs, server)
        await _crowd(server, phones, plan)
        rows = (await asyncio.to_thread(_handoffs, server))[len(since) :]
    judge(rows, plan, measured)
    _print(measured, plan)
    if json_file is not None:
        content = {**asdict(plan), **vars(measured)}
        await asyncio.to_thread(json_file.write_text, json.dumps(content, indent=2) + "\n", encoding="utf-8")


def _changes(phones: Sequence[RemotePhone], plan: Plan) -> dict[str, dict[str, Any]]:
    agents = [
        {"id": f"agent{number}", "uri": f"sip:agent{number}@127.0.0.1:{phone.port}", "pin": PIN}
        for number, phone in enumerate(phones)
    ]
    queue = {"name": QUEUE, "wrap_up_s": 0, "handling_s": plan.talk_s, "max_wait_s": 3_600, "max_waiting": 200}
    handoff = {"agent": None, "target": None, "agents": agents, "queues": [queue], "agent_number": NUMBER}
    return {"handoff": handoff}


async def _log_in(phone: RemotePhone, server: Serving) -> None:
    """As an agent does: call, PIN, 1. Raises StartError."""
    uri = server.uri.replace("sip:100@", f"sip:{NUMBER}@")
    try:
        await phone.do("call", uri=uri, id="login")
        await phone.wait("answered", timeout_s=GREETING_S, id="login")
        for keys in (f"{PIN}#", "1"):
            await asyncio.sleep(KEY_S)
            await phone.do("dtmf", id="login", digits=keys)
        await asyncio.sleep(KEY_S)
        await phone.do("hangup", id="login")
        await phone.wait("ended", timeout_s=10, id="login")
    except PhoneSilent as error:
        raise StartError(f"an agent could not log in by telephone: {error}") from error


async def _probe(server: Serving, agent: RemotePhone, measured: Measured) -> None:
    """One caller after the other: from the key 0 to the agent's telephone."""
    async with RemotePhone(user="09121234567") as phone:
        for number in range(PROBES):
            name = f"probe{number}"
            pressed_s = await _ask_for_a_human(phone, server, name)
            call = await _incoming(agent, pressed_s)
            measured.ring_ms.append(round((call["t"] - pressed_s) * 1000))
            await phone.do("hangup", id=name)
            await phone.wait("ended", timeout_s=10, id=name)
            with contextlib.suppress(PhoneSilent):
                await agent.wait("ended", timeout_s=PATIENCE_S, id=call["id"])


async def _incoming(agent: RemotePhone, since_s: float) -> dict[str, Any]:
    while True:
        call = await agent.wait("incoming", timeout_s=PATIENCE_S)
        if call["t"] >= since_s:
            return call


async def _ask_for_a_human(phone: RemotePhone, server: Serving, name: str) -> float:
    """Call, hear the greeting begin, press 0; when it was pressed."""
    await phone.do("call", uri=server.uri, id=name)
    await phone.wait("answered", timeout_s=GREETING_S, id=name)
    await phone.wait("far_speech_started", timeout_s=GREETING_S, id=name)
    pressed_s = time.monotonic()
    await phone.do("dtmf", id=name, digits="0")
    return pressed_s


async def _crowd(server: Serving, agents: Sequence[RemotePhone], plan: Plan) -> None:
    """All callers, and agents who take one after the other, until every call is over."""
    working = [asyncio.create_task(_work(agent, plan.talk_s)) for agent in agents]
    names = [f"caller{number}" for number in range(plan.callers)]
    groups = [names[at : at + CALLS_A_PHONE] for at in range(0, plan.callers, CALLS_A_PHONE)]
    try:
        async with asyncio.TaskGroup() as calling:
            for group in groups:
                calling.create_task(_phone(server, group, plan))
    finally:
        for one in working:
            await call_off(one)


async def _work(agent: RemotePhone, talk_s: float) -> None:
    while True:
        with contextlib.suppress(PhoneSilent):
            call = await agent.wait("incoming", timeout_s=PATIENCE_S)
            await agent.wait("answered", timeout_s=PATIENCE_S, id=call["id"])
            await asyncio.sleep(0.5)
            await agent.do("dtmf", id=call["id"], digits="1")
            await asyncio.sleep(talk_s)
            await agent.do("hangup", id=call["id"])


async def _phone(server: Serving, names: Sequence[str], plan: Plan) -> None:
    longest_s = PATIENCE_S + 2 * plan.callers * (plan.talk_s + 5) / plan.agents
    async with RemotePhone(user="09121234567") as phone, asyncio.TaskGroup() as callers:
        for name in names:
            callers.create_task(_wait_for_the_end(phone, server, name, longest_s))
            await asyncio.sleep(0.25)


async def _wait_for_the_end(phone: RemotePhone, server: Serving, name: str, longest_s: float) -> None:
    with contextlib.suppress(PhoneSilent):
        await _ask_for_a_human(phone, server, name)
        await phone.wait("ended", timeout_s=longest_s, id=name)


def _handoffs(server: Serving) -> tuple[HandoffFigures, ...]:
    engine = open_database(server.database)
    try:
        return JournalReader(engine).handoffs()
    finally:
        engine.dispose()


def judge(rows: Sequence[HandoffFigures], plan: Plan, measured: Measured) -> None:
    """Count what the journal says of the crowd."""
    measured.bridged = sum(row.outcome == "bridged" for row in rows)
    measured.lost = plan.callers - measured.bridged
    measured.rings = sum(row.rings for row in rows)
    measured.wait_ms = [row.wait_ms for row in rows]
    taken = [row.arrived_at.timestamp() * 1000 + row.wait_ms for row in rows]
    measured.turned = sum(any(later < own for later in taken[place + 1 :]) for place, own in enumerate(taken))
    for row in rows:
        if row.told_wait_ms is not None:
            measured.told_ms.append(row.told_wait_ms)
            far_ms = abs(row.told_wait_ms - row.wait_ms)
            measured.close += far_ms <= max(CLOSE_S * 1000, CLOSE_SHARE * row.wait_ms)


def _print(measured: Measured, plan: Plan) -> None:
    table = Table("what", "seen", "must", title=f"{plan.callers} callers, {plan.agents} agents, {plan.talk_s:g} s each")
    ring, wait, told = spread(measured.ring_ms), spread(measured.wait_ms), spread(measured.told_ms)
    table.add_row(
        "key 0 to the ringing telephone, p50 / p95", f"{ring.p50_ms} / {ring.p95_ms} ms", f"{RING_GOAL_MS} ms"
    )
    table.add_row("with an agent / lost", f"{measured.bridged} / {measured.lost}", f"{plan.callers} / 0")
    table.add_row("served behind one who came later", str(measured.turned), f"less than {plan.agents}")
    table.add_row("rings", str(measured.rings), str(plan.callers))
    table.add_row("wait, p50 / p95 / most", f"{wait.p50_ms} / {wait.p95_ms} / {wait.most_ms} ms", "")
    table.add_row("announced, p50 / p95 / most", f"{told.p50_ms} / {told.p95_ms} / {told.most_ms} ms", "")
    within = f"{measured.close} of {len(measured.told_ms)}"
    table.add_row(f"as announced within {CLOSE_S:g} s or {CLOSE_SHARE:.0%}", within, "all")
    console.print(table)
