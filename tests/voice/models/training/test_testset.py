"""The clips of voices that training never hears."""

import csv
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.voice.models.training import small_voices
from voice.lexicon.phones import phone_table
from voice.models.training.corpus import ESPEAK_VARIANTS
from voice.models.training.synth import HELD_OUT_KOKORO, SYNTH_HZ, TEST_KOKORO
from voice.models.training.testset import HELD_OUT_ESPEAK, PHONE_HZ, build, noisy, telephone


def voice(seconds: float = 1.0, level: float = 0.2) -> np.ndarray:
    times = np.arange(round(seconds * SYNTH_HZ)) / SYNTH_HZ
    return (level * np.sin(2 * np.pi * 500 * times)).astype(np.float32)


def test_held_out_voices_are_in_no_training_list() -> None:
    assert not set(HELD_OUT_ESPEAK) & set(ESPEAK_VARIANTS)
    assert TEST_KOKORO in HELD_OUT_KOKORO


@pytest.mark.parametrize("level", [0.01, 0.2, 0.9])
def test_a_line_is_at_8_khz_equally_loud_and_has_a_pause_on_both_sides(level: float) -> None:
    line = telephone(voice(level=level), 0.25)
    assert line.dtype == np.float32
    assert len(line) == pytest.approx(1.5 * PHONE_HZ, abs=2)
    assert np.abs(line).max() == pytest.approx(0.6, abs=0.01)
    assert np.abs(line[:1900]).max() < 0.003
    assert np.abs(line[-1900:]).max() < 0.003


def test_a_pause_hisses_as_a_line_does() -> None:
    assert 1e-4 < np.std(telephone(voice())[:1900]) < 1e-3


def test_silence_stays_silence() -> None:
    assert np.abs(telephone(np.zeros(SYNTH_HZ, np.float32))).max() < 0.003


@pytest.mark.parametrize("snr_db", [5.0, 15.0])
def test_noise_lies_below_the_mean_power_of_the_clip(snr_db: float) -> None:
    line = 0.3 * telephone(voice())
    noise = noisy(line, snr_db, 1) - line
    assert 10 * np.log10(np.mean(line**2) / np.mean(noise**2)) == pytest.approx(snr_db, abs=0.1)


def test_noise_falls_towards_high_frequencies() -> None:
    line = telephone(voice())
    spectrum = np.abs(np.fft.rfft(noisy(line, 5, 1) - line)) ** 2
    low, high = np.split(spectrum[: len(spectrum) // 2 * 2], 2)
    assert low.sum() > 2 * high.sum()


def test_a_loud_clip_in_loud_noise_is_not_clipped() -> None:
    assert np.abs(noisy(telephone(voice()), -10, 1)).max() == pytest.approx(0.9, abs=0.001)


def test_each_clip_has_noise_of_its_own_and_always_the_same() -> None:
    line = telephone(voice())
    assert np.array_equal(noisy(line, 10, 3), noisy(line, 10, 3))
    assert not np.array_equal(noisy(line, 10, 3), noisy(line, 10, 4))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A set of fourteen lines; the last is one that the demo's caller says."""
    folder = tmp_path_factory.mktemp("set")
    names = [f"line{number:02d}" for number in range(13)] + ["caller_hello"]
    rows = "".join(f"{name}\tسلام {at}\tsalAm xub\n" for at, name in enumerate(names))
    (folder / "lines.tsv").write_text(rows, encoding="utf-8")
    table = phone_table("fa")
    ascii_of = {phone: short for short, phone in table.ascii.items()}
    spelled = " ".join("".join(ascii_of[phone] for phone in word) for word in ("sælɒm", "xub"))
    (folder / "lines.tsv").write_text(rows.replace("salAm xub", spelled), encoding="utf-8")
    voices = small_voices.kokoro(folder / "k"), small_voices.espeak()
    build(table, folder / "lines.tsv", folder, *voices, "fa")
    return folder


def rows_of(folder: Path) -> list[dict[str, str]]:
    with (folder / "ref.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def test_every_row_has_its_clip_and_every_clip_its_row(built: Path) -> None:
    files = [row["file"] for row in rows_of(built)]
    assert sorted(files) == sorted(path.name for path in built.iterdir() if path.suffix in (".flac", ".wav"))
    assert len(set(files)) == len(files)


def test_the_neural_voice_says_all_lines_and_espeak_every_third(built: Path) -> None:
    rows = rows_of(built)
    clean = [row for row in rows if row["condition"] == "clean"]
    assert sum(row["speaker"] == f"kokoro-{TEST_KOKORO}" for row in clean) == 14
    assert [row["speaker"] for row in clean if row["speaker"].startswith("espeak")] == [
        f"espeak-{variant}" for variant in HELD_OUT_ESPEAK
    ]
    assert [row["file"] for row in rows if row["condition"] == "noise15"] == [
        "noise_line01.flac",
        "noise_caller_hello.flac",
    ]


def test_what_the_demo_plays_is_a_wav(built: Path) -> None:
    assert "caller_hello.wav" in [row["file"] for row in rows_of(built)]
    assert soundfile.info(built / "caller_hello.wav").samplerate == PHONE_HZ


def test_the_text_of_a_line_stands_beside_each_of_its_clips(built: Path) -> None:
    texts = {row["file"]: row["text"] for row in rows_of(built)}
    assert texts["line01.flac"] == texts["noise_line01.flac"] == "سلام 1"
    assert texts["line03.flac"] == texts["espeak_line03.flac"] == "سلام 3"
