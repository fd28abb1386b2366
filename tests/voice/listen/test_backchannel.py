"""Which words are an interruption."""

import pytest

from voice.listen.backchannel import telling


@pytest.mark.parametrize("text", ["", "بله", "آره بله", "اره", "هوم", "اِ", "خب یعنی", "بله بله بله"])
def test_persian_backchannels_tell_nothing(text: str) -> None:
    assert not telling(text, "fa")


@pytest.mark.parametrize("text", ["اپراتور", "بله موجودی", "نه", "خب وصل کن"])
def test_persian_words_do(text: str) -> None:
    assert telling(text, "fa")


@pytest.mark.parametrize("text", ["نعم", "أيوه", "ايوه", "آه", "اممم طيب"])
def test_arabic_backchannels_tell_nothing(text: str) -> None:
    assert not telling(text, "ar")


@pytest.mark.parametrize("text", ["لا", "موظف", "نعم أريد موظف"])
def test_arabic_words_do(text: str) -> None:
    assert telling(text, "ar")


def test_a_language_without_a_list_has_only_words() -> None:
    assert telling("yes", "en")
