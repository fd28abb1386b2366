"""The turn machine, without any sound."""

import itertools
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.voice.listen.turn_driver import Driver
from voice.listen.turn import Act, Limits, State

ECHO_DBFS = -36.0


@pytest.fixture
def driver() -> Driver:
    return Driver()


def test_nothing_happens_before_expect(driver: Driver) -> None:
    driver.speech(3000).silence(3000)
    assert driver.acts == []


def test_a_turn_from_speech_to_silence(driver: Driver) -> None:
    driver.expect().silence(320).speech(960).silence(704)
    assert driver.acts == [Act.LISTEN, Act.ANNOUNCE, Act.FINISH]
    assert driver.turn.state is State.IDLE
    assert driver.turn.started_s == pytest.approx(50.32)
    assert driver.turn.ended_s == pytest.approx(51.28)


def test_a_turn_is_as_loud_as_its_speech(driver: Driver) -> None:
    driver.expect().speech(960, -20.0).silence(320).speech(960, -20.0).silence(704)
    assert driver.turn.loudness_dbfs == pytest.approx(-20.0, abs=0.1)
    driver.expect().silence(320)
    driver.speech(960, -30.0).silence(704)
    assert driver.turn.loudness_dbfs == pytest.approx(-30.0, abs=0.1)  # nothing of the turn before it


@pytest.mark.parametrize("ms", [32, 64, 96])
def test_a_click_is_no_speech(driver: Driver, ms: float) -> None:
    driver.expect().speech(ms).silence(320).speech(ms).silence(320)
    assert driver.acts == []


def test_a_pause_inside_a_turn_does_not_end_it(driver: Driver) -> None:
    driver.expect().speech(500).silence(500).speech(500)
    assert driver.turn.state is State.SPEAKING


def test_digit_slots_wait_longer(driver: Driver) -> None:
    driver.expect(Limits(2000, 1500)).speech(500).silence(1400)
    assert Act.FINISH not in driver.acts
    driver.silence(160)
    assert driver.acts[-1] is Act.FINISH


def test_patience_follows_the_words_and_is_forgotten_with_the_turn(driver: Driver) -> None:
    driver.expect().speech(500)
    driver.turn.patient(2.0)
    driver.silence(1000)
    assert Act.FINISH not in driver.acts
    driver.silence(256)
    assert driver.acts[-1] is Act.FINISH
    driver.expect().speech(500).silence(640)
    assert driver.acts[-1] is Act.FINISH
    driver.expect().speech(500)
    driver.turn.patient(0.5)
    driver.silence(320)
    assert driver.acts[-1] is Act.FINISH


def test_a_caller_who_goes_on_after_a_rest_is_given_time_for_his_words(driver: Driver) -> None:
    driver.expect().speech(320).words(telling=1).rested()
    driver.silence(544).speech(544)
    assert driver.turn.state is State.SPEAKING
    driver.speech(96)
    assert driver.acts[-1] is Act.FINISH


def test_endless_speech_is_cut_and_the_rest_is_not_heard_twice(driver: Driver) -> None:
    driver.expect().speech(4096)
    assert driver.acts == [Act.LISTEN, Act.ANNOUNCE, Act.FINISH]
    cut_s = driver.now_s
    driver.expect().speech(320)
    assert driver.turn.started_s >= cut_s - 0.2


def test_no_input_after_the_time_given(driver: Driver) -> None:
    driver.expect().silence(1952)
    assert driver.acts == []
    driver.silence(64)
    assert driver.acts == [Act.NO_INPUT]
    assert driver.turn.waited_ms >= 2000
    assert driver.turn.state is State.IDLE


def test_the_no_input_clock_stands_still_while_the_bot_speaks(driver: Driver) -> None:
    driver.expect().silence(960).playing(True).silence(10000).playing(False).silence(960)
    assert driver.acts == []
    driver.silence(128)
    assert driver.acts == [Act.NO_INPUT]


def test_speech_that_runs_when_the_turn_is_armed_counts_from_its_start(driver: Driver) -> None:
    driver.speech(640).expect().speech(32)
    assert driver.acts == [Act.LISTEN, Act.ANNOUNCE]
    assert driver.turn.started_s == pytest.approx(50.0)


def test_but_not_from_too_long_ago(driver: Driver) -> None:
    driver.speech(5120).expect().speech(32)
    assert driver.now_s - driver.turn.started_s == pytest.approx(1.5)


def test_expect_in_the_middle_of_speech_drops_and_begins_again(driver: Driver) -> None:
    driver.expect().speech(320).expect().speech(32)
    assert driver.acts == [Act.LISTEN, Act.ANNOUNCE, Act.DROP, Act.LISTEN, Act.ANNOUNCE]


def test_babble_that_never_stops_ends_with_the_words(driver: Driver) -> None:
    driver.expect().speech(640).words(telling=1).speech(320).rested().speech(480)
    assert driver.acts[-1] is Act.FINISH
    assert driver.turn.ended_s == pytest.approx(50.64)


def test_a_rest_before_any_word_ends_nothing(driver: Driver) -> None:
    driver.expect().speech(320).rested().speech(1600)
    assert driver.turn.state is State.SPEAKING


def test_a_new_word_takes_the_rest_back(driver: Driver) -> None:
    driver.expect().speech(320).words(telling=1).rested().words(telling=1).speech(1600)
    assert driver.turn.state is State.SPEAKING


# --- while the bot speaks ----------------------------------------------------------------------------------------


def test_short_speech_over_the_bot_is_only_doubted(driver: Driver) -> None:
    driver.expect().playing(True).speech(256)
    assert driver.acts == [Act.LISTEN]
    assert driver.turn.state is State.DOUBTED


@pytest.mark.parametrize("ms", [96, 128])
def test_more_is_needed_over_the_bot_than_without(driver: Driver, ms: float) -> None:
    driver.expect().playing(True).speech(ms).silence(600)
    assert driver.acts == []


def test_telling_words_make_it_an_interruption(driver: Driver) -> None:
    driver.expect().playing(True).speech(256).words(telling=2)
    assert driver.acts == [Act.LISTEN, Act.ANNOUNCE]


def test_one_telling_word_may_be_misheard_and_is_not_enough(driver: Driver) -> None:
    driver.expect().playing(True).speech(256).words(telling=1)
    assert driver.acts == [Act.LISTEN]
    driver.speech(288)
    assert driver.acts == [Act.LISTEN, Act.ANNOUNCE]


def test_long_speech_makes_it_an_interruption_without_words(driver: Driver) -> None:
    driver.expect().playing(True).speech(544)
    assert driver.acts == [Act.LISTEN, Act.ANNOUNCE]


def test_drawn_out_backchannels_get_more_time(driver: Driver) -> None:
    driver.expect().playing(True).speech(256).words(telling=0).speech(640)
    assert driver.acts == [Act.LISTEN]
    driver.speech(384)
    assert driver.acts == [Act.LISTEN, Act.ANNOUNCE]


def test_only_backchannels_are_dropped_and_the_turn_stays_armed() -> None:
    driver = Driver(verdict=False).expect().playing(True).speech(320).words(telling=0).silence(640)
    assert driver.acts == [Act.LISTEN, Act.JUDGE, Act.DROP]
    assert driver.turn.state is State.WAITING
    driver.playing(False).speech(160)
    assert driver.acts[-2:] == [Act.LISTEN, Act.ANNOUNCE]


def test_a_short_answer_over_the_bot_is_judged_by_its_final_words(driver: Driver) -> None:
    driver.expect().playing(True).speech(320).silence(640)
    assert driver.acts == [Act.LISTEN, Act.JUDGE, Act.ANNOUNCE, Act.FINISH]
    assert driver.turn.state is State.IDLE


def test_a_doubted_answer_counts_when_the_bot_falls_silent(driver: Driver) -> None:
    driver.expect().playing(True).speech(256).playing(False)
    assert driver.acts == [Act.LISTEN, Act.ANNOUNCE]
    driver.silence(640)
    assert driver.acts[-1] is Act.FINISH


def test_our_own_echo_is_no_speech(driver: Driver) -> None:
    driver.playing(True).speech(1600, ECHO_DBFS).expect().speech(8000, ECHO_DBFS)
    assert driver.acts == []


def test_a_caller_louder_than_the_echo_is_heard_from_his_first_word(driver: Driver) -> None:
    driver.expect().playing(True)
    for _ in range(6):
        driver.speech(320, ECHO_DBFS).silence(96)
    driver.acts.clear()
    began_s = driver.now_s
    driver.speech(256, -12)
    assert driver.acts == [Act.LISTEN]
    assert driver.turn.started_s == pytest.approx(began_s)


def test_echo_under_a_doubted_word_does_not_keep_it_open() -> None:
    driver = Driver(verdict=False).playing(True).speech(1600, ECHO_DBFS).expect()
    driver.speech(256, -12).speech(640, ECHO_DBFS)
    assert driver.acts == [Act.LISTEN, Act.JUDGE, Act.DROP]


# --- whatever comes ------------------------------------------------------------------------------------------------

STEPS: dict[str, Callable[[Driver], Driver]] = {
    "expect": lambda d: d.expect(),
    "speech": lambda d: d.speech(256),
    "long speech": lambda d: d.speech(1600),
    "silence": lambda d: d.silence(704),
    "bot on": lambda d: d.playing(True),
    "bot off": lambda d: d.playing(False),
    "words": lambda d: d.words(telling=2),
    "backchannel": lambda d: d.words(telling=0),
    "rested": lambda d: d.rested(),
}
ENDS = {Act.FINISH, Act.DROP}


def check(acts: list[Act]) -> None:
    """What must hold for every run: each LISTEN has one end, ANNOUNCE comes once, and before FINISH."""
    listening = announced = False
    for act in acts:
        if act is Act.LISTEN:
            assert not listening
            listening, announced = True, False
        elif act is Act.ANNOUNCE:
            assert listening and not announced
            announced = True
        elif act is Act.JUDGE:
            assert listening and not announced
        elif act is Act.NO_INPUT:
            assert not listening
        else:
            assert listening
            assert act is Act.DROP or announced
            listening = False


@pytest.mark.parametrize("verdict", [True, False])
def test_every_order_of_four_steps_is_sound(verdict: bool) -> None:
    for names in itertools.product(STEPS, repeat=4):
        driver = Driver(verdict=verdict).expect()
        for name in names:
            STEPS[name](driver)
        check(driver.acts)


@settings(max_examples=60)
@given(st.lists(st.sampled_from(sorted(STEPS)), max_size=25), st.booleans())
def test_long_runs_are_sound_and_never_stuck(names: list[str], verdict: bool) -> None:
    driver = Driver(verdict=verdict).expect()
    for name in names:
        STEPS[name](driver)
    check(driver.acts)
    driver.playing(False).silence(6000)
    assert driver.turn.state is State.IDLE
