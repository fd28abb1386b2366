"""What two people do who talk to each other through a bridge, beside talking: keys, and a hold by the agent.

agent holds the call ─▶ the caller hears music ─▶ until the agent is back
keys of either side ──▶ pressed for the other, where they came as events: tones are in the sound already
"""

import asyncio
import contextlib
import logging

from bot.call.handover import CallerPort
from bot.call.ports import CallLeg
from bot.call.signals import CallSignals
from bot.errors import CallerGone as OurCallerGone
from bot.tasks import call_off
from handoff.acd.own.music import HoldMusic
from handoff.errors import CallerGone
from voice.errors import VoiceError
from voice.events import HoldChanged, KeyPressed

log = logging.getLogger(__name__)

PIECE_S = 120.0


async def attend(agent: CallLeg, signals: CallSignals, caller: CallerPort, music: bytes) -> None:
    """Until a side ends, or it is cancelled. `signals`: of the agent's leg. `music`: 8 kHz mono s16."""
    try:
        async with asyncio.TaskGroup() as sides:
            sides.create_task(_of_the_agent(agent, signals, caller, music))
            sides.create_task(_of_the_caller(agent, caller))
    except* OurCallerGone:
        pass  # whoever bridged them sees the end itself


async def _of_the_agent(agent: CallLeg, signals: CallSignals, caller: CallerPort, music: bytes) -> None:
    playing: asyncio.Task[None] | None = None
    try:
        while True:
            event = await signals.next(None)
            if isinstance(event, KeyPressed):
                await _press(event, agent, caller.leg)
            elif isinstance(event, HoldChanged):
                if playing is not None:
                    await call_off(playing)
                playing = asyncio.create_task(_play(caller, music)) if event.held else None
    finally:
        if playing is not None:
            await call_off(playing)


async def _of_the_caller(agent: CallLeg, caller: CallerPort) -> None:
    while True:
        event = await caller.signals.next(None)
        if isinstance(event, KeyPressed):
            await _press(event, caller.leg, agent)


async def _press(key: KeyPressed, source: CallLeg, target: CallLeg) -> None:
    if source.keys_by_tone:
        return
    try:
        await target.press(key.digit)
    except VoiceError as error:
        log.info("a key did not pass through a bridge: %s", error)


async def _play(caller: CallerPort, music: bytes) -> None:
    held = HoldMusic(caller, music)
    with contextlib.suppress(CallerGone):
        while True:
            await held.play(PIECE_S)
