"""Everything that can go wrong in the voice room, named for the situation of the caller of our API.

VoiceError
├── SipError                      (the telephone side: voice/gateway)
│   ├── SipStackMissing           pjsua2 cannot be imported
│   ├── PortTaken                 another process holds the SIP port
│   ├── GatewayRunning            a second gateway in one process
│   ├── GatewayStopped            a command came before start() or after stop()
│   ├── BadAddress                a SIP URI, peer range or host that cannot be used
│   ├── CallFailed                an outgoing call was refused or broke
│   │   └── NoAnswer              nobody picked up in time
│   ├── LegOver                   the call ended before the command
│   ├── CommandRefused            the SIP stack cannot do the command at this moment
│   └── PlaybackRunning           play() while another playback runs
├── WorkerBroken                  a worker process cannot start, or ends at once
├── ListenError                   (voice/listen)
│   ├── ModelBroken               a recogniser model cannot be loaded
│   ├── LanguageUnknown           no model for the language asked for
│   └── NoRecogniser              no recogniser process is alive at this moment
├── PublishedModelError           a published model (voice/models/published/errors.py)
├── HeadUnknown, HeadUnfit        a head of the second pass (voice/listen/second_pass/heads.py)
├── LexiconBroken                 a line of data/lexicons (voice/lexicon/check.py)
└── SpeakError                    (voice/speak)
    ├── VoiceBroken               a voice cannot be loaded
    ├── VoiceUnknown              no voice for the language asked for
    ├── RecordingBroken           a recorded prompt cannot be used
    ├── PronunciationBroken       a line of data/pronunciation (voice/speak/pronunciation.py)
    └── SpeakerLost               the synthesiser died or fell silent in the middle of a sentence
"""

from collections.abc import Mapping


class VoiceError(Exception):
    """Root of all errors of the voice room."""


# --- the telephone side ----------------------------------------------------------------------------------------


class SipError(VoiceError):
    """Root of the errors of the SIP gateway and its legs."""


class SipStackMissing(SipError):
    """The pjsua2 module is not installed for this interpreter."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail

    def __str__(self) -> str:
        return f"the SIP library pjsua2 cannot be loaded ({self.detail}); run: hatef setup (in a clone: make setup)"


class PortTaken(SipError):
    """The SIP port of the options is already bound."""

    def __init__(self, host: str, port: int, transport: str) -> None:
        super().__init__(host, port, transport)
        self.host = host
        self.port = port
        self.transport = transport

    def __str__(self) -> str:
        return (
            f"{self.transport.upper()} port {self.port} on {self.host} is in use by another program; "
            f"stop that program (ss -lpn 'sport = :{self.port}' names it) or set another sip.port in config.yml"
        )


class GatewayRunning(SipError):
    """pjsua2 holds one endpoint a process, and one runs already."""

    def __str__(self) -> str:
        return "a SIP gateway already runs in this process; stop() it first, or start the other in its own process"


class GatewayStopped(SipError):
    """The gateway is not running: the command came before start() or after stop()."""

    def __init__(self, wanted: str) -> None:
        super().__init__(wanted)
        self.wanted = wanted

    def __str__(self) -> str:
        return f"cannot {self.wanted}: the SIP gateway is not running"


class BadAddress(SipError):
    """Something that should be a SIP URI, a network or a local address is not usable."""

    def __init__(self, value: str, where: str, wanted: str) -> None:
        super().__init__(value, where, wanted)
        self.value = value
        self.where = where
        self.wanted = wanted

    def __str__(self) -> str:
        return f"{self.where}: {self.value!r} cannot be used; give {self.wanted}"


class CallFailed(SipError):
    """An outgoing call did not come about. `q850`: what the telephone network behind said (RFC 3326), 0: nothing."""

    def __init__(self, sip_code: int, reason: str, q850: int = 0) -> None:
        super().__init__(sip_code, reason)
        self.sip_code = sip_code
        self.reason = reason
        self.q850 = q850

    def __str__(self) -> str:
        return f"the outgoing call failed: SIP {self.sip_code} {self.reason}"


class NoAnswer(CallFailed):
    """The far side rang (or stayed silent) for the whole time given."""

    def __init__(self, waited_s: float) -> None:
        super().__init__(408, "no answer")
        self.waited_s = waited_s

    def __str__(self) -> str:
        return f"nobody answered the outgoing call within {self.waited_s:g} s"


class LegOver(SipError):
    """The call is over; the command has nothing to act on."""

    def __init__(self, wanted: str) -> None:
        super().__init__(wanted)
        self.wanted = wanted

    def __str__(self) -> str:
        return f"cannot {self.wanted}: the call is over or carries no media"


class CommandRefused(SipError):
    """The call is up, but the command cannot be done now: most often another re-INVITE is still unanswered."""

    def __init__(self, wanted: str, reason: str) -> None:
        super().__init__(wanted, reason)
        self.wanted = wanted
        self.reason = reason

    def __str__(self) -> str:
        return f"cannot {self.wanted} now: {self.reason}; try again when the last command is through"


class PlaybackRunning(SipError):
    """A playback runs on this leg; stop it or wait for it first."""

    def __str__(self) -> str:
        return "cannot play: another playback runs on this leg; stop() it or await its done() first"


# --- listening and speaking ------------------------------------------------------------------------------------


class WorkerBroken(VoiceError):
    """A worker process did not come up; `facts` are the attributes of the error it reported, if any."""

    def __init__(self, module: str, why: str, facts: Mapping[str, str] | None = None) -> None:
        super().__init__(module, why)
        self.module = module
        self.why = why
        self.facts = dict(facts or {})

    def __str__(self) -> str:
        return f"the worker process {self.module} did not start: {self.why}; try: python -m {self.module}"


class ListenError(VoiceError):
    """Root of the errors of listening."""


class ModelBroken(ListenError):
    """A recogniser model is missing, incomplete or unreadable."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(path, why)
        self.path = path
        self.why = why

    def __str__(self) -> str:
        return f"recogniser model {self.path}: {self.why}; set another folder in speech.models or run: hatef doctor"


class LanguageUnknown(ListenError):
    """The listener pool has no model for this language."""

    def __init__(self, language: str, known: tuple[str, ...]) -> None:
        super().__init__(language, known)
        self.language = language
        self.known = known

    def __str__(self) -> str:
        known = ", ".join(self.known) or "none"
        return f"no recogniser model for language {self.language!r} (there is: {known}); add it to speech.models"


class NoRecogniser(ListenError):
    """Every recogniser process is down; they are being started again."""

    def __str__(self) -> str:
        return "no recogniser process is up at this moment; it is being started again: go on by keypad or human"


class SpeakError(VoiceError):
    """Root of the errors of speaking."""


class VoiceBroken(SpeakError):
    """A voice cannot be loaded."""

    def __init__(self, voice: str, why: str) -> None:
        super().__init__(voice, why)
        self.voice = voice
        self.why = why

    def __str__(self) -> str:
        return f"voice {self.voice!r} cannot speak: {self.why}; see docs/voices.md"


class VoiceUnknown(SpeakError):
    """The speaker has no voice for this language."""

    def __init__(self, language: str, known: tuple[str, ...]) -> None:
        super().__init__(language, known)
        self.language = language
        self.known = known

    def __str__(self) -> str:
        known = ", ".join(self.known) or "none"
        return f"no voice for language {self.language!r} (there is: {known}); add it to speech.voices"


class RecordingBroken(SpeakError):
    """A recorded prompt is not a WAV that can be played."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(path, why)
        self.path = path
        self.why = why

    def __str__(self) -> str:
        return f"recording {self.path}: {self.why}; save it as 16-bit PCM WAV, 8 kHz or more"


class SpeakerLost(SpeakError):
    """The synthesiser gave no sound in time, or its process ended; it is being started again.

    `left` is the part of the text of which nothing was said, for another voice; never for a log.
    """

    def __init__(self, why: str, left: str = "") -> None:
        super().__init__(why)
        self.why = why
        self.left = left

    def __str__(self) -> str:
        return f"the voice went away in the middle of speaking: {self.why}; play a cached prompt or go to a human"
