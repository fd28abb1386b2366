"""Mistakes in the designers' sounds are told with their line."""

from pathlib import Path

import pytest

from tests.lexicons import LEXICONS
from voice.lexicon.check import LexiconBroken, check_lexicons


@pytest.mark.parametrize("language", ["fa", "ar"])
def test_the_shipped_lexicons_are_right(language: str) -> None:
    check_lexicons(language, LEXICONS)


def test_a_folder_without_lexicons_is_right(tmp_path: Path) -> None:
    check_lexicons("fa", tmp_path)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("سلام سلام", "'سلام سلام' has no ="),
        ("سلام =", "'سلام' has an empty sound"),
        ("سلام = s a, ", "'سلام' has an empty sound"),
        ("= s a", "there is no word before the ="),
        ("سلام علیکم = s a", "'سلام علیکم' is not one word"),
        ("سلام = salam", "'salam' is no sound, or several without spaces between them; there are: a b d"),
        ("سلام == s a", "'=' is no sound"),
    ],
)
def test_a_malformed_line_is_told(tmp_path: Path, line: str, told: str) -> None:
    (tmp_path / "fa.extra.txt").write_text(f"# ours\n\nتپسی = t æ p s i  # a firm\n{line}\n", encoding="utf-8")
    with pytest.raises(LexiconBroken) as caught:
        check_lexicons("fa", tmp_path)
    assert str(caught.value).startswith(f"{tmp_path}/fa.extra.txt:4: {told}")
    assert "a line is: word = s ɒ l" in str(caught.value)


@pytest.mark.parametrize(("name", "content"), [("ar.txt", b"\xff\xfe"), ("ar.txt.gz", b"no gzip"), ("ar.txt.gz", b"")])
def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    if content:
        with pytest.raises(LexiconBroken, match=f"{name}: (cannot be|this is no text in UTF-8)"):
            check_lexicons("ar", tmp_path)
    else:
        check_lexicons("ar", tmp_path)  # nothing packed is nothing to say


def test_half_a_packed_lexicon_is_told(tmp_path: Path) -> None:
    packed = (LEXICONS / "fa.txt.gz").read_bytes()
    (tmp_path / "fa.txt.gz").write_bytes(packed[: len(packed) // 2])
    with pytest.raises(LexiconBroken, match=r"fa\.txt\.gz: cannot be unpacked"):
        check_lexicons("fa", tmp_path)
