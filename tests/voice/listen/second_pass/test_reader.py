"""Both passes in one: the shipped heads on clips, in a process of its own (kaldifst must not meet vosk)."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.lexicons import LEXICONS
from voice.events import Word
from voice.graphs.graph import WeightedSentence, compile_graph
from voice.lexicon.phones import MODELS
from voice.lexicon.pronounce import Lexicon
from voice.listen.second_pass import models
from voice.listen.second_pass.graph import Decoding, Heard
from voice.listen.second_pass.reader import merged

ROOT = Path(__file__).parents[4]
CLIP = ROOT / "data" / "sets" / "fa-voices" / "caller_number.wav"
CHILD = """
import sys
from bot.lab.evaluation.sound_file import read_sound
from pathlib import Path
from voice.listen.second_pass.reader import Reader
reader = Reader.load({"fa": sys.argv[1]}, {"fa": {"general": sys.argv[2]}})
pcm = bytes(4800) + read_sound(Path(sys.argv[3])) + bytes(4800)
for sound in (pcm, bytes(32000), b""):
    print(reader.read("fa", "digits", sound).text)
print(reader.read("fa", "language", pcm).fit.sounds, reader.read("fa", "digits", pcm).fit)
"""


def test_unknown_words_only_lower_the_confidence() -> None:
    words = (Heard(Word("یک", 0.8, 0, 100), True), Heard(Word("[unk]", 0.9, 100, 300), False))
    heard = merged(Decoding(words, np.zeros(15, np.intp)), np.log(np.full((15, 2), 0.5, np.float32)))
    assert heard.text == "یک"
    assert heard.confidence == pytest.approx(0.4)
    assert heard.clues is not None and heard.clues.unknown == 0.5


def test_nothing_heard_is_nothing() -> None:
    assert merged(Decoding(), np.zeros((5, 2), np.float32)).text == ""


def test_a_row_of_digits_silence_and_nothing(tmp_path: Path) -> None:
    head = models.head_of("fa")
    if models.lack() or head is None:
        pytest.skip(models.lack() or "no head is shipped")
    digits = "صفر یک دو سه چهار پنج شش هفت هشت نُه".split()
    rows = [[digits[(first + step * at) % 10] for at in range(5)] for first in range(10) for step in range(10)]
    sentences = [WeightedSentence(" ".join(row)) for row in rows]
    compile_graph(MODELS / "fa", "fa", sentences, tmp_path, lexicon=Lexicon.load("fa", LEXICONS), closed=True)
    command = [sys.executable, "-c", CHILD, str(head), str(tmp_path), str(CLIP)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    *texts, fits = done.stdout.splitlines()
    assert texts == ["یک دو سه چهار پنج", "", ""]
    sounds, none = fits.split()
    assert int(sounds) > 10
    assert none == "None", "only where the language is sought"
