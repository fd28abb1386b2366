"""What is rendered ahead: everything fixed, each in its own language."""

import re
from pathlib import Path

import pytest

from bot.errors import DataFileError
from bot.prompts.fixed import fixed_texts
from bot.prompts.skills import PLACES
from tests.shipped import PROMPTS

DATA = Path(__file__).resolve().parents[3] / "data"


@pytest.mark.parametrize(("language", "word"), [("fa", "کارِ دیگری هست که انجام بدهم؟"), ("ar", "هَلْ تُرِيدُ شَيْئًا آخَر؟")])
def test_rasas_responses_are_there_in_their_language(language: str, word: str) -> None:
    assert word in fixed_texts(DATA, language, PROMPTS[language])


LONG_VOWELS = "اويىآ"
ARTICLE = re.compile("^(?:[وفبك][\u064e\u0650])?ال|^لِل")
CONSONANT_BEFORE_A_LETTER = re.compile(f"[^{LONG_VOWELS}\u064b-\u0652](?=[\u0621-\u064a])")


def bare_letters(text: str) -> list[str]:
    """Words of `text` with a consonant, not the last, that has no mark."""
    words = (word.strip(".,،؟:!") for word in text.split() if "{" not in word)
    return [word for word in words if CONSONANT_BEFORE_A_LETTER.search(ARTICLE.sub("", word))]


def test_every_arabic_text_has_its_vowel_marks() -> None:
    """Without them the voice skips the vowels: «مرحبا» = mrħbaː."""
    own = PROMPTS["ar"].skills
    texts = [*fixed_texts(DATA, "ar", PROMPTS["ar"]), *(getattr(own, name) for name in PLACES)]
    assert len(texts) > 45
    assert {text: bare for text in texts if (bare := bare_letters(text))} == {}


@pytest.mark.parametrize("text", ["عذرًا", "سأحولك", "المُوَظف", "مُكوَّن"])
def test_a_text_without_marks_is_found(text: str) -> None:
    assert bare_letters(text) == [text]


def test_no_text_of_the_other_language_and_none_with_a_gap() -> None:
    persian = set(fixed_texts(DATA, "fa", PROMPTS["fa"]))
    arabic = set(fixed_texts(DATA, "ar", PROMPTS["ar"]))
    assert persian & arabic == set()
    assert not [text for text in persian | arabic if "{" in text]


def test_each_text_comes_once() -> None:
    texts = fixed_texts(DATA, "fa", PROMPTS["fa"])
    assert len(texts) == len(set(texts))


def test_responses_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match=r"responses\.yml"):
        fixed_texts(tmp_path, "fa", PROMPTS["fa"])


@pytest.mark.parametrize(
    "content", ["", "version: '3.1'", "responses:\n", "responses: [a]", "responses: {a: b}", "- a", "a: ["]
)
def test_responses_of_another_shape_are_one_line(tmp_path: Path, content: str) -> None:
    (tmp_path / "domain").mkdir()
    (tmp_path / "domain" / "responses.yml").write_text(content, encoding="utf-8")
    with pytest.raises(DataFileError, match=r"responses\.yml"):
        fixed_texts(tmp_path, "fa", PROMPTS["fa"])
