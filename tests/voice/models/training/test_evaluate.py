"""Figures of a network: the shipped ones hear clips that espeak-ng speaks here."""

import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import soundfile

from tests.voice.models.training import small_voices
from voice.lexicon.phones import phone_table
from voice.models.training.evaluate import Figures, PersianEarsLexicon
from voice.models.training.synth import mnemonics
from voice.models.training.testset import PHONE_HZ, telephone
from voice.score import score

ROOT = Path(__file__).parents[4]
MODELS = ROOT / "voice" / "models"
WORDS = {"zero": ("صفر", "sˤ i f r"), "five": ("خمسة", "x a m s a"), "yes": ("نعم", "n a ʕ a m")}


def test_figures_read_as_a_line() -> None:
    figures = Figures("people", score([("یک دو", "یک دو"), ("سه چهار", "سه پنج")]), 0.0123)
    assert str(figures) == "people: 2 clips, word errors 25.0%, sentences right 50.0%, 0.012 x real time"


def ears(ipa: str) -> set[tuple[str, ...]]:
    lexicon = PersianEarsLexicon("fa", phone_table("fa"), {"w": [phone_table("ar").from_ipa(ipa)]})
    return set(lexicon.pronounce("w"))


def test_a_persian_hears_an_arabic_word_in_all_ways_that_its_sounds_allow() -> None:
    assert ears("θ iː b") == {("s", "i", "b"), ("t", "i", "b")}
    assert ears("w a b") == {("v", "æ", "b"), ("v", "e", "b"), ("u", "æ", "b"), ("u", "e", "b")}


def test_a_stop_in_the_throat_may_go_unheard() -> None:
    heard = ears("n a ʕ")
    assert ("n", "æ") in heard
    assert ("n", "æ", "ʔ") in heard


def test_a_sound_that_falls_on_its_like_is_said_once() -> None:
    assert all(one == other for word in ears("d dˤ iː") for one, other in [(len(word), len(set(word)))])


def test_no_persian_ending_is_put_behind_an_arabic_word() -> None:
    lexicon = PersianEarsLexicon("fa", phone_table("fa"), {"w": [("b", "iː")]})
    assert lexicon.pronounce("w", linked=True) == lexicon.pronounce("w")


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Clips of two voices, KEYWORD/*.flac, and the table of their words."""
    folder, voice = tmp_path_factory.mktemp("people"), small_voices.espeak()
    table = phone_table("ar")
    for keyword, (_, ipa) in WORDS.items():
        (folder / keyword).mkdir()
        spelled = mnemonics([table.from_ipa(ipa)], table, random.Random(1))
        for variant in ("m3", "f2"):
            line = telephone(voice.say(spelled, f"ar+{variant}", 140, 50, 50))
            soundfile.write(folder / keyword / f"{variant}.flac", line, PHONE_HZ)
    rows = ["keyword\tword\tsound", *(f"{name}\t{word}\t{ipa}" for name, (word, ipa) in WORDS.items())]
    (folder / "keywords.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return folder, folder / "keywords.tsv"


def measured(call: str) -> Any:
    """Figures that `call` gives in a process of its own, into which vosk may come."""
    code = (
        "import dataclasses, json; from pathlib import Path; from voice.models.training.evaluate import *; "
        f"found = {call}; found = found if isinstance(found, list) else [found]; "
        "print(json.dumps([{**dataclasses.asdict(one), 'right': one.score.sentence_accuracy} for one in found]))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def test_the_arabic_network_is_measured_clean_and_in_noise(people: tuple[Path, Path]) -> None:
    clips, keywords = map(str, people)
    clean, loud = measured(f"arabic(Path({str(MODELS / 'ar')!r}), Path({clips!r}), Path({keywords!r}))")
    assert (clean["name"], loud["name"]) == ("people, keywords", "people, keywords, noise at 15 dB")
    assert (clean["score"]["sentences"], loud["score"]["sentences"]) == (6, 6)
    assert clean["right"] >= 5 / 6
    assert clean["real_time_factor"] > 0


def test_the_persian_head_is_measured_on_words_it_was_never_taught(people: tuple[Path, Path]) -> None:
    clips, keywords = map(str, people)
    (figures,) = measured(f"persian_on_people(Path({str(MODELS / 'fa')!r}), Path({clips!r}), Path({keywords!r}))")
    assert figures["score"]["sentences"] == 2  # "five" alone is kept from it


def test_vosk_stays_out_of_who_only_imports_this() -> None:
    code = "import sys, voice.models.training.evaluate; print('vosk' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
