"""One call inside a worker process: frames and commands in, events out; joins the pure parts with the recogniser."""

import time
from collections import Counter, deque
from functools import partial

from voice.audio import FRAME_MS
from voice.events import (
    BargeInConfirmed,
    BargeInSuspected,
    BargeInWithdrawn,
    NoInput,
    OnListenEvent,
    Partial,
    SpeechStarted,
    Utterance,
)
from voice.listen.backchannel import telling
from voice.listen.echo import EchoCanceller
from voice.listen.ending import silence_factor
from voice.listen.recogniser import NOTHING, Kind, RecognisedText, Recogniser, RecogniserSource
from voice.listen.second_pass.hearing import SecondHearing
from voice.listen.second_pass.link import SecondPassLink
from voice.listen.turn import Act, Limits, State, Turn
from voice.listen.vad import Chunk, Vad
from voice.listen.wire import Command, Expect, Frame, Playing, Sent

PREROLL_S = 0.3
KEPT_FRAMES = 2000 // FRAME_MS  # reach-back of the turn machine plus the pre-roll
CHUNKS_A_PARTIAL = 3  # about every 100 ms: a partial costs a walk through the lattice
TURNS_A_RECOGNISER = 40  # Kaldi's memory grows with use
SILENT_MS = 150.0
STALLED_S = 0.1
SURE_WORD = 0.7  # confidence of a single word over the bot: a «هوم» or «خب» misheard has 0.4 to 0.65


class Session:
    """The listening half of one call. `second`: the way to the second pass; without one the first decides alone."""

    def __init__(
        self,
        language: str,
        source: RecogniserSource,
        vad: Vad,
        emit: OnListenEvent,
        second: SecondPassLink | None = None,
    ) -> None:
        self._language = language
        self._source = source
        self._vad = vad
        self._emit = emit
        self._second = SecondHearing(second or SecondPassLink())
        self._turn = Turn()
        self._echo = EchoCanceller()
        self._number = 0  # of the turn, as the conversation counts
        self._kind: Kind = "general"
        self._digit_count = 0  # how many digits are asked for, 0: not known
        self._kept: deque[Frame] = deque(maxlen=KEPT_FRAMES)
        self._recognisers: dict[tuple[str, Kind], Recogniser] = {}
        self._worn: Counter[tuple[str, Kind]] = Counter()
        self._recogniser: Recogniser | None = None  # set while a turn is decoded
        self._undecoded = b""
        self._chunks = 0  # decoded since the last partial
        self._partial = ""
        self._suspecting = False  # a barge-in was suspected and neither confirmed nor withdrawn
        self._heard_s = 0.0  # the end of the sound judged so far
        # The machine is behind: do not listen for interruptions while the bot speaks.
        self.spare = False

    def behind(self, *, late: bool) -> None:
        """`late`: the sound comes late, so that the first pass must do; for the rest see `spare`."""
        self._second.spare = late

    def close(self) -> None:
        """The call is over."""
        self._second.drop()

    @property
    def since_s(self) -> float:
        """When the speech that is being decoded began; 0: nobody speaks."""
        return self._turn.started_s if self._recogniser is not None else 0.0

    def frame(self, frame: Frame) -> None:
        """20 ms of the caller's sound."""
        if self.spare and self._turn.uninterrupted:
            self._kept.append(frame)
            self._heard_s = frame.at_s
            return
        cleaned = self._echo.clean(frame.pcm)
        self._kept.append(Frame(frame.at_s, cleaned.pcm))
        self._heard_s = frame.at_s
        if self._recogniser is not None:
            self._undecoded += cleaned.pcm
        for chunk in self._vad.feed(cleaned.pcm, frame.at_s, cleaned.rest_dbfs):
            self._hear(chunk)

    def sent(self, frame: Sent) -> None:
        """20 ms of the bot's sound, which leave for the caller now."""
        self._echo.sent(frame.pcm)

    def command(self, command: Command, now_s: float) -> None:
        """A wish of the conversation."""
        if isinstance(command, Expect):
            self._second.drop()
            self._kind = command.kind
            self._digit_count = command.digit_count
            self._heard_s = max(self._heard_s, now_s)
            limits = Limits(command.no_input_ms, command.end_silence_ms, command.max_speech_ms)
            self._do(self._turn.expect(limits), now_s)  # what is dropped is the last turn's
            self._number = command.turn
            self._ready()
        elif isinstance(command, Playing):
            self._do(self._turn.playing(command.on), now_s)
        else:
            self._language = command.language

    def tick(self, now_s: float) -> None:
        """Time passes; where no frames come (a lost stream), it passes as silence."""
        missing_s = now_s - self._heard_s
        if missing_s > STALLED_S and self._heard_s:
            self._heard_s = now_s
            self._hear(Chunk(0.0, -100.0, now_s, missing_s * 1000))

    def _hear(self, chunk: Chunk) -> None:
        self._do(self._turn.heard(chunk), chunk.at_s)
        if self._recogniser is not None:
            self._decode(self._recogniser)
            self._second.pause(self._language, self._kind, self._turn.silence_ms)
            self._chunks += 1
            # Once the caller is silent the last words decide when the turn ends.
            if self._chunks >= CHUNKS_A_PARTIAL or self._turn.silence_ms >= SILENT_MS:
                self._look(self._recogniser, chunk.at_s)

    def _decode(self, recogniser: Recogniser) -> None:
        if self._undecoded:
            recogniser.accept(self._undecoded)
            self._second.add(self._undecoded)
            self._undecoded = b""

    def _look(self, recogniser: Recogniser, at_s: float) -> None:
        self._chunks = 0
        text = recogniser.partial()
        if text and text != self._partial:
            self._partial = text
            self._do(self._turn.words(telling=telling(text, self._language), at_s=at_s), at_s)
            if self._turn.state is State.SPEAKING:
                self._emit(Partial(text, at_s, self._number))
        if recogniser.endpoint:
            self._turn.rested()
        spoken_ms = 1000 * (self._turn.ended_s - self._turn.started_s)
        self._turn.patient(
            silence_factor(self._kind, text, self._language, digits=self._digit_count, spoken_ms=spoken_ms)
        )

    def _do(self, acts: list[Act], at_s: float) -> None:
        for act in acts:
            if act is Act.LISTEN:
                self._listen(at_s)
            elif act is Act.ANNOUNCE:
                self._announce()
            elif act is Act.JUDGE:
                self._judge(at_s)
            elif act is Act.FINISH:
                self._finish(self._close())
            elif act is Act.DROP:
                self._close()
                self._withdraw(at_s)
            else:
                self._emit(NoInput(round(self._turn.waited_ms), at_s, self._number))

    def _listen(self, at_s: float) -> None:
        """Open the recogniser and give it the sound from just before the speech began."""
        if self._turn.state is State.DOUBTED:
            self._suspecting = True
            self._emit(BargeInSuspected(at_s, self._number))
        self._recogniser = self._ready()
        self._worn[self._language, self._kind] += 1
        self._recogniser.reset()
        self._second.begin()
        self._partial = ""
        self._chunks = 0
        from_s = self._turn.started_s - PREROLL_S
        self._undecoded = b"".join(frame.pcm for frame in self._kept if frame.at_s > from_s)

    def _announce(self) -> None:
        begun = BargeInConfirmed if self._suspecting else SpeechStarted
        self._suspecting = False
        self._emit(begun(self._turn.started_s, self._number))

    def _withdraw(self, at_s: float) -> None:
        if self._suspecting:
            self._suspecting = False
            self._emit(BargeInWithdrawn(at_s, self._number))

    def _judge(self, at_s: float) -> None:
        heard = self._close()
        count = telling(heard.text, self._language)
        verdict = count > 1 or (count == 1 and heard.confidence >= SURE_WORD)
        for act in self._turn.judged(telling=verdict):
            if act is Act.ANNOUNCE:
                self._announce()
            elif act is Act.FINISH:
                self._finish(heard)
            else:
                self._withdraw(at_s)

    def _close(self) -> RecognisedText:
        recogniser, self._recogniser = self._recogniser, None
        if recogniser is None:
            return NOTHING
        self._decode(recogniser)
        return recogniser.final()

    def _finish(self, first: RecognisedText) -> None:
        level = self._turn.loudness_dbfs
        tell = partial(self._tell, self._number, self._language, self._turn.started_s, self._turn.ended_s, level)
        self._second.finish(first, self._language, self._kind, tell)

    def _tell(
        self, turn: int, language: str, started_s: float, ended_s: float, level: float | None, heard: RecognisedText
    ) -> None:
        self._emit(
            Utterance(
                text=heard.text,
                words=heard.words,
                confidence=heard.confidence,
                language=language,
                speech_started_s=started_s,
                speech_ended_s=ended_s,
                final_s=time.monotonic(),
                score=heard.score,
                fit=heard.fit,
                likely=heard.likely,
                loudness_dbfs=None if level is None else round(level, 1),
                turn=turn,
            )
        )

    def _ready(self) -> Recogniser:
        """The recogniser for the next turn, opened ahead of the speech; a worn one is replaced."""
        key = (self._language, self._kind)
        if self._worn[key] >= TURNS_A_RECOGNISER:
            del self._recognisers[key], self._worn[key]
        if key not in self._recognisers:
            self._recognisers[key] = self._source.open(*key)
        return self._recognisers[key]
