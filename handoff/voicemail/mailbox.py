"""Takes a caller's message.

«press 2 for a message» ─ 2 ─▶ «after the beep …» ─▶ beep ─▶ recorded ─┬─ stands on the disk ─▶ kept
        │ nothing                    ▲                                  ├─ nothing was said: told, once more
        ▼                            └──────────────────────────────────┘
   no message                                                           └─ the disk takes nothing: told
"""

from collections.abc import Mapping
from functools import cache
from typing import Protocol

import numpy as np

from handoff.acd.asking import told
from handoff.acd.company import speak
from handoff.acd.port import CallerLeg
from handoff.errors import CallerGone, SentenceLost
from handoff.voicemail.message import Fate, Taken
from handoff.voicemail.sentences import VoicemailSentences
from nlu.text.languages import FALLBACK

KEY = "2"
WAIT_S = 5.0
"""Behind the offer."""
TRIES = 2
RATE_HZ = 8_000
BEEP_HZ, BEEP_S, BEEP_LEVEL = 1_000.0, 0.4, 0.2
EDGE_S = 0.01


class MessageRecorder(Protocol):
    """What records messages."""

    async def take(self, packet_id: str, caller: CallerLeg) -> Taken:
        """Record what the caller says until it is over; returns when it stands on the disk, or cannot. Never raises.

        Cancelling it keeps what was said.
        """
        ...


class Mailbox:
    """`sentences`: by language, with `FALLBACK`. `longer`: by how much the key is waited for longer."""

    def __init__(
        self, recorder: MessageRecorder, sentences: Mapping[str, VoicemailSentences], *, longer: float = 1.0
    ) -> None:
        self._recorder = recorder
        self._sentences = sentences
        self._longer = longer

    async def wanted(self, language: str, caller: CallerLeg) -> bool:
        """Whether a caller whom nobody took would leave one. Raises CallerGone."""
        return await told(caller, [self._said(language).offer], KEY, WAIT_S * self._longer) == KEY

    async def take(self, packet_id: str, language: str, caller: CallerLeg) -> Taken:
        """Ask for one and record it; what is not kept is told. Raises CallerGone where nothing is kept."""
        said = self._said(language)
        for _ in range(TRIES):
            await speak(caller, said.begin)
            await _beep(caller)
            taken = await self._recorder.take(packet_id, caller)
            if taken.kept:
                return taken
            if taken.gone:
                raise CallerGone(taken.lost)
            await speak(caller, said.unable if taken.fate is Fate.UNABLE else said.empty)
            if taken.fate is Fate.UNABLE:
                break
        return taken

    def words(self, taken: Taken, language: str) -> str:
        """What is to be said of one that is kept."""
        said = self._said(language)
        return said.cut if taken.fate is Fate.CUT else said.kept

    def _said(self, language: str) -> VoicemailSentences:
        return self._sentences.get(language, self._sentences[FALLBACK])


async def _beep(caller: CallerLeg) -> None:
    try:
        await caller.play(beep())
    except SentenceLost:  # who hears no beep speaks all the same
        return


@cache
def beep() -> bytes:
    """The tone before a recording; 8 kHz mono s16, with soft edges: a tone that is cut clicks."""
    seconds = np.arange(round(BEEP_S * RATE_HZ)) / RATE_HZ
    envelope = np.clip(np.minimum(seconds, BEEP_S - seconds) / EDGE_S, 0.0, 1.0)
    tone = BEEP_LEVEL * envelope * np.sin(2 * np.pi * BEEP_HZ * seconds)
    return bytes((tone * 32767).astype("<i2").tobytes())
