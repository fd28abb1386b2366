"""The table of usual words: each can be read as it stands."""

import re
from pathlib import Path

import pytest

from nlu.latin import table

MARKED = {
    "fa": re.compile("[\u0622-\u06cc\u064b-\u0652\u200c ]+"),
    "ar": re.compile("[\u0621-\u064a\u064b-\u0652گپڤ ]+"),
}


@pytest.mark.parametrize("language", ["fa", "ar"])
def test_words_are_in_letters_of_the_language(language: str) -> None:
    for written, said in table.words(language).items():
        assert all(MARKED[language].fullmatch(one) for one in said), written


@pytest.mark.parametrize("language", ["fa", "ar"])
def test_no_word_stands_twice(language: str) -> None:
    text = Path(table.__file__).with_name(f"words_{language}.txt").read_text(encoding="utf-8")
    keys = [table.parts(line.partition("=")[0]) for line in text.splitlines() if "=" in line.partition("#")[0]]
    assert sorted(key for key in set(keys) if keys.count(key) > 1) == []


def test_the_parts_of_a_word() -> None:
    assert table.parts("Wi-Fi") == ("wi", "fi")
    assert table.parts("4G") == ("4", "g")
    assert table.parts("McDonald’s") == ("mcdonalds",)
    assert table.longest("fa") == 3
