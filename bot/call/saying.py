"""One saying that the caller may interrupt, and the only place where what is said is paused.

       doubt(True): BargeInSuspected       doubt(False): BargeInWithdrawn; or DOUBT_MOST_S without either end
    SAYING ───────────────────────▶ PAUSED ─────────────────────────────────────────────────────────▶ SAYING
       └───── stop, close ◀────────────┘ BargeInConfirmed, or else the caller speaks, keys or holds; the exchange ends

Whoever takes the call's signals owns the saying, and nothing outlives it: `close` ends the playback with its
pause, and what is said next begins unpaused.
"""

import asyncio
from collections.abc import Sequence

from bot.call.prompt_player import PromptPlayer, Spoken
from bot.tasks import call_off

DOUBT_MOST_S = 3.0
"""A recogniser settles its doubt within two seconds; one that has not will not."""


class Saying:
    """`texts` being said from now on; `task` is their end."""

    def __init__(self, player: PromptPlayer, texts: Sequence[str]) -> None:
        self._player = player
        self._withdrawal: asyncio.TimerHandle | None = None
        self.task: asyncio.Future[Spoken] | None = asyncio.ensure_future(player.speak(texts)) if texts else None

    def doubt(self, on: bool) -> None:
        """The caller may be interrupting, or was not."""
        self._settle()
        self._player.pause(on)
        if on:
            self._withdrawal = asyncio.get_running_loop().call_later(DOUBT_MOST_S, self._player.pause, False)

    async def close(self) -> None:
        """Fall silent if it is not over yet, and forget every doubt."""
        self._settle()
        if self.task is not None:
            await call_off(self.task)

    def _settle(self) -> None:
        if self._withdrawal is not None:
            self._withdrawal.cancel()
            self._withdrawal = None
