"""Worker processes decode; a damaged model is told, a bad file costs only itself."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.lab.evaluation.speech_decoding import Decoded, Paths, Unusable, decode_all, jobs_for, under
from bot.lab.evaluation.speech_phrases import compile_closed
from bot.lab.evaluation.utterances import Sample, read_set
from tests.lexicons import LEXICONS
from voice.errors import ModelBroken
from voice.lexicon.pronounce import Lexicon

SETS = Path(__file__).parents[4] / "data" / "sets" / "fa-voices"


@pytest.fixture(scope="module")
def sample() -> Sample:
    return next(one for one in read_set(SETS) if one.path.name == "caller_hours.wav")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, sample: Sample) -> Path:
    scratch = tmp_path_factory.mktemp("graphs")
    lexicons = {"fa": Lexicon.load("fa", LEXICONS)}
    return compile_closed({"fa": [sample.text, "بله", "نه"]}, lexicons, scratch, scratch)["fa"]


def paths(folder: Path) -> Paths:
    return {"fa": {"general": str(folder)}}


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory, folder: Path, sample: Sample) -> list[Decoded | Unusable]:
    text = tmp_path_factory.mktemp("bad") / "text.wav"
    text.write_text("no sound")
    bad = (replace(sample, path=text), replace(sample, path=text.with_name("none.wav")))
    return list(decode_all(paths(folder), (bad[0], sample, bad[1]), ("clean", "gsm+loss1"), 1))


def test_a_clip_is_heard_under_each_condition(outcomes: list[Decoded | Unusable], sample: Sample) -> None:
    decoded = [one for one in outcomes if isinstance(one, Decoded)]
    assert [(one.sample.condition, one.heard) for one in decoded] == [
        ("clean", sample.text),
        ("gsm+loss1", sample.text),
    ]
    for one in decoded:
        assert one.first_partial_ms is not None and 0 < one.first_partial_ms < one.sound_ms
        assert 0 < one.decode_ms and 0 < one.final_ms


def test_a_bad_file_costs_only_itself(outcomes: list[Decoded | Unusable]) -> None:
    unusable = [one for one in outcomes if isinstance(one, Unusable)]
    assert [one.sample.path.name for one in unusable] == ["text.wav", "none.wav"]
    assert "this is not audio" in unusable[0].problem and "no such file" in unusable[1].problem


def damaged(folder: Path, name: str, content: bytes, tmp_path: Path) -> Path:
    for file in (one for one in folder.rglob("*") if one.is_file()):
        copy = tmp_path / file.relative_to(folder)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.symlink_to(file)
    (tmp_path / name).unlink()
    (tmp_path / name).write_bytes(content)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("am/final.mdl", b"of another world", "vosk cannot read it"),
        ("conf/fbank.conf", b"--sample-frequency=8000\n--num-mel-bins=80\n", "its files do not fit together"),
    ],
)
def test_a_model_that_is_damaged_or_of_another_version_is_told(
    folder: Path, sample: Sample, tmp_path: Path, name: str, content: bytes, told: str
) -> None:
    broken = damaged(folder, name, content, tmp_path)
    with pytest.raises(ModelBroken, match=told) as caught:
        list(decode_all(paths(broken), (sample,), (), 1))
    assert caught.value.path == str(tmp_path)


def test_a_missing_model_is_told(sample: Sample, tmp_path: Path) -> None:
    with pytest.raises(ModelBroken, match="there is no such folder"):
        list(decode_all(paths(tmp_path / "none"), (sample,), (), 1))


def test_conditions_add_up_with_what_was_recorded(sample: Sample) -> None:
    noisy = replace(sample, condition="street")
    assert [under(noisy, name).condition for name in ("clean", "gsm")] == ["street", "street+gsm"]
    bare = replace(sample, condition="")
    assert [under(bare, name).condition for name in ("clean", "gsm")] == ["clean", "gsm"]


def test_few_clips_need_one_process() -> None:
    assert jobs_for(1) == 1
    assert jobs_for(10_000) >= 1
