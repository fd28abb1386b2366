"""The shipped models are there and small enough to ship."""

import pytest

from nlu.text.languages import CODES
from voice.graphs.nnet3 import unpack_model
from voice.lexicon.phones import phone_table
from voice.models.embedded import available


@pytest.mark.parametrize("language", CODES)
def test_shipped_model(language: str) -> None:
    model = available(language)
    assert model is not None
    data = (model.folder / "final.mdl").read_bytes()
    assert len(data) <= 8 * 1024 * 1024
    assert unpack_model(data).outputs == 1 + len(phone_table(language).phones)
    assert "--sample-frequency=8000" in (model.folder / "fbank.conf").read_text()


def test_other_languages_have_none() -> None:
    assert available("en") is None
    assert available("../fa") is None
