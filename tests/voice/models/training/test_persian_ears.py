"""Which Persian sounds count as right for an Arabic or a foreign one."""

import numpy as np
import pytest

from voice.lexicon.phones import phone_table
from voice.models.training.persian_ears import PERSIAN_EARS, arabic_heard, foreign, foreign_heard

PERSIAN = phone_table("fa").phones
ARABIC = phone_table("ar").phones


def heard_for(matrix: np.ndarray, column: int) -> set[str]:
    return {"-" if output == 0 else PERSIAN[output - 1] for output in np.flatnonzero(matrix[:, column])}


def test_only_sounds_of_arabic_are_named_and_only_sounds_of_persian_are_heard() -> None:
    assert set(PERSIAN_EARS) <= set(ARABIC)
    assert {phone for heard in PERSIAN_EARS.values() for phone in heard.split()} <= set(PERSIAN)


def test_every_arabic_sound_is_heard_as_some_persian_one() -> None:
    matrix = arabic_heard()
    assert matrix.shape == (1 + len(PERSIAN), 1 + len(ARABIC))
    assert matrix.sum(axis=0).min() >= 1
    assert set(np.unique(matrix)) == {0.0, 1.0}


@pytest.mark.parametrize(("phone", "heard"), [("tˤ", {"t"}), ("ħ", {"h", "x"}), ("w", {"v", "u"}), ("b", {"b"})])
def test_what_a_persian_hears(phone: str, heard: set[str]) -> None:
    assert heard_for(arabic_heard(), 1 + ARABIC.index(phone)) == heard


def test_the_blank_is_the_blank_and_no_arabic_sound_is() -> None:
    matrix = arabic_heard()
    assert heard_for(matrix, 0) == {"-"}
    assert not matrix[0, 1:].any()


def test_the_matrix_of_foreign_sounds_says_what_the_table_says() -> None:
    matrix, table = foreign_heard(), foreign()
    assert matrix.shape == (1 + len(PERSIAN), 1 + len(table))
    for at, outputs in enumerate(table.values()):
        assert np.flatnonzero(matrix[:, at + 1]).tolist() == sorted(outputs)


def test_a_sound_that_may_go_unheard_counts_the_blank_as_right() -> None:
    silent = [sound for sound, outputs in foreign().items() if 0 in outputs]
    assert "ə" in silent
    assert "p" not in silent
    matrix = foreign_heard()
    assert [bool(value) for value in matrix[0, 1:]] == [sound in silent for sound in foreign()]
