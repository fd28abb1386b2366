"""Who is trained on and who is kept for judging."""

from pathlib import Path

import numpy as np
import soundfile

from voice.models.training.second_pass.people import Clip, Reader, for_training, held_out


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
