"""Persian words of agreement and refusal: each is read as what it is listed for."""

import pytest

from nlu.values.words_fa import NO, YES
from tests.nlu.values.reading import first


@pytest.mark.parametrize("phrase", YES)
def test_what_agrees(phrase: str) -> None:
    assert first("yesno", phrase, "fa") is True


@pytest.mark.parametrize("phrase", NO)
def test_what_refuses(phrase: str) -> None:
    assert first("yesno", phrase, "fa") is False
