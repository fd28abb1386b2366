"""The keys of one call, whichever way they come, each told once."""

import logging
import time
from collections.abc import Callable

from voice.events import KeyPressed
from voice.gateway.info_keys import DIGITS, keys_of
from voice.gateway.messages import Request
from voice.gateway.sound import LegSound

log = logging.getLogger("voice.gateway")

SAME_KEY_S = 0.5  # a key heard as a tone and sent as an event or INFO within this time is one key


class Keypad:
    """RFC 4733 events and SIP INFO (SIP thread), and tones in the sound (media thread)."""

    def __init__(self, sound: LegSound, tell: Callable[[KeyPressed], None]) -> None:
        self._sound = sound
        self._tell = tell
        self._listening = False
        self._signals = False  # keys came by event or INFO
        self._info = ""  # CSeq of the last INFO
        self._tone = ""  # the last key heard in the sound (media)
        self._tone_s = 0.0  # and when (media)

    def listen(self, on: bool) -> None:
        """Whether keys must be heard in the sound: the far side has no telephone-event; at each new description."""
        on = on and not self._signals
        if on and not self._listening:
            log.info("a far side offers no telephone-event: its keys are heard as tones in the sound")
        self._listening = on
        self._sound.hear_tones(self._toned if on else None)

    def event(self, digit: str) -> None:
        """A telephone-event; anything but a key is passed over."""
        if digit.upper() in DIGITS:
            self._signalled(digit.upper())

    def info(self, request: Request) -> None:
        """A SIP INFO; one that is sent again because our answer was lost counts once."""
        number = request.headers.get("CSeq", "")
        if number != self._info:
            self._info = number
            for digit in keys_of(request):
                self._signalled(digit)

    def _signalled(self, digit: str) -> None:
        self._signals = True  # who signals keys sends their tones too: each would count twice
        self.listen(False)
        now_s = time.monotonic()
        if digit != self._tone or now_s - self._tone_s > SAME_KEY_S:
            self._tell(KeyPressed(digit, now_s))

    def _toned(self, digit: str) -> None:
        self._tone, self._tone_s = digit, time.monotonic()
        self._tell(KeyPressed(digit, self._tone_s))
