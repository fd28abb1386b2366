"""Asks and answers survive their packets, sounds their descriptors."""

import os

import pytest

from voice.events import LanguageFit, Word
from voice.listen.recogniser import Clues, RecognisedText
from voice.listen.second_pass.wire import (
    Answer,
    Ask,
    pack_answer,
    pack_ask,
    sound_file,
    sound_of,
    unpack_answer,
    unpack_ask,
)

WORDS = (Word("یک", 0.9, 0, 200), Word("دو", 0.8, 300, 500))
HEARD = RecognisedText("یک دو", WORDS, 0.85)
FITTING = RecognisedText("یک دو", WORDS, 0.85, clues=Clues(0.3, 0.1, 0.5, 0.9, 0.0, 3.0, 5.0, 6))
TELLING = RecognisedText("یک دو", WORDS, 0.85, fit=LanguageFit(0.2, 6, 1.5, 9.0))


def test_an_ask_there_and_back() -> None:
    ask = Ask(7, 3, "fa", "digits", 12.5)
    assert unpack_ask(pack_ask(ask)) == ask


@pytest.mark.parametrize("heard", [HEARD, FITTING, TELLING, None])
def test_an_answer_there_and_back(heard: RecognisedText | None) -> None:
    answer = Answer(7, 3, heard)
    assert unpack_answer(pack_answer(answer)) == answer


def test_a_sound_of_half_a_minute_goes_through_a_descriptor() -> None:
    pcm = os.urandom(480_000)
    assert sound_of(sound_file(pcm)) == pcm
