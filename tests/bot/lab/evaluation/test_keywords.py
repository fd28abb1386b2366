"""A folder a keyword, or a tar of them."""

import tarfile
from pathlib import Path

import numpy as np
import pytest
import soundfile

from bot.errors import DataFileError
from bot.lab.evaluation.keywords import read_keywords, unpacked


def clip(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    soundfile.write(path, np.zeros(800), 8000)


def packed(folder: Path, archive: Path) -> Path:
    with tarfile.open(archive, "w") as file:
        file.add(folder, arcname="val")
    return archive


def test_folders_are_keywords_and_names_begin_with_the_speaker(tmp_path: Path) -> None:
    clip(tmp_path / "val" / "yes" / "0007_NO_01.flac")
    clip(tmp_path / "val" / "zoom in" / "0008_NO_01.flac")
    told = [(one.text, one.speaker, one.language) for one in read_keywords(tmp_path)]
    assert told == [("نعم", "0007", "ar"), ("تكبير", "0008", "ar")]


def test_a_folder_may_be_named_by_the_word_itself(tmp_path: Path) -> None:
    clip(tmp_path / "بله" / "a.wav")
    clip(tmp_path / "اپراتور" / "b.ogg")
    assert {(one.text, one.language) for one in read_keywords(tmp_path)} == {("بله", "fa"), ("اپراتور", "fa")}


def test_a_table_names_the_words(tmp_path: Path) -> None:
    clip(tmp_path / "w1" / "a.wav")
    (tmp_path / "keywords.tsv").write_text("keyword\tword\nw1\tموظف\n", encoding="utf-8")
    (sample,) = read_keywords(tmp_path)
    assert (sample.text, sample.language) == ("موظف", "ar")


def test_a_folder_whose_word_nobody_knows_is_named(tmp_path: Path) -> None:
    clip(tmp_path / "blah" / "a.wav")
    with pytest.raises(DataFileError, match="which word is 'blah'"):
        read_keywords(tmp_path)


def test_a_folder_without_a_set_is_told_what_a_set_is(tmp_path: Path) -> None:
    clip(tmp_path / "a.wav")
    with pytest.raises(DataFileError, match=r"neither a ref\.tsv nor a folder of audio files"):
        read_keywords(tmp_path)


@pytest.mark.parametrize("table", ["word\nx\n", "keyword\tword\n", "رصيد".encode("cp1256").decode("latin-1")])
def test_a_table_without_its_columns_is_refused(tmp_path: Path, table: str) -> None:
    clip(tmp_path / "w1" / "a.wav")
    (tmp_path / "keywords.tsv").write_text(table, encoding="utf-8")
    with pytest.raises(DataFileError, match="columns keyword and word"):
        read_keywords(tmp_path)


def test_an_archive_is_unpacked_but_for_what_is_no_sound(tmp_path: Path) -> None:
    clip(tmp_path / "in" / "yes" / "0007_NO_01.wav")
    (tmp_path / "in" / "yes" / "run.sh").write_text("echo")
    folder = unpacked(packed(tmp_path / "in", tmp_path / "a.tar"), tmp_path / "out")
    assert [one.text for one in read_keywords(folder)] == ["نعم"]
    assert not list(folder.rglob("run.sh"))


def test_an_archive_may_hold_a_set_with_its_table(tmp_path: Path) -> None:
    clip(tmp_path / "in" / "deep" / "a.wav")
    (tmp_path / "in" / "deep" / "ref.tsv").write_text("file\tlanguage\ttext\na.wav\tfa\tبله\n", encoding="utf-8")
    folder = unpacked(packed(tmp_path / "in", tmp_path / "a.tar"), tmp_path / "out")
    assert (folder / "ref.tsv").is_file()


def test_what_is_neither_folder_nor_archive_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.tar").write_text("no archive")
    clip(tmp_path / "in" / "yes" / "0007.wav")
    cut = packed(tmp_path / "in", tmp_path / "cut.tar")
    cut.write_bytes(cut.read_bytes()[:1300])
    for name in ("a.tar", "cut.tar", "none.tar"):
        with pytest.raises(DataFileError, match=r"unpacked as a tar archive|no such folder or archive"):
            unpacked(tmp_path / name, tmp_path / f"out-{name}")
