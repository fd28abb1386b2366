"""Sentences for a closed graph: cleaned, named where they cannot be said, compiled to hear nothing else."""

from pathlib import Path

import pytest

from bot.errors import DataFileError
from bot.evaluation.speech_phrases import compile_closed, of_language, prepare, read_phrases, strangers
from bot.evaluation.utterances import Sample
from voice.models import embedded
from voice.models.pronounce import Lexicon


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.load("fa")


@pytest.mark.parametrize("content", [b"\n \n# only a comment\n", "رصيد".encode("cp1256")])
def test_a_file_without_a_sentence_or_in_another_encoding_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "p.txt").write_bytes(content)
    with pytest.raises(DataFileError):
        read_phrases(tmp_path / "p.txt")


def test_blank_lines_comments_and_a_byte_order_mark_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "p.txt").write_text("سلام\r\n\r\n# بله\n موجودی \nسلام\n", encoding="utf-8-sig")
    assert read_phrases(tmp_path / "p.txt") == ("سلام", "موجودی")


def test_punctuation_letters_of_the_other_keyboard_and_digits_are_cleaned(lexicon: Lexicon) -> None:
    prepared = prepare(["سلام، كجاست؟", "سفارش ۱۲۳۴۵"], "fa", lexicon)
    assert prepared.sentences[0] == "سلام کجاست"
    assert "سفارش یک دو سه چهار پنج" in prepared.sentences
    assert prepared.warnings == ()


def test_what_cannot_be_pronounced_is_left_out_and_named(lexicon: Lexicon) -> None:
    prepared = prepare(["می\u200cخوام iphone بخرم", "...", "بله"], "fa", lexicon)
    assert prepared.sentences == ("بله",)
    assert "no sound is known for iphone" in prepared.warnings[0]
    assert "it holds no word" in prepared.warnings[1]


def test_a_guessed_sound_is_named_with_the_file_to_mend(lexicon: Lexicon) -> None:
    (warning,) = prepare(["سلام خرچنگولستان"], "fa", lexicon).warnings
    assert "خرچنگولستان" in warning and "data/lexicons/fa.extra.txt" in warning and "سلام" not in warning


def test_texts_that_are_not_among_the_sentences_are_found_whatever_their_spelling() -> None:
    samples = [Sample(Path("a"), "fa", text) for text in ("می خوام", "سفارش ۱۲", "بلي", "نه")]
    assert [one.text for one in strangers(["می\u200cخوام", "سفارش دوازده", "بلی"], samples)] == ["نه"]


def test_a_sentence_that_only_the_other_language_says_is_not_decoded_in_this_one() -> None:
    samples = [
        Sample(Path("a"), "fa", "سفارش كجاست"),
        Sample(Path("b"), "ar", "أين طلبي"),
        Sample(Path("c"), "ar", "لا"),
    ]
    lines = ["سفارش کجاست", "أين طلبي؟", "لا", "بله"]
    assert of_language(lines, "fa", samples) == ["سفارش کجاست", "بله"]
    assert of_language(lines, "ar", samples) == ["أين طلبي؟", "لا", "بله"]


def test_a_closed_graph_waits_for_the_end_of_the_clip(tmp_path: Path, lexicon: Lexicon) -> None:
    folder = compile_closed({"fa": ["بله", "نه"]}, {"fa": lexicon}, tmp_path, tmp_path / "p.txt")["fa"]
    assert (folder / "graph" / "HCLG.fst").stat().st_size > 0
    assert (folder / "conf" / "model.conf").read_text().rstrip().endswith("rule4.min-trailing-silence=1000")


def test_a_missing_model_and_a_file_of_no_use_are_told(
    tmp_path: Path, lexicon: Lexicon, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(DataFileError, match="none of its sentences can be pronounced"):
        compile_closed({"fa": []}, {"fa": lexicon}, tmp_path, tmp_path / "p.txt")
    monkeypatch.setattr(embedded, "MODELS", tmp_path)
    with pytest.raises(DataFileError, match="no embedded model for 'fa'"):
        compile_closed({"fa": ["بله"]}, {"fa": lexicon}, tmp_path, tmp_path / "p.txt")
