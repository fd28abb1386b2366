"""Scripted calls with real voice activity; what is recognised is told by loudness."""

from pathlib import Path

import pytest

from bot.lab.evaluation.turn_call import Played, play
from bot.lab.evaluation.turn_scenes import Scene
from bot.lab.evaluation.turn_sounds import Signal, TurnSounds, after, echo_path, mixed, ms_of, silence
from tests.voice.listen.energy_recogniser_double import Source
from voice.listen.vad import VadNetwork

CLIPS = Path(__file__).resolve().parents[4] / "data/sets/fa-voices"


@pytest.fixture(scope="module")
def network() -> VadNetwork:
    return VadNetwork()


@pytest.fixture(scope="module")
def sounds() -> TurnSounds:
    return TurnSounds(CLIPS)


@pytest.fixture(scope="module")
def prompt(sounds: TurnSounds) -> Signal:
    """The bot's voice: a held-out clip, as good as any."""
    return sounds.clip("line28.flac", -20.0)


def outcome(near: Signal, network: VadNetwork, prompt: Signal | None = None, echo: Signal | None = None) -> Played:
    return play(Scene("g", "n", near, prompt, echo), Source(), network, 600, "fa")


def quiet(sounds: TurnSounds, ms: float) -> Signal:
    return sounds.noise(ms, -62)


def test_a_turn_is_heard_when_nobody_else_speaks(sounds: TurnSounds, network: VadNetwork) -> None:
    said = sounds.clip("caller_order.wav")
    near = mixed(after(500, said, silence(1500)), quiet(sounds, 600))
    played = outcome(near, network)
    ((at_ms, text),) = played.utterances
    assert text == "موجودی حساب"
    assert 400 < at_ms - 500 - ms_of(said) < 900
    assert (played.doubts, played.interrupted_ms) == (0, [])


def test_our_own_echo_stops_nobody(sounds: TurnSounds, network: VadNetwork, prompt: Signal) -> None:
    near = quiet(sounds, ms_of(prompt) + 800)
    assert outcome(near, network, prompt, echo_path(-6, 60, seed=1)) == Played()


def test_the_bot_falls_silent_for_the_caller_and_its_echo_with_it(
    sounds: TurnSounds, network: VadNetwork, prompt: Signal
) -> None:
    near = mixed(after(1000, sounds.clip("caller_order.wav"), silence(1500)), quiet(sounds, 500))
    played = outcome(near, network, prompt, echo_path(-20, 60, seed=1))
    assert played.silent_ms is not None
    assert 1100 < played.silent_ms < 1400
    assert played.interrupted_ms[0] >= played.silent_ms
    assert len(played.utterances) == 1


def test_a_short_word_holds_the_bot_back_and_it_goes_on(
    sounds: TurnSounds, network: VadNetwork, prompt: Signal
) -> None:
    word = sounds.clip("espeak_caller_yes.flac")[: 8 * 300]
    near = mixed(after(1000, word), quiet(sounds, ms_of(prompt) + 2000))
    played = outcome(near, network, prompt)
    assert (played.doubts, played.interrupted_ms, played.utterances) == (1, [], [])
    assert 300 < played.paused_ms < 1200
