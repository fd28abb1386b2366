"""How much speech has been heard lately, and how loud the line is without it. Pure: fed chunk by chunk."""

from dataclasses import dataclass

from voice.listen.vad import Chunk


@dataclass(frozen=True, slots=True)
class EvidenceRules:
    """Thresholds of the evidence; the probabilities are Silero's own recommendation."""

    speech_probability: float = 0.5
    silence_probability: float = 0.35
    # below this nothing on a telephone line is speech
    faintest_dbfs: float = -55.0
    # a run of speech survives a gap this long (a stop consonant)
    gap_ms: float = 100.0
    # and its loud part a dip this long (a weak syllable)
    loud_gap_ms: float = 200.0
    # what a caller's voice must exceed the echo by, while the bot speaks
    above_echo_db: float = 8.0
    # and by what it must exceed what an echo canceller may have left
    above_rest_db: float = 6.0
    # what exceeds that rest by more is no echo, and teaches nothing about it; without a canceller all does
    surely_near_db: float = 15.0
    # what the echo of a line that we do not know yet is taken for
    first_echo_dbfs: float = -42.0
    lowest_echo_dbfs: float = -60.0
    echo_rise_s: float = 0.8
    echo_fall_db_per_s: float = 6.0


class Evidence:
    """The running count. `run_ms` is speech without a real gap, `loud_ms` the latest stretch of it above the echo.

    `silence_ms` counts since the last speech, `quiet_ms` since the last loud speech; the `*_s` are readings of
    time.monotonic() in seconds.
    """

    def __init__(self, rules: EvidenceRules | None = None) -> None:
        self._rules = rules or EvidenceRules()
        self._speech = False
        self.run_ms = 0.0
        self.loud_ms = 0.0
        self.silence_ms = 0.0
        self.quiet_ms = 0.0
        self.started_s = self.ended_s = 0.0
        self.loud_started_s = self.loud_ended_s = 0.0
        self.echo_dbfs = self._rules.first_echo_dbfs

    def add(self, chunk: Chunk, *, echo: bool) -> bool:
        """Count one chunk; `echo` means: what we hear now may be our own voice. Returns whether it is speech."""
        rules = self._rules
        if chunk.probability >= rules.speech_probability:
            self._speech = chunk.level_dbfs >= rules.faintest_dbfs
        elif chunk.probability < rules.silence_probability:
            self._speech = False
        speech = self._speech and chunk.level_dbfs >= chunk.echo_dbfs
        if speech:
            self._count_speech(chunk)
        else:
            self._count_silence(chunk)
        self._count_loud(chunk)
        if echo and not (chunk.cancelled and chunk.level_dbfs > chunk.echo_dbfs + self._rules.surely_near_db):
            self._learn_echo(chunk)
        return speech

    def restart(self) -> None:
        """Forget the run (its turn was closed); the echo stays known."""
        self.run_ms = 0.0
        self.loud_ms = 0.0

    def _count_speech(self, chunk: Chunk) -> None:
        if self.run_ms == 0:
            self.started_s = chunk.at_s - chunk.duration_ms / 1000
        self.run_ms += chunk.duration_ms
        self.ended_s = chunk.at_s
        self.silence_ms = 0.0

    def _count_silence(self, chunk: Chunk) -> None:
        self.silence_ms += chunk.duration_ms
        if self.silence_ms > self._rules.gap_ms:
            self.run_ms = 0.0

    def _count_loud(self, chunk: Chunk) -> None:
        rules = self._rules
        above_rest = chunk.level_dbfs >= chunk.echo_dbfs + rules.above_rest_db
        if self._speech and above_rest and chunk.level_dbfs >= self.echo_dbfs + rules.above_echo_db:
            if self.loud_ms == 0:
                self.loud_started_s = chunk.at_s - chunk.duration_ms / 1000
            self.loud_ms += chunk.duration_ms
            self.loud_ended_s = chunk.at_s
            self.quiet_ms = 0.0
            return
        self.quiet_ms += chunk.duration_ms
        if self.quiet_ms > rules.loud_gap_ms:
            self.loud_ms = 0.0

    def _learn_echo(self, chunk: Chunk) -> None:
        """Follow the loud parts of what comes back: up within a second, down slowly through our own pauses."""
        rules = self._rules
        seconds = chunk.duration_ms / 1000
        if chunk.level_dbfs > self.echo_dbfs:
            self.echo_dbfs += (chunk.level_dbfs - self.echo_dbfs) * seconds / rules.echo_rise_s
        else:
            self.echo_dbfs = max(self.echo_dbfs - rules.echo_fall_db_per_s * seconds, chunk.level_dbfs)
            self.echo_dbfs = max(self.echo_dbfs, rules.lowest_echo_dbfs)
