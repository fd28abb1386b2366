"""Options checked before anything starts."""

from pathlib import Path

import pytest
import typer

from bot.cli.options import checksum, file_to_write, folder_to_write, usage_words, web_address


def test_files_and_folders_that_can_be_written(tmp_path: Path) -> None:
    assert file_to_write(None) is None
    assert file_to_write(tmp_path / "a.json") == tmp_path / "a.json"
    assert folder_to_write(tmp_path / "new" / "deep") == tmp_path / "new" / "deep"
    (tmp_path / "file").touch()
    for wrong in (tmp_path, tmp_path / "none" / "a.json"):
        with pytest.raises(typer.BadParameter):
            file_to_write(wrong)
    with pytest.raises(typer.BadParameter, match="is a file and no folder"):
        folder_to_write(tmp_path / "file" / "below")


def test_checksums_and_addresses() -> None:
    assert checksum(" AB" + "0" * 62 + "\n") == "ab" + "0" * 62
    assert (checksum(""), web_address(""), web_address("https://a/{file}")) == ("", "", "https://a/{file}")
    with pytest.raises(typer.BadParameter, match="64 hexadecimal digits"):
        checksum("ab")
    with pytest.raises(typer.BadParameter, match="begins with https"):
        web_address("mirror.example")


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ("Invalid value for '--calls': Input should be greater than or equal to 1.", "--calls: give 1 or more"),
        ("Invalid value for '--a' (env var: 'HATEF_A'): zz is\n no  address", "--a: zz is no address"),
        ("Invalid value for '-l': Value error, 'en' is not one of 'fa'.", "-l: 'en' is not one of 'fa'"),
    ],
)
def test_usage_in_plain_words(told: str, words: str) -> None:
    assert usage_words(told) == words
