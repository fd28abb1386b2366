"""Every language has every sentence."""

from dataclasses import astuple

import pytest

from handoff.reasons import Reason
from handoff.sentences import SENTENCES, sentences


@pytest.mark.parametrize("language", SENTENCES)
def test_no_sentence_is_empty_or_twice(language: str) -> None:
    said = astuple(SENTENCES[language])
    assert all(text.strip() for text in said)
    assert len(set(said)) == len(said)


def test_another_language_falls_back_to_persian() -> None:
    assert sentences("tr") == SENTENCES["fa"]


def test_what_broke_is_apologised_for() -> None:
    said = sentences("fa")
    assert said.opening(Reason.CRM_UNAVAILABLE) == said.sorry_transferring
    assert said.opening("component_failed") == said.sorry_transferring
    assert said.opening(Reason.COMPLAINT) == said.transferring
