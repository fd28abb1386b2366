"""What is rendered ahead: everything fixed, each in its own language."""

from pathlib import Path

import pytest

from bot.errors import DataFileError
from bot.fixed_texts import fixed_texts
from bot.prompts import load_prompts

DATA = Path(__file__).resolve().parent.parent.parent / "data"
PROMPTS = load_prompts(DATA / "prompts" / "call.yml")


@pytest.mark.parametrize(("language", "word"), [("fa", "کارِ دیگری هست که انجام بدهم؟"), ("ar", "هل تريد شيئًا آخر؟")])
def test_rasas_responses_are_there_in_their_language(language: str, word: str) -> None:
    assert word in fixed_texts(DATA, language, PROMPTS[language])


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
