"""The grammar files make sentences whose every word the lexicon knows."""

import random
import re
from pathlib import Path

import pytest

from nlu.text.languages import CODES
from tests.lexicons import LEXICONS
from voice.lexicon.pronounce import Lexicon
from voice.models.training.texts import Grammar, harvest

TEXTS = Path(__file__).parents[4] / "voice" / "models" / "training" / "texts"


@pytest.mark.parametrize("language", CODES)
def test_every_slot_is_filled(language: str) -> None:
    grammar, rng = Grammar.load(TEXTS / f"{language}.txt"), random.Random(1)
    sentences = [grammar.sentence(rng) for _ in range(500)]
    assert not any("{" in sentence or "|" in sentence for sentence in sentences)
    assert len(set(sentences)) > 250


@pytest.mark.parametrize("language", CODES)
def test_words_are_in_the_lexicon(language: str) -> None:
    grammar, rng = Grammar.load(TEXTS / f"{language}.txt"), random.Random(2)
    words = {word for _ in range(2000) for word in grammar.sentence(rng).replace("\u0650", "").split()}
    assert len(Lexicon.load(language, LEXICONS).missing(sorted(words))) <= 3


def test_same_seed_same_sentences() -> None:
    grammar = Grammar.load(TEXTS / "fa.txt")
    assert grammar.sentence(random.Random(3)) == grammar.sentence(random.Random(3))


def test_harvest_takes_runs_of_one_script(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("سلام به همه hello دوستان\nنه\n", encoding="utf-8")
    assert harvest([page], re.compile("[آ-ی]+")) == [["سلام", "به", "همه", "دوستان"]]
