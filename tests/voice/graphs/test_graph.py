"""Sentences become graphs that the real vosk decodes real clips with."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.lexicons import LEXICONS
from voice.graphs.graph import GraphError, WeightedSentence, compile_graph, link
from voice.graphs.options import GraphOptions
from voice.lexicon.pronounce import Lexicon
from voice.models.embedded import EmbeddedModel, available

Clip = Callable[[str], NDArray[np.int16]]
Hear = Callable[[Path, NDArray[np.int16]], str]

PHRASES = [
    "بله",
    "نه",
    "سلام موجودی حسابم رو می‌خواستم",
    "می‌خوام بدونم سفارشم کجاست",
    "می‌خوام با اپراتور صحبت کنم",
    "ساعت کاری شما چیه",
    "آدرس شعبه کجاست",
    "از خدماتتون شکایت دارم",
    "خیلی ممنون خداحافظ",
    "یک دو سه چهار پنج",
]


@pytest.fixture(scope="module")
def persian() -> tuple[EmbeddedModel, Lexicon]:
    model = available("fa")
    assert model is not None
    return model, Lexicon.load("fa", LEXICONS)


@pytest.fixture(scope="module")
def closed(persian: tuple[EmbeddedModel, Lexicon], tmp_path_factory: pytest.TempPathFactory) -> Path:
    model, lexicon = persian
    out = tmp_path_factory.mktemp("closed")
    report = compile_graph(model.folder, "fa", map(WeightedSentence, PHRASES), out, lexicon=lexicon, closed=True)
    assert report.sentences == len(PHRASES)
    assert report.guessed == ()
    return out


@pytest.fixture(scope="module")
def free(persian: tuple[EmbeddedModel, Lexicon], tmp_path_factory: pytest.TempPathFactory) -> Path:
    model, lexicon = persian
    out = tmp_path_factory.mktemp("free")
    compile_graph(model.folder, "fa", map(WeightedSentence, PHRASES), out, lexicon=lexicon)
    return out


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("caller_balance.wav", "سلام موجودی حسابم رو می‌خواستم"),
        ("caller_order.wav", "می‌خوام بدونم سفارشم کجاست"),
        ("caller_operator.wav", "می‌خوام با اپراتور صحبت کنم"),
        ("caller_hours.wav", "ساعت کاری شما چیه"),
        ("caller_complaint.wav", "از خدماتتون شکایت دارم"),
    ],
)
def test_closed_set(closed: Path, hear: Hear, clip: Clip, name: str, text: str) -> None:
    assert hear(closed, clip(name)) == text


def test_a_pause_does_not_split_a_closed_sentence(closed: Path, hear: Hear, clip: Clip) -> None:
    whole = clip("caller_balance.wav")
    loudness = np.abs(whole.astype(np.int32))[: len(whole) // 80 * 80].reshape(-1, 80).sum(axis=1)
    third = len(loudness) // 3
    quiet = 80 * (third + int(loudness[third : 2 * third].argmin()))
    pause = np.random.default_rng(0).normal(0, 10, 16_000).astype(np.int16)
    halting = np.concatenate([whole[:quiet], pause, whole[quiet:]])
    assert hear(closed, halting) == "سلام موجودی حسابم رو می‌خواستم"


def test_free_words(free: Path, hear: Hear, clip: Clip) -> None:
    assert "اپراتور" in hear(free, clip("caller_operator.wav"))


def test_silence_is_nothing(free: Path, hear: Hear) -> None:
    quiet = np.random.default_rng(0).normal(0, 5, 16_000).astype(np.int16)
    assert hear(free, quiet) == ""


def test_compiling_is_deterministic(persian: tuple[EmbeddedModel, Lexicon], closed: Path, tmp_path: Path) -> None:
    model, lexicon = persian
    compile_graph(model.folder, "fa", map(WeightedSentence, PHRASES), tmp_path, lexicon=lexicon, closed=True)
    graph = Path("graph/HCLG.fst")
    assert (tmp_path / graph).read_bytes() == (closed / graph).read_bytes()


def test_graphs_share_the_network(persian: tuple[EmbeddedModel, Lexicon], closed: Path) -> None:
    assert (closed / "am" / "final.mdl").samefile(persian[0].folder / "final.mdl")


def test_words_of_the_graph_are_listed(free: Path) -> None:
    words = (free / "graph" / "words.txt").read_text(encoding="utf-8").split("\n")
    assert words[0] == "<eps> 0"
    assert any(line.startswith("اپراتور ") for line in words)
    assert any(line.startswith("[unk] ") for line in words)


def test_nothing_to_compile(persian: tuple[EmbeddedModel, Lexicon], tmp_path: Path) -> None:
    model, lexicon = persian
    with pytest.raises(GraphError):
        compile_graph(model.folder, "fa", [WeightedSentence("  ")], tmp_path, lexicon=lexicon)


def test_options_change_the_graph(persian: tuple[EmbeddedModel, Lexicon], tmp_path: Path) -> None:
    model, lexicon = persian
    lines = [WeightedSentence(line) for line in PHRASES]
    small = compile_graph(model.folder, "fa", lines, tmp_path / "one", lexicon=lexicon, options=GraphOptions(order=1))
    large = compile_graph(model.folder, "fa", lines, tmp_path / "three", lexicon=lexicon)
    assert small.states < large.states


def test_link_replaces(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("new")
    (tmp_path / "b").write_text("old")
    link(tmp_path / "a", tmp_path / "b")
    assert (tmp_path / "b").read_text() == "new"
