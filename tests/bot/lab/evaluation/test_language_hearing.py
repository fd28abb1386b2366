"""What of a recogniser's answer counts as evidence, and which models are wanted."""

from pathlib import Path

import pytest

from bot.errors import StartError
from bot.lab.evaluation.language_hearing import both_models, evidence_of
from bot.settings.settings import Settings
from voice.events import Word
from voice.listen.recogniser import RecognisedText


def test_evidence_is_what_a_call_would_know() -> None:
    words = (Word("موجودی", 0.8, 100, 600), Word("حساب", 0.6, 700, 1000))
    said = RecognisedText("موجودی حساب", words, 0.7, -42.0)
    evidence = evidence_of("fa", said, frozenset({"موجودی"}))
    assert (evidence.language, evidence.text, evidence.confidence) == ("fa", "موجودی حساب", 0.7)
    assert (evidence.known, evidence.score) == (0.5, -42.0)


def test_one_recogniser_is_nothing_to_choose_between(tmp_path: Path) -> None:
    with pytest.raises(StartError, match="no recogniser"):
        both_models(Settings(home=tmp_path))
