"""How much of each source is heard. Runs in the training environment."""

import json
from pathlib import Path

import numpy as np
import pytest
import soundfile

pytest.importorskip("scipy")
pytest.importorskip("kaldi_native_fbank")

from nlu.text.languages import CODES
from voice.models.training.features import THROATS
from voice.models.training.mixing import COUNTS, KEYWORDS, SHARES, make_mixer
from voice.models.training.prompts import VOICES


def test_every_engine_speaks_every_language_and_is_heard() -> None:
    assert {(code, engine) for code in CODES for engine in COUNTS} <= set(SHARES)
    assert {(code, "prompts") for code in VOICES} <= set(SHARES)
    assert ("ar", "human") in SHARES


def test_shares_are_of_one_whole() -> None:
    assert sum(SHARES.values()) == pytest.approx(1.0, abs=0.02)
    assert min(SHARES.values()) > 0


def test_every_source_that_is_no_person_has_a_range_of_throats() -> None:
    assert {source for _, source in SHARES} - {"human"} == set(THROATS)
    assert all(low < 1 < high for low, high in THROATS.values())


def test_what_was_spoken_so_far_and_the_people_are_mixed(tmp_path: Path) -> None:
    sound = 0.3 * np.sin(np.arange(8_000) / 3)
    people, engine = tmp_path / "people" / "zero", tmp_path / "corpus" / "fa" / "espeak"
    for folder, name in ((people, "a"), (engine, "000000")):
        folder.mkdir(parents=True)
        soundfile.write(folder / f"{name}.flac", sound, 8_000)
    row = {"id": 0, "phones": ["b", "æ"], "text": "", "speaker": "m1"}
    (engine / "manifest.jsonl").write_text(json.dumps(row, ensure_ascii=False) + "\n", encoding="utf-8")
    mixer = make_mixer(1, tmp_path, tmp_path / "people", None)
    assert {kind for _, labels, kind in (mixer.example() for _ in range(40)) if labels} == {"fa", "people"}
    assert KEYWORDS.is_file()
