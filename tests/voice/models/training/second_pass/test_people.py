"""Who is trained on and who is kept for judging."""

import tarfile
from pathlib import Path

import numpy as np
import pytest
import soundfile

from voice.models.training.second_pass.people import (
    LONGEST_S,
    Clip,
    Reader,
    for_training,
    held_out,
    load,
    story,
    unpacked,
)


def clip(name: str, source: str, digit: int = -1) -> Clip:
    return Clip(Path(f"{name}.flac"), (1,), source, "someone", digit)


def test_about_one_name_in_six_is_held_out_and_always_the_same() -> None:
    names = [f"clip{number}" for number in range(600)]
    out = [name for name in names if held_out(name)]
    assert 60 < len(out) < 140
    assert out == [name for name in names if held_out(name)]


def test_what_is_held_out_is_not_trained_on() -> None:
    clips = {"digits": [clip(f"d{number}", "digits", 1) for number in range(100)]}
    kept = for_training(clips)["digits"]
    assert kept == [one for one in clips["digits"] if not held_out(one.path.stem)]
    assert len(kept) < 100


def test_pages_of_one_story_are_held_out_together() -> None:
    pages = [clip(f"{story:04d}_{page:02d}", "stories") for story in range(40) for page in range(5)]
    kept = {one.path.stem for one in for_training({"stories": pages})["stories"]}
    assert all(sum(f"{story:04d}_{page:02d}" in kept for page in range(5)) in (0, 5) for story in range(40))


def test_prompts_say_the_number_nine_and_grade_b_is_left_out(tmp_path: Path) -> None:
    for name in ("nine", "rough"):
        soundfile.write(tmp_path / f"{name}.flac", np.zeros(8000), 8000)
    rows = ["file\tlanguage\ttext\tspeaker\tgrade", "nine.flac\tfa\tنه\tw\tA", "rough.flac\tfa\tیک\tw\tB"]
    (tmp_path / "ref.tsv").write_text("\n".join(rows), encoding="utf-8")
    reader = Reader("fa")
    found = list(reader.prompts(tmp_path, "prompts"))
    assert [(one.digit, one.labels) for one in found] == [(9, reader.labels(("n", "o", "h")))]


@pytest.fixture(scope="module")
def arabic() -> Reader:
    return Reader("ar")


def recording(path: Path, seconds: float = 0.2) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    soundfile.write(path, np.zeros(round(8_000 * seconds)), 8_000)


def packed(folder: Path, tar: Path) -> Path:
    tar.parent.mkdir(parents=True, exist_ok=True)
    with tarfile.open(tar, "w") as out:
        out.add(folder, arcname=".")
    return tar


def commands(folder: Path) -> Path:
    for keyword, name in (("yes", "00000001_NO_01"), ("zero", "00000001_NO_01"), ("zero", "00000002_NO_01")):
        recording(folder / "train" / keyword / f"{name}.flac")
    return folder


def test_keywords_tell_who_speaks_and_which_of_them_are_digits(arabic: Reader, tmp_path: Path) -> None:
    found = list(arabic.keywords(commands(tmp_path)))
    assert sorted((one.path.parent.name, one.speaker, one.digit) for one in found) == [
        ("yes", "00000001", -1),
        ("zero", "00000001", 0),
        ("zero", "00000002", 0),
    ]
    (zero,) = {one.labels for one in found if one.digit == 0}
    assert zero == arabic.labels(("sˤ", "i", "f", "r"))


def test_a_case_ending_that_is_read_out_is_heard(arabic: Reader) -> None:
    bare, ended = arabic.sounds("باب"), arabic.sounds("باب\u064c")
    assert ended == (*bare, *arabic.labels(("u", "n")))


def test_a_recording_longer_than_the_encoder_hears_is_left_out(arabic: Reader, tmp_path: Path) -> None:
    recording(tmp_path / "short.flac")
    recording(tmp_path / "long.flac", LONGEST_S + 1)
    rows = ["file\ttext\tspeaker", "short.flac\tباب\ts", "long.flac\tباب\ts"]
    (tmp_path / "ref.tsv").write_text("\n".join(rows), encoding="utf-8")
    assert [one.path.name for one in arabic.prompts(tmp_path, "stories")] == ["short.flac"]


def test_a_tar_is_unpacked_once(tmp_path: Path) -> None:
    tar = packed(commands(tmp_path / "source"), tmp_path / "people.tar")
    (tmp_path / "work" / "people").mkdir(parents=True)
    folder = unpacked(tar, tmp_path / "work")
    assert folder == tmp_path / "work" / "people" / "people"
    (folder / "mark").touch()
    assert (unpacked(tar, tmp_path / "work") / "mark").exists()


def test_sources_that_are_not_there_are_left_out(tmp_path: Path) -> None:
    assert load("ar", tmp_path, tmp_path / "work") == {}
    packed(commands(tmp_path / "source"), tmp_path / "ar_commands_train.tar")
    assert {source: len(clips) for source, clips in load("ar", tmp_path, tmp_path / "work").items()} == {"keywords": 3}


def test_a_page_belongs_to_its_story() -> None:
    assert story(Path("0012_07.flac")) == story(Path("0012_08.flac")) == "0012"


def test_of_the_one_woman_single_digits_stay_and_some_sentences_go() -> None:
    some = [clip(f"p{number}", "prompts", number % 10 if number < 50 else -1) for number in range(200)]
    kept = for_training({"prompts": some})["prompts"]
    assert [one for one in kept if one.digit >= 0] == some[:50]
    assert 100 < len([one for one in kept if one.digit < 0]) < 150
