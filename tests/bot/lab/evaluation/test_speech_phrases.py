"""Sentences for a closed graph: cleaned, named where they cannot be said, compiled to hear nothing else."""

import json
from pathlib import Path

import pytest

from bot.errors import DataFileError
from bot.lab.evaluation.speech_phrases import (
    Phrases,
    closed_model,
    compile_closed,
    of_language,
    prepare,
    read_phrases,
    strangers,
)
from bot.lab.evaluation.utterances import Sample
from bot.settings.sections import Speech
from bot.settings.settings import Settings
from nlu.latin import Latin
from tests.lexicons import LEXICONS
from tests.voice.listen.loudness_model import OTHER_WORD, WORD, write_dynamic_model, write_model
from voice.errors import ModelBroken
from voice.lexicon.pronounce import Lexicon
from voice.listen.grammar import GRAMMAR
from voice.models import embedded


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.load("fa", LEXICONS)


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


def test_a_word_in_latin_letters_has_the_sound_that_people_give_it() -> None:
    lexicon = Lexicon.load("fa", LEXICONS, latin=Latin("fa"))
    prepared = prepare(["با VPNم بله", "می\u200cخوام 4G"], "fa", lexicon)
    assert prepared == Phrases(("با VPNم بله", "می\u200cخوام 4G"), ())


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


def settings_with(tmp_path: Path, model: Path) -> Settings:
    return Settings(home=tmp_path, speech=Speech(models={"fa": model}))


def test_a_published_model_that_takes_a_grammar_hears_the_sentences_itself(tmp_path: Path) -> None:
    model = write_dynamic_model(tmp_path / "vosk-model-fa")
    lines = [f"{WORD}!", f"{WORD} {OTHER_WORD}", f"{WORD}\u200c{OTHER_WORD}", "سلام", "..."]
    folder, phrases = closed_model(settings_with(tmp_path, model), "fa", lines, tmp_path / "s", tmp_path / "p.txt")
    # What the other publisher writes as two words is no unknown word.
    assert phrases.sentences == (WORD, f"{WORD} {OTHER_WORD}")
    assert "heard by vosk-model-fa with vosk's run-time grammar" in phrases.warnings[0]
    assert phrases.warnings[1:] == (
        "«سلام» is left out: vosk-model-fa does not know سلام",
        "«...» is left out: it holds no word",
    )
    assert json.loads((folder / GRAMMAR).read_text(encoding="utf-8")) == list(phrases.sentences)
    assert (folder / "conf" / "model.conf").read_text().rstrip().endswith("rule4.min-trailing-silence=1000")


def test_a_published_model_that_knows_no_sentence_is_told(tmp_path: Path) -> None:
    model = write_dynamic_model(tmp_path / "vosk-model-fa")
    with pytest.raises(DataFileError, match="vosk-model-fa knows none of its sentences"):
        closed_model(settings_with(tmp_path, model), "fa", ["سلام"], tmp_path / "s", tmp_path / "p.txt")


def test_a_published_model_with_a_fixed_graph_leaves_it_to_the_embedded_one(tmp_path: Path) -> None:
    settings = settings_with(tmp_path, write_model(tmp_path / "vosk-model-fa"))
    folder, phrases = closed_model(settings, "fa", ["بله"], tmp_path / "s", tmp_path / "p.txt")
    assert phrases.sentences == ("بله",)
    assert phrases.warnings[0] == "vosk-model-fa takes no sentences: the embedded model hears 'fa' instead"
    assert (folder / "graph" / "HCLG.fst").stat().st_size > 0
    assert not (folder / GRAMMAR).exists()


def test_a_published_model_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelBroken, match="there is no such folder"):
        closed_model(settings_with(tmp_path, tmp_path / "none"), "fa", ["بله"], tmp_path / "s", tmp_path / "p.txt")


def test_sentences_of_other_letters_are_told_with_the_word(tmp_path: Path) -> None:
    with pytest.raises(
        DataFileError, match="none of its sentences can be pronounced in 'fa'.*no sound is known for привет"
    ):
        closed_model(Settings(home=tmp_path), "fa", ["привет"], tmp_path / "s", tmp_path / "p.txt")
