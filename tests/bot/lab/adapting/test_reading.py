"""Several heads over one clip, in processes of their own."""

from pathlib import Path

import numpy as np
import pytest

from bot.lab.adapting.clips import Clip
from bot.lab.adapting.reading import Hearing, read_all
from bot.lab.evaluation.sound_file import read_sound
from bot.lab.evaluation.utterances import Sample
from tests.lexicons import LEXICONS
from voice.graphs.graph import WeightedSentence, compile_graph
from voice.lexicon.phones import MODELS
from voice.lexicon.pronounce import Lexicon
from voice.listen.second_pass import models
from voice.listen.second_pass.head import read_arrays
from voice.listen.second_pass.heads import pack

CLIP = Path(__file__).parents[4] / "data" / "sets" / "fa-voices" / "caller_number.wav"


def test_each_head_is_heard_with(tmp_path: Path) -> None:
    head = models.head_of("fa")
    if models.lack() or head is None:
        pytest.skip(models.lack() or "no head is shipped")
    sentences = [WeightedSentence(text) for text in ("یک دو سه چهار پنج", "شش هفت هشت", "نُه صفر")]
    compile_graph(MODELS / "fa", "fa", sentences, tmp_path / "graph", lexicon=Lexicon.load("fa", LEXICONS), closed=True)
    deaf = {name: np.zeros_like(array) for name, array in read_arrays(head).items()}
    (tmp_path / "deaf.npz").write_bytes(pack(deaf, "fa"))
    clip = Clip(Sample(CLIP, "fa", "یک دو سه چهار پنج", kind="digits"), read_sound(CLIP), "key")
    heard = read_all(Hearing({"general": tmp_path / "graph"}), [head, tmp_path / "deaf.npz"], [clip, clip])
    assert [[one.text for one in row][0] for row in heard] == ["یک دو سه چهار پنج"] * 2
    assert heard[0][1].confidence < heard[0][0].confidence
