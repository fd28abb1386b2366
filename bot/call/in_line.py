"""A caller in line: told that all lines are busy, kept company, served by keys, until his turn comes.

busy, tone ──▶ busy_again, tone ──▶ ... ──▶ his turn: the call begins as any other
    └─ keys ──▶ the dialogue's answer, tone ──▶ ...
                  └─ 0, or an answer that ends the call ──▶ the reply
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable

from bot.call.context import CallContext
from bot.call.live import CallDoing
from bot.call.ports import CallLeg
from bot.call.prompt_player import PromptPlayer, Spoken, Voice
from bot.call.signals import CallSignals
from bot.call.turn_taking import Awaited, TurnTaking
from bot.call.waiting_sound import waiting_sound
from bot.dialogue.caller_turn import CallerTurn
from bot.dialogue.client import Reply
from bot.tasks import call_off
from voice.events import NoInput, OnListenEvent

TONE = "♪"
"""Stands for the waiting tone among the texts."""
TONE_S = 9.0

Respond = Callable[[CallerTurn, Reply], Awaitable[Reply]]


class DeafEar:
    """An ear that hears nothing: it ends a turn when all is said, and when the caller's turn has come."""

    def __init__(self, turn: asyncio.Event, on_event: OnListenEvent) -> None:
        self._turn = turn
        self._on_event = on_event
        self._number = 0
        self._armed = False

    def expect(self, kind: Awaited, *, turn: int, no_input_ms: int, end_silence_ms: int, digit_count: int = 0) -> None:
        """Arm the next turn."""
        self._number = turn
        self._armed = True
        if self._turn.is_set():
            self.end()

    def playing(self, on: bool) -> None:
        """The bot speaks, or has ended."""
        if not on and self._armed:
            self.end()

    def end(self) -> None:
        """End the turn as silence does."""
        if self._armed:
            self._armed = False
            self._on_event(NoInput(0, time.monotonic(), self._number))


class _Company:
    """The voice, which also plays the tone."""

    def __init__(self, voice: Voice) -> None:
        self._voice = voice

    async def say(self, text: str, language: str) -> AsyncIterator[bytes]:
        """8 kHz s16 chunks of `text`."""
        if text == TONE:
            yield waiting_sound(TONE_S)
            return
        async for chunk in self._voice.say(text, language):
            yield chunk


async def wait_in_line(
    leg: CallLeg,
    signals: CallSignals,
    context: CallContext,
    language: str,
    respond: Respond,
    on_spoken: Callable[[str, Spoken], None],
) -> Reply | None:
    """Wait until the caller's turn comes; None when it has, else the reply with which the call ends, already said.

    `respond` answers keys. Raises CallerGone, and what `respond` raises.
    """

    def wording(text: str, language: str) -> str:
        return text if text == TONE else context.wording(text, language)

    def spoken(text: str, what: Spoken) -> None:
        on_spoken(text.removesuffix(TONE).strip(), what)

    with context.gate.place() as turn:
        if turn.is_set():
            return None
        context.on_live(CallDoing(leg.id, "in line"))
        player = PromptPlayer(leg.play, _Company(context.speaker), wording, language, spoken, context.own_languages)
        ear = DeafEar(turn, signals.hear)
        line = TurnTaking(signals, ear, player, context.patience)
        watching = asyncio.create_task(_watch(turn, ear), name="a caller's turn")
        try:
            return await _serve(line, turn, context, language, respond)
        finally:
            await call_off(watching)
            context.on_live(CallDoing(leg.id, "greeting"))


async def _watch(turn: asyncio.Event, ear: DeafEar) -> None:
    await turn.wait()
    ear.end()


async def _serve(
    line: TurnTaking, turn: asyncio.Event, context: CallContext, language: str, respond: Respond
) -> Reply | None:
    prompts = context.prompts[language]
    reply = Reply(texts=(prompts.busy,))
    while not turn.is_set():
        heard = await line.exchange((*reply.texts, TONE), "general")
        if heard.kind != "keys":
            reply = Reply(texts=(prompts.busy_again,))
            continue
        reply = await respond(heard, Reply(texts=(prompts.busy,)))
        if reply.handoff is not None or reply.hangup:
            if reply.texts:
                await line.announce(reply.texts)
            return reply
    return None
