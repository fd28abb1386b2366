"""Fetches somebody for a caller who talks to an agent: rung, told of the caller, and let go where it comes to nothing.

sent on:    rung ─▶ a colleague hears of the caller (1 cuts it short; not who talked to the agent before) ─▶ theirs
brought in: rung ─▶ hears of the caller and the keys ─▶ 1: joins    2, no key, gone: nobody comes
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Protocol

from bot.call.bridged import Side
from handoff.acd.company import cancelled
from handoff.acd.port import Destination, Onward
from handoff.errors import AgentBusy, AgentError, AgentPassedOn, AgentSilent, SentenceLost
from handoff.packet import PacketCaller

log = logging.getLogger(__name__)

WHISPER_S = 20.0
KEY_S = 10.0
ACCEPT, PASS_ON = "1", "2"


class Human(Side, Protocol):
    """One who can be spoken to (`bot.call.agent_port.AgentPort`)."""

    @property
    def gone(self) -> bool: ...
    async def say(self, text: str) -> None: ...
    async def key(self) -> str: ...
    async def hangup(self) -> None: ...


RingUp = Callable[[str, Mapping[str, str], float, PacketCaller, str], Awaitable[Human]]
"""Calls somebody, as `handoff.acd.port.AgentLine.ring`."""


class Fetcher:
    """For one talk."""

    def __init__(self, onward: Onward, ring_up: RingUp) -> None:
        self._onward = onward
        self._ring_up = ring_up

    async def fetch(self, to: Destination, replaces: str) -> Human:
        """Whom the caller is sent on to. Raises AgentError.

        Args:
            replaces: the agent's own call with them, which ours takes the place of (RFC 3891); "": there is none.
        """
        async with self._reached(to, {"Replaces": replaces, "Require": "replaces"} if replaces else {}) as other:
            if to.agent_id and not replaces:
                await _introduced(other, self._onward.whisper(to))
            return other

    async def invite(self, to: Destination) -> tuple[Human, Destination] | None:
        """Somebody who agreed to take part; None where nobody did."""
        try:
            async with self._reached(to, {}) as other:
                await _accepted(other, self._onward.invitation(to))
                return other, to
        except AgentError as error:
            log.info("whom an agent wanted to bring in does not come: %s", type(error).__name__)
            return None

    @contextlib.asynccontextmanager
    async def _reached(self, to: Destination, more: Mapping[str, str]) -> AsyncIterator[Human]:
        """Somebody who picked up; whatever goes wrong then ends that call. Raises AgentError."""
        onward = self._onward
        if not onward.begins(to):
            raise AgentBusy
        other: Human | None = None
        try:
            headers = {**onward.headers, **more}
            other = await self._ring_up(to.uri, headers, onward.ring_s, onward.caller, to.language)
            yield other
        except BaseException as error:
            onward.failed(to, type(error).__name__)
            if other is not None:
                await asyncio.shield(other.hangup())
            raise


async def given_up(fetching: "asyncio.Task[Human] | asyncio.Task[tuple[Human, Destination] | None]") -> None:
    """Stop it; who came all the same is hung up."""
    await cancelled(fetching)
    if not fetching.cancelled() and fetching.exception() is None and (found := fetching.result()) is not None:
        await (found[0] if isinstance(found, tuple) else found).hangup()


async def _introduced(other: Human, text: str) -> None:
    """They hear of the caller, to the end or until they press 1. Raises AgentGone."""
    async with _telling(other, text, refuses="") as pressing:
        if pressing.done():
            pressing.result()


async def _accepted(other: Human, text: str) -> None:
    """They hear of the caller and press 1. Raises AgentPassedOn, AgentSilent, AgentGone."""
    async with _telling(other, text, refuses=PASS_ON) as pressing:
        await asyncio.wait({pressing}, timeout=KEY_S)
        if not pressing.done():
            raise AgentSilent
        pressing.result()


@contextlib.asynccontextmanager
async def _telling(other: Human, text: str, refuses: str) -> AsyncIterator["asyncio.Future[None]"]:
    """`text` was said, or a key cut it; the result is the key. Raises AgentGone."""
    saying, pressing = asyncio.ensure_future(_told(other, text)), asyncio.ensure_future(_pressed(other, refuses))
    try:
        await asyncio.wait({saying, pressing}, return_when=asyncio.FIRST_COMPLETED, timeout=WHISPER_S)
        if saying.done():
            saying.result()
        yield pressing
    finally:
        await cancelled(saying, pressing)


async def _told(other: Human, text: str) -> None:
    with contextlib.suppress(SentenceLost):  # an unprepared human is better than none
        await other.say(text)


async def _pressed(other: Human, refuses: str) -> None:
    """Returns at «1». Raises AgentPassedOn at the key that refuses, AgentGone."""
    while (key := await other.key()) != ACCEPT:
        if key == refuses:
            raise AgentPassedOn
