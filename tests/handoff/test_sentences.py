"""Every language has every sentence, and another one is spoken to in the fallback."""

from dataclasses import astuple

import pytest

from handoff.reasons import Reason
from tests.shipped import SENTENCES


@pytest.mark.parametrize("language", SENTENCES.callers)
def test_no_sentence_is_empty_or_twice(language: str) -> None:
    said = astuple(SENTENCES.to_caller(language))
    assert all(text.strip() for text in said)
    assert len(set(said)) == len(said)


def test_another_language_falls_back_to_persian() -> None:
    assert SENTENCES.to_caller("tr") is SENTENCES.callers["fa"]
    assert SENTENCES.to_agent("tr") is SENTENCES.agents["fa"]
    assert SENTENCES.to_agent("ar") is SENTENCES.agents["ar"]


def test_what_broke_is_apologised_for() -> None:
    said = SENTENCES.to_caller("fa")
    assert said.opening(Reason.CRM_UNAVAILABLE) == said.sorry_transferring
    assert said.opening("component_failed") == said.sorry_transferring
    assert said.opening(Reason.COMPLAINT) == said.transferring
    assert said.short_opening(Reason.KEY_ZERO) == said.transferring_now
    assert {said.short_opening(reason) for reason in (Reason.CRM_UNAVAILABLE, Reason.NO_INPUT)} == {""}
