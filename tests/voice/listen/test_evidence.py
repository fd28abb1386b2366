"""How much speech there was, and how loud the echo is."""

import math

import pytest

from voice.listen.evidence import Evidence, EvidenceRules
from voice.listen.vad import CHUNK_MS, Chunk


class Clock:
    """Feeds chunks one after the other."""

    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence
        self.now_s = 100.0

    def add(
        self,
        ms: float,
        probability: float,
        level_dbfs: float = -20.0,
        echo: bool = False,
        rest_dbfs: float = -math.inf,
    ) -> bool:
        """`ms` of sound; the last verdict."""
        speech = False
        for _ in range(round(ms / CHUNK_MS)):
            self.now_s += CHUNK_MS / 1000
            speech = self.evidence.add(Chunk(probability, level_dbfs, self.now_s, echo_dbfs=rest_dbfs), echo=echo)
        return speech


@pytest.fixture
def clock() -> Clock:
    return Clock(Evidence())


def test_speech_counts_up_and_silence_counts_after_it(clock: Clock) -> None:
    assert clock.add(192, 0.9)
    assert clock.evidence.run_ms == 192
    assert clock.evidence.started_s == pytest.approx(100.0)
    assert clock.evidence.ended_s == pytest.approx(100.192)
    clock.add(320, 0.0)
    assert clock.evidence.silence_ms == 320
    assert clock.evidence.run_ms == 0


def test_a_short_gap_does_not_break_the_run(clock: Clock) -> None:
    clock.add(96, 0.9)
    clock.add(64, 0.1)
    clock.add(96, 0.9)
    assert clock.evidence.run_ms == 192
    assert clock.evidence.started_s == pytest.approx(100.0)


@pytest.mark.parametrize(("before", "verdict"), [(0.9, True), (0.1, False)])
def test_between_the_thresholds_the_last_verdict_stands(clock: Clock, before: float, verdict: bool) -> None:
    clock.add(32, before)
    assert clock.add(32, 0.42) is verdict


def test_what_is_too_faint_is_not_speech(clock: Clock) -> None:
    assert not clock.add(320, 0.99, level_dbfs=-60)


def test_loud_speech_must_exceed_the_echo(clock: Clock) -> None:
    rules = EvidenceRules()
    clock.add(200, 0.9, rules.first_echo_dbfs + rules.above_echo_db - 1)
    assert clock.evidence.loud_ms == 0
    clock.add(192, 0.9, rules.first_echo_dbfs + rules.above_echo_db)
    assert clock.evidence.loud_ms == 192


def test_a_steady_echo_is_learned_within_two_seconds(clock: Clock) -> None:
    clock.add(2000, 0.9, -30, echo=True)
    assert clock.evidence.echo_dbfs == pytest.approx(-30, abs=1.5)
    clock.evidence.restart()
    clock.add(320, 0.9, -30, echo=True)
    assert clock.evidence.loud_ms == 0


def test_a_line_without_echo_becomes_sensitive(clock: Clock) -> None:
    clock.add(5000, 0.0, -100, echo=True)
    assert clock.evidence.echo_dbfs == EvidenceRules().lowest_echo_dbfs


def test_without_our_own_voice_the_echo_is_not_touched(clock: Clock) -> None:
    clock.add(3000, 0.9, -10)
    assert clock.evidence.echo_dbfs == EvidenceRules().first_echo_dbfs


def test_what_a_canceller_may_have_left_is_not_speech(clock: Clock) -> None:
    rest_dbfs = -20.0
    clock.add(320, 0.9, rest_dbfs - 1, rest_dbfs=rest_dbfs)
    assert (clock.evidence.run_ms, clock.evidence.loud_ms) == (0, 0)
    clock.add(320, 0.9, rest_dbfs + 3, rest_dbfs=rest_dbfs)
    assert (clock.evidence.run_ms, clock.evidence.loud_ms) == (320, 0)
    clock.add(320, 0.9, rest_dbfs + 7, rest_dbfs=rest_dbfs)
    assert clock.evidence.loud_ms == 320


def test_a_voice_far_above_that_rest_is_not_learned_as_an_echo(clock: Clock) -> None:
    clock.add(2000, 0.9, -20, echo=True, rest_dbfs=-45)
    assert clock.evidence.echo_dbfs == EvidenceRules().first_echo_dbfs


def test_restart_forgets_the_run_and_keeps_the_echo(clock: Clock) -> None:
    clock.add(2000, 0.9, -20, echo=True)
    echo_dbfs = clock.evidence.echo_dbfs
    clock.evidence.restart()
    assert (clock.evidence.run_ms, clock.evidence.loud_ms) == (0, 0)
    assert clock.evidence.echo_dbfs == echo_dbfs
