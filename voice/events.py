"""What the telephone side tells the conversation: frozen events, the only thing that crosses this room's border.

Every `*_s` attribute is a reading of `time.monotonic()` in seconds; on Linux that clock is shared by all
processes of one machine, so times taken in a worker process compare with times taken here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Party:
    """One end of a call as its SIP URI names it."""

    user: str
    host: str
    display_name: str = ""


EndCause = Literal["hung_up", "lost", "held_too_long", "drained"]
"""Why a call ended: a side hung up, the far side vanished, a hold passed its limit, the service stops."""


# --- events of a leg -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Answered:
    """The leg carries media in both directions."""

    at_s: float


@dataclass(frozen=True, slots=True)
class KeyPressed:
    """One keypad digit, from RFC 4733 events, SIP INFO, or tones in the sound."""

    digit: str
    at_s: float


@dataclass(frozen=True, slots=True)
class HoldChanged:
    """The far side put the call on hold (`held`), or resumed it; told at each change, for every form of hold.

    sendonly and inactive (RFC 3264 section 8.4) and `c=0.0.0.0` (RFC 2543) are holds; recvonly is not: it listens.
    """

    held: bool
    at_s: float


@dataclass(frozen=True, slots=True)
class TransferUpdate:
    """A NOTIFY on our REFER (RFC 3515): the state of the new call."""

    sip_code: int
    reason: str
    final: bool


@dataclass(frozen=True, slots=True)
class TransferAsked:
    """The far side wants us to bring its partner to another address (a REFER that was accepted, RFC 3515).

    `replaces`: the dialog in which it talks to that address already, as a Replaces header says it (RFC 3891); "": none.
    """

    target: str
    """SIP or tel URI, without parameters."""
    replaces: str
    at_s: float


@dataclass(frozen=True, slots=True)
class LegEnded:
    """The call is over; nothing follows this event."""

    by: Literal["far", "us", "network"]
    sip_code: int
    reason: str
    at_s: float
    cause: EndCause = "hung_up"
    q850: int = 0
    """Cause of the telephone network behind the far side (ITU-T Q.850 by RFC 3326), 17: busy; 0: none was told."""


LegEvent = Answered | KeyPressed | HoldChanged | TransferUpdate | TransferAsked | LegEnded


# --- events of a listener ----------------------------------------------------------------------------------------
#
# `turn` is the number that the conversation gave with the `Listener.expect` they answer to; 0: none was asked for.


@dataclass(frozen=True, slots=True)
class Word:
    """One recognised word; times count from the first frame of the utterance."""

    text: str
    confidence: float
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class LanguageFit:
    """How well a turn fits a language, as the second pass hears it; natural logarithms (nats)."""

    doubt: float
    """How undecided the sounds are: entropy, the mean over the frames that hold one."""
    sounds: int
    """How many were heard, whatever they mean."""
    lost: float
    """Log-likelihood that the words cost against those sounds."""
    cost: float
    """How unusual the words are: what the graph asks for all of them."""
    agreed: float = 0.0
    """Share of the letters that both passes have in common, 0 to 1."""


@dataclass(frozen=True, slots=True)
class SpeechStarted:
    """Voice activity began while the bot was silent (real speech by duration, not a click)."""

    at_s: float
    turn: int = 0


@dataclass(frozen=True, slots=True)
class BargeInSuspected:
    """The caller may be interrupting the bot; confirmed or withdrawn within two seconds."""

    at_s: float
    turn: int = 0


@dataclass(frozen=True, slots=True)
class BargeInConfirmed:
    """The caller interrupts the bot: stands where `SpeechStarted` would if the bot were silent."""

    at_s: float
    """When the speech began."""
    turn: int = 0


@dataclass(frozen=True, slots=True)
class BargeInWithdrawn:
    """What was suspected was no interruption: an echo, a noise, a «هوم»."""

    at_s: float
    turn: int = 0


@dataclass(frozen=True, slots=True)
class Partial:
    """What has been understood so far of the running utterance."""

    text: str
    at_s: float
    turn: int = 0


@dataclass(frozen=True, slots=True)
class Utterance:
    """The caller's turn is over: the final text.

    `text` is empty where there was speech that no word fits. `confidence` is the mean word confidence, 0 to 1.
    """

    text: str
    words: tuple[Word, ...]
    confidence: float
    language: str
    speech_started_s: float
    speech_ended_s: float
    final_s: float
    score: float | None = None
    """Log-likelihood of the sound in this language (`voice.listen.recogniser.RecognisedText`); None: not asked for."""
    fit: LanguageFit | None = None
    """How the second pass heard it in this language; None: not asked for, or not in time."""
    likely: float | None = None
    """Probability that this is what was said, 0 to 1; None where one pass alone heard it."""
    loudness_dbfs: float | None = None
    """Mean power of the speech in it; None where that was not measured."""
    turn: int = 0


@dataclass(frozen=True, slots=True)
class NoInput:
    """The caller stayed silent for the time given to `Listener.expect`."""

    waited_ms: int
    at_s: float
    turn: int = 0


@dataclass(frozen=True, slots=True)
class ListenerLost:
    """The recogniser behind this call died; the call goes on by keypad or human. Nothing follows, in no turn."""

    reason: str
    at_s: float


BargeIn = BargeInSuspected | BargeInConfirmed | BargeInWithdrawn
TurnEvent = SpeechStarted | BargeIn | Partial | Utterance | NoInput
"""What belongs to one turn."""
ListenEvent = TurnEvent | ListenerLost
OnListenEvent = Callable[[ListenEvent], None]
"""Told each event of a recogniser as it comes, on the event loop; it must not wait."""
