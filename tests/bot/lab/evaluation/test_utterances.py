"""ref.tsv: read, and every mistake named with its line."""

from pathlib import Path

import pytest

from bot.errors import DataFileError
from bot.lab.evaluation.utterances import read_set, read_table


def make(folder: Path, table: str) -> Path:
    (folder / "a.wav").write_bytes(b"")
    (folder / "ref.tsv").write_text(table, encoding="utf-8")
    return folder


def test_speaker_and_condition_are_optional(tmp_path: Path) -> None:
    (sample,) = read_set(make(tmp_path, "file\tlanguage\ttext\na.wav\tfa\tسلام\n"))
    assert (sample.path, sample.language, sample.text, sample.speaker) == (tmp_path / "a.wav", "fa", "سلام", "")


def test_more_columns_are_passed_over_and_quotes_are_text(tmp_path: Path) -> None:
    (sample,) = read_set(make(tmp_path, 'file\tlanguage\ttext\tspeaker\tage\na.wav\tfa\t"سلام\tm1\t30\n'))
    assert (sample.text, sample.speaker) == ('"سلام', "m1")


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ("file\ttext\na.wav\tسلام\n", "no language"),
        ("file\tlanguage\ttext\n", "lists no utterance"),
        ("file\tlanguage\ttext\na.wav\tde\tHallo\n", "line 2 needs"),
        ("file\tlanguage\ttext\na.wav\tfa\tسلام\nb.wav\tfa\tسلام\n", "line 3 names b.wav"),
        ("file\tlanguage\ttext\na.wav\tfa\n", "line 2 needs"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, table: str, told: str) -> None:
    with pytest.raises(DataFileError, match=told):
        read_set(make(tmp_path, table))


def test_intent_kind_and_order_number_are_read(tmp_path: Path) -> None:
    table = "file\tlanguage\ttext\tintent\tkind\torder_number\na.wav\tfa\tسلام\tinform\tdigits\t12345\n"
    (sample,) = read_set(make(tmp_path, table))
    assert (sample.intent, sample.kind, sample.order_number) == ("inform", "digits", "12345")


def test_another_kind_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="line 2: kind is 'song'; it is general, digits, yesno"):
        read_set(make(tmp_path, "file\tlanguage\ttext\tkind\na.wav\tfa\tسلام\tsong\n"))


def test_a_missing_file_is_left_to_the_reader_of_the_sound(tmp_path: Path) -> None:
    (sample,) = read_table(make(tmp_path, "file\tlanguage\ttext\nb.wav\tfa\tسلام\n"))
    assert not sample.path.exists()


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match=r"ref\.tsv: cannot be read"):
        read_set(tmp_path)
