"""Drives the turn machine by named pieces of sound, without any sound."""

from voice.listen.turn import Act, Limits, Turn
from voice.listen.vad import CHUNK_MS, Chunk

LIMITS = Limits(no_input_ms=2000, end_silence_ms=600, max_speech_ms=4000)


class Driver:
    """Feeds a Turn with named pieces and keeps what it asked for; judges as told."""

    def __init__(self, *, verdict: bool = True) -> None:
        self.turn = Turn()
        self.verdict = verdict
        self.now_s = 50.0
        self.acts: list[Act] = []

    def expect(self, limits: Limits = LIMITS) -> "Driver":
        self._did(self.turn.expect(limits))
        return self

    def sound(self, ms: float, probability: float, level_dbfs: float) -> "Driver":
        for _ in range(round(ms / CHUNK_MS)):
            self.now_s += CHUNK_MS / 1000
            self._did(self.turn.heard(Chunk(probability, level_dbfs, self.now_s)))
        return self

    def speech(self, ms: float, level_dbfs: float = -15.0) -> "Driver":
        return self.sound(ms, 0.95, level_dbfs)

    def silence(self, ms: float) -> "Driver":
        return self.sound(ms, 0.02, -60.0)

    def playing(self, on: bool) -> "Driver":
        self._did(self.turn.playing(on))
        return self

    def words(self, telling: int) -> "Driver":
        self._did(self.turn.words(telling=telling, at_s=self.now_s))
        return self

    def rested(self) -> "Driver":
        self.turn.rested()
        return self

    def _did(self, acts: list[Act]) -> None:
        for act in acts:
            self.acts.append(act)
            if act is Act.JUDGE:
                self._did(self.turn.judged(telling=self.verdict))
