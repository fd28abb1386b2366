"""The call's own sentences, for rendering ahead."""

from dataclasses import fields

import pytest

from bot.prompts.call import CallPrompts
from tests.shipped import CALL


@pytest.mark.parametrize("language", CALL)
def test_all_are_the_sentences_and_the_questions(language: str) -> None:
    own = CALL[language]
    assert len(own.all()) == len(fields(CallPrompts)) - 2 + len(own.confirm)
    assert set(own.confirm.values()) < set(own.all())
    assert all(isinstance(text, str) and text.strip() for text in own.all())
