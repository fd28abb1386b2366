"""What an evaluation reads a second time."""

from pathlib import Path

from bot.lab.evaluation.second_reading import graphs_of, read_again
from bot.lab.evaluation.utterances import Sample
from voice.listen.second_pass.models import SecondPassModels

MODELS = SecondPassModels({"fa": Path("head.npz")}, {"fa": {"general": Path("made")}})


def test_a_language_without_a_head_is_not_read_again() -> None:
    assert read_again(MODELS, Sample(Path("no.wav"), "ar", "نعم"), ("clean", "gsm")) == [None, None]
    assert read_again(MODELS, Sample(Path("no.wav"), "ar", "نعم"), ()) == [None]


def test_graphs_of_the_evaluation_take_the_place_of_the_bots() -> None:
    own = graphs_of(MODELS, {"fa": {"general": "closed"}})
    assert own.graphs == {"fa": {"general": Path("closed")}}
    assert own.heads == MODELS.heads
    assert graphs_of(MODELS, {"ar": {"general": "closed"}}).heads == {}
