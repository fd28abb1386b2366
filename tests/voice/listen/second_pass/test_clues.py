"""What the sounds say of the words, on made-up probabilities of three outputs and the blank."""

import numpy as np
import pytest

from voice.listen.second_pass.clues import clues, language_fit, sounds
from voice.listen.second_pass.mel import Floats


def log_probs(outputs: list[int], sure: float = 0.97) -> Floats:
    """Each frame `sure` of its output; the other three share the rest."""
    rows = np.full((len(outputs), 4), (1 - sure) / 3, np.float32)
    rows[np.arange(len(outputs)), outputs] = sure
    logs: Floats = np.log(rows)
    return logs


def test_a_sound_held_is_one_and_the_blank_parts_two() -> None:
    assert sounds(np.array([0, 1, 1, 0, 1, 2, 2, 0])) == [1, 1, 2]
    assert sounds(np.zeros(0, np.intp)) == []


def test_words_that_are_what_was_heard_cost_nothing() -> None:
    heard = [0, 1, 0, 2, 2, 0]
    found = clues(log_probs(heard), np.array(heard), [(1, 5)], 0, 6.0)
    assert (found.lost, found.distance, found.worst, found.unknown) == (0.0, 0.0, 0.0, 0.0)
    assert found.clear == pytest.approx(0.97, abs=1e-3)
    assert (found.sounds, found.cost) == (2, 6.0)


def test_words_bent_onto_other_sounds_are_told_by_loss_distance_and_the_worst_word() -> None:
    heard, said = [0, 1, 0, 2, 0, 3, 0], np.array([0, 1, 0, 3, 0, 3, 0])
    found = clues(log_probs(heard), said, [(1, 2), (3, 4), (5, 6)], 0, 9.0)
    ratio = float(np.log(0.97 / 0.01))
    assert found.lost == pytest.approx(ratio / 3, abs=1e-3)
    assert found.worst == pytest.approx(ratio, abs=1e-3)
    assert found.distance == pytest.approx(1 / 3)
    assert found.cost == pytest.approx(3.0)


def test_where_no_words_survived_everything_is_lost() -> None:
    heard = [0, 1, 0, 2]
    found = clues(log_probs(heard), np.zeros(0, np.intp), [], 0, 0.0)
    assert found.distance == 1.0
    assert found.lost == pytest.approx(0.0, abs=0.1)


def test_silence_has_no_sounds() -> None:
    found = clues(log_probs([0, 0, 0]), np.zeros(3, np.intp), [], 0, 0.0)
    assert (found.sounds, found.clear, found.pace) == (0, 0.0, 0.0)


def test_unknown_words_are_a_share() -> None:
    heard = [1, 0, 2, 0]
    assert clues(log_probs(heard), np.array(heard), [(0, 1), (2, 3)], 1, 0.0).unknown == 0.5


def test_a_language_fits_where_its_sounds_are_clear_and_its_words_are_these_sounds() -> None:
    heard = [0, 1, 0, 2, 2, 0]
    clear, dim = (language_fit(log_probs(heard, sure), np.array(heard), 6.0) for sure in (0.97, 0.5))
    assert (clear.sounds, clear.lost, clear.cost) == (2, 0.0, 6.0)
    assert clear.doubt < 0.2 < 1.0 < dim.doubt
    bent = language_fit(log_probs(heard), np.array([0, 1, 0, 3, 3, 0]), 6.0)
    assert bent.lost == pytest.approx(2 * np.log(0.97 / 0.01), abs=1e-2)


def test_a_language_that_hears_silence_or_no_word_does_not_fit() -> None:
    silence = language_fit(log_probs([0, 0, 0]), np.zeros(3, np.intp), 0.0)
    assert silence.sounds == 0
    assert silence.doubt == pytest.approx(np.log(4))
    nothing = language_fit(log_probs([0, 1, 0, 2], 0.5), np.zeros(0, np.intp), 0.0)
    assert nothing.lost == pytest.approx(4 * np.log(2), abs=1e-3)
