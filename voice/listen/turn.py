"""When does the caller's turn begin and end? Pure: chunks, words and the bot's own voice in, acts out.

             expect                        120 ms of speech                    silence, cut, text at rest
    IDLE ──────────────▶ WAITING ─────────────────────────────▶ SPEAKING ───────────────────────▶ IDLE
     ▲                   │  ▲  │  LISTEN, ANNOUNCE               ▲            FINISH
     │   silent too long │  │  │ 160 ms of speech louder than    │
     └───────────────────┘  │  │ the echo, while the bot speaks  │ ANNOUNCE: telling words, or
           NO_INPUT         │  ▼ LISTEN                          │ long speech, or the bot fell silent
                            │ DOUBTED ───────────────────────────┘
                            │  │ silence: JUDGE
                            └──┴──▶ told nothing: DROP, back to WAITING; told something: ANNOUNCE, FINISH, IDLE

The no-input clock runs only in WAITING, while the bot is silent and nobody speaks.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from voice.listen.evidence import Evidence
from voice.listen.vad import Chunk


class State(Enum):
    """Where the turn stands."""

    IDLE = auto()
    WAITING = auto()
    DOUBTED = auto()
    SPEAKING = auto()


class Act(Enum):
    """What the session must do now."""

    LISTEN = auto()  # begin to decode, from a little before `Turn.started_s`
    ANNOUNCE = auto()  # tell the conversation that the caller speaks
    JUDGE = auto()  # close the text and call `judged`
    FINISH = auto()  # close the text and hand it over
    DROP = auto()  # forget the text
    NO_INPUT = auto()


@dataclass(frozen=True, slots=True)
class TurnRules:
    """Durations in milliseconds."""

    start_ms: float = 120
    # over the bot's voice this only raises a doubt; see DOUBTED for what makes it an interruption
    start_over_bot_ms: float = 160
    sure_ms: float = 500
    # as many words that are no backchannels settle it at once; a single one may be a «هوم» misheard
    sure_words: int = 2
    # speech that so far holds only backchannels must last longer to count as an interruption
    sure_backchannel_ms: float = 1200
    judge_silence_ms: float = 500
    # a silence this long is a pause after which the caller goes on
    pause_ms: float = 300
    # how much of speech that runs already when a turn is armed still belongs to it
    reach_back_ms: float = 1500


@dataclass(frozen=True, slots=True)
class Limits:
    """What the conversation asked for with `expect`, in milliseconds."""

    no_input_ms: float
    end_silence_ms: float
    max_speech_ms: float = 15000


class Turn:
    """The machine of one call."""

    def __init__(self, rules: TurnRules | None = None, evidence: Evidence | None = None) -> None:
        self._rules = rules or TurnRules()
        self._evidence = evidence or Evidence()
        self._limits = Limits(0, 0)
        self._end_silence_ms = 0.0  # what ends the turn after the words so far
        self._playing = False
        self._text_seen = False  # the running speech has words
        self._only_backchannels = False  # and all of them are backchannels
        self._rested = False  # the recogniser heard an end after its last new word
        self._word_s = 0.0  # when the words last changed
        self._resumed_s = 0.0  # when the caller last went on after a pause
        self._silent_ms = 0.0  # the silence before the chunk at hand
        self._powers: list[float] = []  # of the speech in this turn, a chunk each; full scale is 1
        self.state = State.IDLE
        self.started_s = 0.0
        self.ended_s = 0.0
        self.waited_ms = 0.0
        self._steps: dict[State, Callable[[Chunk, bool], list[Act]]] = {
            State.IDLE: lambda _chunk, _speech: [],
            State.WAITING: self._waiting,
            State.DOUBTED: self._doubted,
            State.SPEAKING: self._speaking,
        }

    def expect(self, limits: Limits) -> list[Act]:
        """Arm the next turn; whatever ran is dropped. A caller who is speaking already is heard from the start."""
        dropped = [Act.DROP] if self.state in (State.DOUBTED, State.SPEAKING) else []
        self._limits = limits
        self._end_silence_ms = limits.end_silence_ms
        self.waited_ms = 0.0
        self.state = State.WAITING
        return dropped

    def playing(self, on: bool) -> list[Act]:
        """The bot begins or ends to speak."""
        self._playing = on
        if not on and self.state is State.DOUBTED:
            return self._announced()
        return []

    def heard(self, chunk: Chunk) -> list[Act]:
        """The next piece of the caller's sound."""
        echo = self._playing and self.state in (State.IDLE, State.WAITING)
        speech = self._evidence.add(chunk, echo=echo)
        return self._steps[self.state](chunk, speech)

    def words(self, *, telling: int, at_s: float) -> list[Act]:
        """The partial text changed; `telling` of its words are no backchannels."""
        self._text_seen = True
        self._only_backchannels = telling == 0
        self._rested = False
        self._word_s = at_s
        sure = telling >= self._rules.sure_words
        return self._announced() if sure and self.state is State.DOUBTED else []

    def patient(self, factor: float) -> None:
        """What was said asks for more or less silence at its end than usual."""
        self._end_silence_ms = factor * self._limits.end_silence_ms

    @property
    def uninterrupted(self) -> bool:
        """Whether the bot speaks and nobody into it."""
        return self._playing and self.state in (State.IDLE, State.WAITING)

    @property
    def silence_ms(self) -> float:
        """How long nobody has spoken."""
        return self._evidence.silence_ms

    @property
    def loudness_dbfs(self) -> float | None:
        """Of the speech in this turn, its mean power; None where there was none."""
        return 10 * math.log10(sum(self._powers) / len(self._powers)) if self._powers else None

    def rested(self) -> None:
        """The recogniser heard the end of an utterance by its own rules."""
        self._rested = self._text_seen

    def judged(self, *, telling: bool) -> list[Act]:
        """The answer to JUDGE."""
        self._evidence.restart()
        if telling:
            self.state = State.IDLE
            return [Act.ANNOUNCE, Act.FINISH]
        self.state = State.WAITING
        return [Act.DROP]

    def _waiting(self, chunk: Chunk, speech: bool) -> list[Act]:
        seen = self._evidence
        if not self._playing and seen.run_ms >= self._rules.start_ms:
            self._begin(State.SPEAKING, seen.started_s, chunk.at_s)
            return [Act.LISTEN, Act.ANNOUNCE]
        if self._playing and seen.loud_ms >= self._rules.start_over_bot_ms:
            self._begin(State.DOUBTED, seen.loud_started_s, chunk.at_s)
            return [Act.LISTEN]
        if not self._playing and not speech:
            self.waited_ms += chunk.duration_ms
            if self.waited_ms >= self._limits.no_input_ms:
                self.state = State.IDLE
                return [Act.NO_INPUT]
        return []

    def _doubted(self, _chunk: Chunk, _speech: bool) -> list[Act]:
        # Only what is louder than the echo counts: our own voice may go on under it.
        self.ended_s = self._evidence.loud_ended_s
        sure_ms = self._rules.sure_backchannel_ms if self._only_backchannels else self._rules.sure_ms
        if 1000 * (self.ended_s - self.started_s) >= sure_ms:
            return self._announced()
        patience_ms = min(self._rules.judge_silence_ms, self._limits.end_silence_ms)
        return [Act.JUDGE] if self._evidence.quiet_ms >= patience_ms else []

    def _speaking(self, chunk: Chunk, speech: bool) -> list[Act]:
        if speech:
            self.ended_s = chunk.at_s
            self._powers.append(10 ** (chunk.level_dbfs / 10))
            if self._silent_ms >= self._rules.pause_ms:
                self._resumed_s = chunk.at_s
        self._silent_ms = self._evidence.silence_ms
        silent = self._evidence.silence_ms >= self._end_silence_ms
        too_long = 1000 * (chunk.at_s - self.started_s) >= self._limits.max_speech_ms
        # Steady babble keeps voice activity up for ever; the words tell that the caller has stopped.
        stale_ms = max(self._end_silence_ms, self._limits.end_silence_ms)
        # A caller who goes on after a pause is heard at once, but his words come half a second later.
        since_s = max(self._word_s, self._resumed_s)
        stale = self._rested and speech and 1000 * (chunk.at_s - since_s) >= stale_ms
        if not (silent or too_long or stale):
            return []
        if stale and not silent:
            self.ended_s = self._word_s
        self._evidence.restart()
        self.state = State.IDLE
        return [Act.FINISH]

    def _begin(self, state: State, started_s: float, now_s: float) -> None:
        self.state = state
        self.started_s = max(started_s, now_s - self._rules.reach_back_ms / 1000)
        self.ended_s = self._word_s = self._resumed_s = now_s
        self._silent_ms = 0.0
        self._text_seen = self._only_backchannels = self._rested = False
        self._powers = []
        self._end_silence_ms = self._limits.end_silence_ms

    def _announced(self) -> list[Act]:
        self.state = State.SPEAKING
        return [Act.ANNOUNCE]
