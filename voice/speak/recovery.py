"""Whether a voice may be asked: after it broke, not before it has said a trial sentence in time.

trusted ── it broke ──▶ on trial ── a trial sentence came back whole ──▶ trusted
                         │      ▲
                         └──────┘ it did not: again after a rest
"""

import asyncio
import logging
from collections.abc import AsyncGenerator
from typing import Protocol

from voice.errors import SpeakerLost
from voice.speak.synthesiser import VoiceChoice

TRIAL = "1 2 3 4 5 6 7 8 9"  # every voice can read it
RESTS_S = (0.0, 1.0, 2.0, 5.0, 10.0, 30.0)
STEADY_S = 120.0
"""A voice that breaks again within it has to rest longer: one that is overrun would else silence call after call."""

_log = logging.getLogger(__name__)


class TriedVoice(Protocol):
    """What a recovery needs of `voice.speak.renderer.Renderer`."""

    @property
    def ready(self) -> bool:
        """Whether a text would be begun at once."""

    def render(self, text: str, language: str) -> AsyncGenerator[bytes]:
        """The sound of `text`. Raises SpeakerLost."""


class Recovery:
    """The health of one language's voice, where another stands in for it. Trials run while the other speaks."""

    def __init__(self, renderer: TriedVoice, language: str, choice: VoiceChoice) -> None:
        self._renderer = renderer
        self._language = language
        self._choice = choice
        self._trial: asyncio.Task[None] | None = None
        self._rest = 0  # the index of the next rest
        self._well_since_s = 0.0  # the event loop's time of the last recovery

    def may_speak(self) -> bool:
        """Whether to ask the voice; while its process is started again it is not waited for."""
        if self._trial is None and not self._renderer.ready:
            self.broke(SpeakerLost("its process ended"))
        return self._trial is None

    def broke(self, error: SpeakerLost) -> None:
        """Take the voice off until a trial succeeds; told in the log once."""
        if self._trial is not None:
            return
        _log.error(
            "the %s voice %s of '%s' broke: %s; espeak-ng speaks until it is well again; if it stays so, "
            "`hatef say 1 -l %s` tells why: mend the voice (docs/voices.md) or choose another (`hatef models use`)",
            self._choice.engine,
            self._choice.voice,
            self._language,
            error.why,
            self._language,
        )
        if asyncio.get_running_loop().time() - self._well_since_s > STEADY_S:
            self._rest = 0
        self._trial = asyncio.create_task(self._try(), name=f"trial of the {self._language} voice")

    async def stop(self) -> None:
        """Give up the trial, if there is one."""
        if self._trial is not None:
            self._trial.cancel()
            await asyncio.gather(self._trial, return_exceptions=True)
            self._trial = None

    async def _try(self) -> None:
        loop = asyncio.get_running_loop()
        began_s = loop.time()
        while True:
            await asyncio.sleep(RESTS_S[self._rest])
            self._rest = min(self._rest + 1, len(RESTS_S) - 1)
            if await self._speaks():
                break
        self._well_since_s = loop.time()
        self._trial = None
        _log.warning("the voice of '%s' speaks again, after %.1f s", self._language, self._well_since_s - began_s)

    async def _speaks(self) -> bool:
        heard = False
        try:
            async for piece in self._renderer.render(TRIAL, self._language):
                heard = heard or bool(piece)
        except SpeakerLost:
            return False
        return heard
