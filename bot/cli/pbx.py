"""The company's PBX, asked by its manager interface: are we let in, are the queues known, may we do what we need."""

import asyncio
from collections.abc import Iterator

from bot.findings import Finding
from bot.service.pbx import account_of
from bot.settings.settings import Settings
from handoff.acd.ami.connection import AmiAccount, AmiConnection, connect
from handoff.acd.ami.errors import AmiError, AmiRefused
from handoff.acd.ami.wire import Message
from handoff.acd.asterisk.queue import QueueFacts, facts_of, names
from handoff.options import AsteriskRules

ALWAYS = ("CoreShowChannels", "CoreStatus")
MOVING = ("Redirect", "Setvar", "Getvar")
RIGHTS = "write = reporting"
REDIRECT_RIGHTS = "write = reporting,call"


def check_pbx(settings: Settings) -> Iterator[Finding]:
    """Everything of it; nothing where none is set. What may come back by itself stops no start."""
    rules, secret = settings.handoff.asterisk, settings.secrets.ami_secret
    if rules is None or not secret:
        return
    yield from asyncio.run(examine(rules, account_of(rules, secret)))


async def examine(rules: AsteriskRules, account: AmiAccount) -> list[Finding]:
    """Log in and look."""
    try:
        connection = await connect(account, lambda _event: None)
    except AmiError as error:
        return [Finding("lack", f"handoff.asterisk: {error}", stops=False)]
    try:
        return [
            Finding("ok", f"PBX at {rules.ami}: {rules.user} may log in{await _version(connection)}"),
            *await _queues(connection, rules),
            *await _rights(connection, rules),
            *await _dialplan(connection, rules),
        ]
    except AmiError as error:
        return [Finding("lack", f"handoff.asterisk: {error}", stops=False)]
    finally:
        await connection.close()


async def _version(connection: AmiConnection) -> str:
    try:
        return f", Asterisk {(await connection.ask('CoreSettings')).get('AsteriskVersion')}"
    except AmiRefused:
        return ""


async def _queues(connection: AmiConnection, rules: AsteriskRules) -> list[Finding]:
    told = await connection.ask_list("QueueStatus")
    return [_queue(skill, queue, facts_of(queue, told), told) for skill, queue in rules.queues.items()]


def _queue(skill: str, queue: str, facts: QueueFacts | None, told: list[Message]) -> Finding:
    key = f"handoff.asterisk.queues.{skill}"
    if facts is None:
        there = ", ".join(sorted(names(told))) or "none"
        remedy = f"write one of those it has ({there}); one from a database is known after its first caller"
        return Finding("lack", f"{key}: the PBX knows no queue {queue!r}", remedy, stops=False)
    if why := facts.why_not:
        remedy = "callers get the next way or a promise meanwhile; agents log in, or are unpaused, at the PBX"
        return Finding("note", f"{key}: {why}", remedy)
    what = f"{facts.serving} agents serve, {facts.free} free, {facts.callers} callers wait"
    return Finding("ok", f"{key}: queue {facts.name}, {what}")


async def _rights(connection: AmiConnection, rules: AsteriskRules) -> list[Finding]:
    """The actions that the PBX lists are those that this user may ask for."""
    allowed = {name.casefold() for name, _ in (await connection.ask("ListCommands")).fields}
    moving = MOVING if rules.transfer == "redirect" else ()
    missing = [action for action in (*ALWAYS, *moving) if action.casefold() not in allowed]
    if not missing:
        return [Finding("ok", f"PBX: {rules.user} has the rights that {rules.transfer} needs")]
    rights = REDIRECT_RIGHTS if moving else RIGHTS
    remedy = f"in manager.conf, [{rules.user}]: {rights}; then: asterisk -rx 'manager reload'"
    lack = any(action in moving for action in missing)
    what = f"PBX: {rules.user} may not use {', '.join(missing)}"
    return [Finding("lack", what, remedy, stops=False) if lack else Finding("note", what, remedy)]


async def _dialplan(connection: AmiConnection, rules: AsteriskRules) -> list[Finding]:
    try:
        await connection.ask_list("ShowDialPlan", {"Context": rules.context})
    except AmiRefused as error:
        if "context" not in error.detail.casefold():
            return []  # no right to look
        what = f"handoff.asterisk.context: the PBX's dial plan has no context {rules.context!r}"
        remedy = "add deploy/pbx to it (docs/pbx.md); then: asterisk -rx 'dialplan reload'"
        return [Finding("lack" if rules.transfer == "redirect" else "note", what, remedy, stops=False)]
    return [Finding("ok", f"PBX: its dial plan has the context {rules.context}")]
