"""`hatef talk`: the same dialogue, actions and CRM, typed instead of spoken."""

import asyncio
import secrets
import sys
from pathlib import Path

from bot.dialogue.caller_turn import CallerTurn
from bot.dialogue.client import Caller, Reply
from bot.dialogue.engine import open_dialogue
from bot.settings.settings import Settings
from bot.store.database import open_database
from bot.terminal import console


async def talk(settings: Settings, config: Path, number: str, language: str) -> None:
    """Read lines from the terminal until goodbye, a human is wanted, or the end of input. Digits count as keys."""
    caller = Caller(f"talk-{secrets.token_hex(4)}", number, "talk", language)
    open_database(settings.database_url(settings.journal.url)).dispose()  # what services write is kept there
    console.print("[dim]the dialogue engine starts[/dim]")
    async with open_dialogue(settings, config) as dialogue:
        reply = await dialogue.start(caller)
        _show(reply)
        while not reply.hangup and reply.handoff is None:
            typed = await asyncio.to_thread(_ask)
            if typed is None:
                return
            said = CallerTurn("keys", keys=typed) if typed.isdecimal() else CallerTurn("speech", typed)
            reply = await dialogue.turn(caller, said)
            _show(reply)


def _ask() -> str | None:
    """One line, or None at the end of input."""
    sys.stdout.write("> ")
    sys.stdout.flush()
    line = sys.stdin.readline()
    return line.strip() if line else None


def _show(reply: Reply) -> None:
    for text in reply.texts:
        console.print(f"[green]{text}[/green]", soft_wrap=True)
    if reply.intent:
        console.print(f"[dim]{reply.intent} {reply.intent_confidence:.2f}, expects {reply.expect}[/dim]")
    if reply.handoff is not None:
        console.print(f"[magenta]→ a human takes over: {reply.handoff.reason} {reply.handoff.skill}[/magenta]")
    if reply.hangup:
        console.print("[dim]the bot hangs up[/dim]")
