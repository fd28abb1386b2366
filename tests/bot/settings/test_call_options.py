"""What a call is told: the configuration's words reach it, and nothing about it changes afterwards."""

from dataclasses import FrozenInstanceError, fields
from pathlib import Path

import pytest

from bot.settings.call_options import CallOptions, LanguageOptions
from bot.settings.settings import load_settings

CONFIG = """\
language: ar
languages: {by_number: {"1*": fa}, detect: true, certainty: 0.9}
speech:
  barge_in: false
  minimum_confidence: 0.4
  end_silence_ms: {general: 1, digits: 2, yesno: 3}
  no_input_ms: {general: 4000, digits: 5000, yesno: 6000}
handoff: {failures: 5}
"""


def test_a_call_is_told_what_the_file_says(tmp_path: Path) -> None:
    (tmp_path / "config.yml").write_text(CONFIG, encoding="utf-8")
    told = load_settings(tmp_path / "config.yml").call
    assert (told.language, told.limits.failures) == ("ar", 5)
    assert (told.languages.by_number, told.languages.detect, told.languages.certainty) == ({"1*": "fa"}, True, 0.9)
    assert (told.speech.barge_in, told.speech.minimum_confidence) == (False, 0.4)
    silence, no_input = told.speech.end_silence_ms, told.speech.no_input_ms
    assert (silence.general, silence.digits, silence.yesno) == (1, 2, 3)
    assert (no_input.general, no_input.digits, no_input.yesno) == (4000, 5000, 6000)


def test_a_file_that_says_nothing_tells_the_rooms_own_values(tmp_path: Path) -> None:
    (tmp_path / "config.yml").write_text("language: fa\n", encoding="utf-8")
    told, own = load_settings(tmp_path / "config.yml").call, CallOptions()
    assert (told.language, told.limits) == (own.language, own.limits)
    for part in ("languages", "speech"):
        for one in fields(getattr(own, part)):
            assert getattr(getattr(told, part), one.name) == getattr(getattr(own, part), one.name)


def test_options_are_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        LanguageOptions().detect = True  # type: ignore[misc]
