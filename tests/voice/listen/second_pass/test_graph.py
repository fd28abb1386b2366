"""A graph that `compile_graph` made is walked over made-up probabilities; in a process of its own, without vosk."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.lexicons import LEXICONS
from voice.graphs.graph import WeightedSentence, compile_graph
from voice.graphs.nnet3 import BLANK_ID, emission_id, repetition_id, unknown_id
from voice.lexicon.phones import MODELS
from voice.lexicon.pronounce import Lexicon
from voice.listen.second_pass.graph import columns

CHILD = """
import sys
from pathlib import Path
import numpy as np
from voice.listen.second_pass.graph import Graph
from voice.lexicon.phones import phone_table
phones = phone_table("fa").phones
rows = []
for phone in sys.argv[2].split():
    for output in (0 if phone == "-" else phones.index(phone) + 1, 0):
        row = np.full(len(phones) + 1, 0.001, np.float32)
        row[output] = 0.97
        rows += [row] * 3
graph = Graph(Path(sys.argv[1]), len(phones) + 1)
for one in graph.decode(np.log(np.array(rows)), 0.6).heard:
    print(one.word.text, one.known, round(one.word.confidence, 2), one.word.start_ms, one.word.end_ms)
"""


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("kaldi_decoder")
    folder = tmp_path_factory.mktemp("graph")
    sentences = [WeightedSentence("یک دو"), WeightedSentence("سه چهار")]
    compile_graph(MODELS / "fa", "fa", sentences, folder, lexicon=Lexicon.load("fa", LEXICONS))
    return folder


def decoded(model: Path, phones: str) -> list[list[str]]:
    command = [sys.executable, "-c", CHILD, str(model), phones]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return [line.split() for line in done.stdout.splitlines()]


def test_every_transition_id_reads_its_output() -> None:
    found = columns(31)
    assert found[BLANK_ID] == 0
    for output in (1, 17, 30):
        for emission in (emission_id(output), unknown_id(output, 31)):
            assert found[emission] == found[repetition_id(emission)] == output


def test_the_words_with_their_places_and_confidences(model: Path) -> None:
    words = decoded(model, "- - j e k d o -")
    assert [word[0] for word in words] == ["یک", "دو"]
    assert all(word[1] == "True" and float(word[2]) > 0.9 for word in words)
    assert int(words[0][3]) < int(words[0][4]) <= int(words[1][3]) < int(words[1][4])


def test_sounds_of_no_word_are_unknown(model: Path) -> None:
    assert [word[1] for word in decoded(model, "- m u g r i ʒ m a -".replace("a", "æ"))] == ["False"]


def test_silence_is_no_word(model: Path) -> None:
    assert decoded(model, "- - - -") == []
