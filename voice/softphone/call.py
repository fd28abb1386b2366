"""One call of the phone."""

import time
from pathlib import Path
from typing import Any, Protocol

import pjsua2 as pj

from voice.softphone.sound import FRAME_BYTES, PhonePort, PhoneSound, Recorder
from voice.softphone.speech import FRAME_S, SpeechEdges, ToneStarts, loud_span


class Owner(Protocol):
    """The phone, as its calls see it."""

    follow_refer: bool

    def emit(self, event: str, **facts: Any) -> None: ...
    def forget(self, call: "PhoneCall") -> None: ...
    def adopt(self, parent: "PhoneCall") -> "PhoneCall": ...


class PhoneCall(pj.Call):  # type: ignore[misc]  # pjsua2 has no type information
    """A SIP dialog, its sound, and what to report about it."""

    def __init__(self, account: Any, call_id: int, name: str, owner: Owner) -> None:
        super().__init__(account, call_id)
        self.account = account
        self.name = name
        self.codec = ""
        self.over = False
        self.placing = False  # inside makeCall, which still writes to the C++ object
        self.sound = PhoneSound()
        self._owner = owner
        self._port: PhonePort | None = None
        self._confirmed = False
        self._reported = False  # answered
        self._held = False
        self._media_up = False
        self._edges = SpeechEdges()
        self._tones = ToneStarts()
        self._recorder: Recorder | None = None
        self._playing: list[_File] = []

    # --- commands -----------------------------------------------------------------------------------------------

    def place(self, uri: str, params: Any) -> None:
        """Send the INVITE; raises pj.Error."""
        self.placing = True
        try:
            self.makeCall(uri, params)
        finally:
            self.placing = False
            if self.over:
                pj.Call.__swig_destroy__(self)

    def play(self, name: str, pcm: bytes) -> None:
        """Say a file after what is being said."""
        self._playing.append(_File(name, -(-len(pcm) // FRAME_BYTES), loud_span(pcm)))
        padded = pcm + bytes(-len(pcm) % FRAME_BYTES)
        self.sound.to_say.extend(padded[at : at + FRAME_BYTES] for at in range(0, len(padded), FRAME_BYTES))

    def record(self, path: Path) -> None:
        """Write both directions from now on."""
        self.sound.said.clear()
        self.sound.heard.clear()
        self._recorder = Recorder(path)

    def send_digits(self, digits: str, method: str) -> None:
        """Press keys."""
        if method == "rfc4733":
            self.dialDtmf(digits)
            return
        for digit in digits:
            params = pj.CallSendRequestParam()
            params.method = "INFO"
            params.txOption.contentType = "application/dtmf-relay"
            params.txOption.msgBody = f"Signal={digit}\r\nDuration=160\r\n"
            self.sendRequest(params)

    # --- the main thread's turn ---------------------------------------------------------------------------------

    def work(self) -> None:
        """Report and record the frames that passed since the last turn."""
        said, heard = self.sound.said, self.sound.heard
        while said:
            at_s, pcm, of_file = said.popleft()
            if of_file:
                self._said(at_s)
            heard_pcm = self._hear(heard.popleft()) if heard else bytes(FRAME_BYTES)
            if self._recorder is not None:
                self._recorder.write(heard_pcm, pcm)
        while len(heard) > 5:  # on hold nothing is said
            self._hear(heard.popleft())

    def _hear(self, frame: tuple[float, bytes]) -> bytes:
        edge = self._edges.feed(*frame)
        if edge is not None:
            self._report(edge.kind, t=edge.t)
        tone_s = self._tones.feed(*frame)
        if tone_s is not None:
            self._report("far_tone", t=tone_s)
        return frame[1]

    def _said(self, at_s: float) -> None:
        file = self._playing[0]
        if file.sent == 0:
            file.started_s = at_s
            self._report("play_started", t=at_s, file=file.name)
        file.sent += 1
        if file.sent == file.frames:
            self._playing.pop(0)
            begin, end = file.loud or (0.0, 0.0)
            self._report(
                "play_ended",
                t=at_s + FRAME_S,
                file=file.name,
                speech_started_t=file.started_s + begin,
                speech_ended_t=file.started_s + end,
            )

    # --- callbacks of pjsua2 ------------------------------------------------------------------------------------

    def onCallState(self, prm: Any) -> None:
        """Answered or ended."""
        info = self.getInfo()
        if info.state == pj.PJSIP_INV_STATE_EARLY and info.role == pj.PJSIP_ROLE_UAC:
            self._report("ringing", code=int(info.lastStatusCode))
        elif info.state == pj.PJSIP_INV_STATE_CONFIRMED:
            self._confirmed = True
            self._answered()
        elif info.state == pj.PJSIP_INV_STATE_DISCONNECTED:
            self._ended(int(info.lastStatusCode), info.lastReason)

    def onCallMediaState(self, prm: Any) -> None:
        """Media came, went on hold or came back."""
        info = self.getInfo()
        states = {m.status for m in info.media if m.type == pj.PJMEDIA_TYPE_AUDIO}
        self._media_up = pj.PJSUA_CALL_MEDIA_ACTIVE in states
        if self._media_up:
            media = self.getAudioMedia(-1)
            self.codec = self.getStreamInfo(0).codecName
            self._port = self._port or PhonePort(self.sound)
            self._port.startTransmit(media)
            media.startTransmit(self._port)
            self._answered()
        held = pj.PJSUA_CALL_MEDIA_REMOTE_HOLD in states
        if held != self._held:
            self._held = held
            self._report("held", held=held)

    def onDtmfDigit(self, prm: Any) -> None:
        """A key of the far side."""
        self._report("dtmf", digit=prm.digit)

    def onCallTransferStatus(self, prm: Any) -> None:
        """Progress of our REFER."""
        self._report("transfer", code=int(prm.statusCode), reason=prm.reason, final=bool(prm.finalNotify))

    def onCallTransferRequest(self, prm: Any) -> None:
        """The far side sends us elsewhere."""
        self._report("refer", target=prm.dstUri)
        if not self._owner.follow_refer:
            prm.statusCode = 603
            return
        prm.newCall = self._owner.adopt(self)

    # --- inside -------------------------------------------------------------------------------------------------

    def _answered(self) -> None:
        if self._confirmed and self._media_up and not self._reported:
            self._reported = True
            self._report("answered", codec=self.codec)

    def _ended(self, code: int, reason: str) -> None:
        self.over = True
        self.work()
        edge = self._edges.finish()
        if edge is not None:
            self._report(edge.kind, t=edge.t)
        if self._recorder is not None:
            self._recorder.close()
            self._report("recorded", file=str(self._recorder.path))
        if self._port is not None:
            pj.AudioMediaPort.__swig_destroy__(self._port)  # while Python holds it
        self._report("ended", code=code, reason=reason)
        self._owner.forget(self)
        if not self.placing:
            pj.Call.__swig_destroy__(self)  # here and nowhere later: the slot belongs to the next call then

    def _report(self, event: str, **facts: Any) -> None:
        facts.setdefault("t", time.monotonic())
        self._owner.emit(event, id=self.name, **facts)


class _File:
    """A file on its way out."""

    def __init__(self, name: str, frames: int, loud: tuple[float, float] | None) -> None:
        self.name = name
        self.frames = frames
        self.loud = loud
        self.sent = 0
        self.started_s = 0.0
