"""The conference port that carries a leg's sound between pjsua2's media clock and `LegSound`."""

from typing import Any

import pjsua2 as pj

from voice.audio import FRAME_MS, SAMPLE_RATE_HZ
from voice.gateway.frames import frame_access
from voice.gateway.guard import Guard
from voice.gateway.sound import LegSound

_AUDIO = pj.PJMEDIA_FRAME_TYPE_AUDIO
_FRAMES = frame_access(pj.ByteVector)
_GUARD = Guard("a media callback")


class LegPort(pj.AudioMediaPort):  # type: ignore[misc]  # pjsua2 has no type information
    """Both callbacks come every 20 ms on the media clock thread; they only move one frame."""

    def __init__(self, sound: LegSound) -> None:
        super().__init__()
        self._sound = sound  # before createPort: callbacks may come at once
        shape = pj.MediaFormatAudio()
        shape.init(pj.PJMEDIA_FORMAT_PCM, SAMPLE_RATE_HZ, 1, FRAME_MS * 1000, 16)
        self.createPort("leg", shape)

    def destroy(self) -> None:
        """Take the port out of the bridge, while Python still holds it (else the callback meets a dead object)."""
        pj.AudioMediaPort.__swig_destroy__(self)

    def onFrameReceived(self, frame: Any) -> None:
        """Sound of the far side, or a tick without any."""
        with _GUARD:
            if frame.type == _AUDIO:
                self._sound.incoming(_FRAMES.read(frame))
            else:
                self._sound.gap()

    def onFrameRequested(self, frame: Any) -> None:
        """Sound for the far side."""
        with _GUARD:
            frame.type = _AUDIO
            _FRAMES.write(frame, self._sound.outgoing())
