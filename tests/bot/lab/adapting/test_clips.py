"""What of a set is of use, and what for."""

from pathlib import Path

import numpy as np
import pytest
import soundfile

from bot.lab.adapting.clips import Clip, check, part
from bot.lab.evaluation.utterances import Sample
from tests.lexicons import LEXICONS
from voice.lexicon.pronounce import Lexicon


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.load("fa", LEXICONS)


def write(folder: Path, name: str, seconds: float = 1.0, level: float = 0.3, seed: int = 1) -> Path:
    noise = np.random.default_rng(seed).uniform(-level, level, int(8000 * seconds))
    soundfile.write(folder / name, noise, 8000)
    return folder / name


def clips(count: int, callers: int) -> list[Clip]:
    return [
        Clip(Sample(Path(f"{at}.wav"), "fa", "سلام", f"caller {at % callers}" if callers else ""), b"", f"key {at}")
        for at in range(count)
    ]


def test_each_clip_of_no_use_is_named_with_its_reason(tmp_path: Path, lexicon: Lexicon) -> None:
    (tmp_path / "text.wav").write_text("no sound")
    samples = [
        Sample(write(tmp_path, "good.wav"), "fa", "موجودی حساب"),
        Sample(write(tmp_path, "again.wav"), "fa", "موجودی حساب"),
        Sample(write(tmp_path, "long.wav", 40, seed=2), "fa", "سلام"),
        Sample(write(tmp_path, "short.wav", 0.1, seed=3), "fa", "سلام"),
        Sample(write(tmp_path, "silent.wav", 1, 0.0), "fa", "سلام"),
        Sample(write(tmp_path, "signs.wav", seed=4), "fa", "؟!"),
        Sample(write(tmp_path, "strange.wav", seed=5), "fa", "سلام ☎☎ Ωmega"),
        Sample(tmp_path / "text.wav", "fa", "سلام"),
        Sample(tmp_path / "none.wav", "fa", "سلام"),
    ]
    found = check(samples, "fa", lexicon)
    assert [clip.sample.path.name for clip in found.clips] == ["good.wav"]
    told = dict(line.split(": ", 1) for line in found.left_out)
    assert told["again.wav"] == "the same sound as good.wav"
    assert "40 s long" in told["long.wav"]
    assert "100 ms" in told["short.wav"]
    assert told["silent.wav"] == "it is silent"
    assert "no word" in told["signs.wav"]
    assert "not audio" in told["text.wav"]
    assert "no such file" in told["none.wav"]
    assert "fa.extra.txt" in told["strange.wav"] or "strange.wav" not in told


def test_words_guessed_from_their_letters_are_named_and_digits_are_not(tmp_path: Path, lexicon: Lexicon) -> None:
    found = check([Sample(write(tmp_path, "a.wav"), "fa", "قلزبشکنجی ۱۲۳۴۵ سلام")], "fa", lexicon)
    assert found.notes and "قلزبشکنجی" in found.notes[0] and "۱۲۳" not in found.notes[0]


def test_many_callers_are_parted_whole() -> None:
    parts = part(clips(300, callers=30))
    assert parts.callers and parts.lack == ""
    who = [{clip.sample.speaker for clip in some} for some in (parts.learn, parts.choose, parts.judge)]
    assert not who[0] & who[1] and not who[0] & who[2] and not who[1] & who[2]


@pytest.mark.parametrize("callers", [0, 1, 2])
def test_few_callers_are_parted_by_clip(callers: int) -> None:
    parts = part(clips(300, callers))
    assert not parts.callers and parts.lack == ""
    assert 0.15 < len(parts.judge) / 300 < 0.35


def test_a_clip_keeps_its_part_while_the_set_grows() -> None:
    small, large = part(clips(120, callers=0)), part(clips(300, callers=0))
    assert set(small.judge) <= set(large.judge) and set(small.learn) <= set(large.learn)


def test_too_few_are_told_with_how_many_are_needed() -> None:
    lack = part(clips(12, callers=0)).lack
    assert "12 clips" in lack and "needed: 20" in lack
