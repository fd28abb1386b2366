"""The figures of scripted calls, and a few calls for real."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from bot.lab.evaluation.turn_call import Played
from bot.lab.evaluation.turn_scenes import Scene
from bot.lab.evaluation.turns import Outcome, facts, figures_of

ROOT = Path(__file__).resolve().parents[4]
SOUND = np.zeros(80000)


def outcome(played: Played, *, bot: bool = True, speech_ms: tuple[float, float] | None = None) -> Outcome:
    return Outcome(Scene("g", "n", SOUND, SOUND if bot else None, speech_ms=speech_ms), played)


def test_a_stop_without_speech_or_before_it_is_false() -> None:
    assert outcome(Played(interrupted_ms=[900])).false_interruption
    assert outcome(Played(interrupted_ms=[900]), speech_ms=(2500, 4000)).false_interruption
    assert not outcome(Played(interrupted_ms=[2700]), speech_ms=(2500, 4000)).false_interruption


def test_a_prompt_that_goes_on_over_the_caller_missed_him() -> None:
    assert outcome(Played(), speech_ms=(2500, 4000)).missed_interruption
    assert not outcome(Played()).missed_interruption
    assert not outcome(Played(), bot=False, speech_ms=(700, 900)).missed_interruption


def test_stop_and_end_count_from_the_caller_s_first_and_last_sound() -> None:
    played = Played(interrupted_ms=[3000], silent_ms=2660, utterances=[(4500, "موجودی")])
    one = outcome(played, speech_ms=(2500, 4000))
    assert (one.stop_ms, one.end_ms, one.cut, one.late) == (160, 500, False, False)


def test_a_turn_that_ends_in_a_pause_is_cut_and_one_that_never_ends_is_late() -> None:
    assert outcome(Played(utterances=[(1500, "یک"), (4400, "دو")]), bot=False, speech_ms=(700, 4000)).cut
    assert outcome(Played(), bot=False, speech_ms=(700, 4000)).late


def test_words_nobody_said_are_a_phantom() -> None:
    assert outcome(Played(utterances=[(900, "سلام")])).phantom
    assert not outcome(Played(utterances=[(900, "")])).phantom


def test_false_pauses_are_counted_where_nobody_speaks() -> None:
    backchannel = outcome(Played(doubts=1, paused_ms=700))
    interruption = outcome(Played(doubts=1, silent_ms=2700, interrupted_ms=[2900]), speech_ms=(2500, 3000))
    figures = figures_of([backchannel, interruption])
    assert (figures["scenes"], figures["false_doubts"], figures["false_pause_ms"]) == (2, 1, 700)
    assert (figures["stop_p50_ms"], figures["false_interruptions"]) == (200, 0)
    assert facts(backchannel)["paused_ms"] == 700


@pytest.mark.timeout(60)
def test_echo_backchannel_interruption_and_digits_for_real(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.bot.lab.evaluation.turns_child", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=50, check=True)
    answer = json.loads(done.stdout)
    figures = answer["all"]
    assert figures["scenes"] == 5
    assert figures["false_interruptions"] == figures["missed_interruptions"] == figures["phantom_turns"] == 0
    assert figures["cut_turns"] == 0
    assert figures["stop_p95_ms"] < 300
    dictated = next(scene for scene in answer["scenes"] if scene["group"] == "digits")
    assert dictated["end_ms"] < 800
