"""Files of every shape: encodings, line ends, folders, what YAML takes though nobody means it."""

import os
from pathlib import Path

import pytest

from bot.settings.config_errors import ConfigError
from bot.settings.config_text import compose, plain, read_text


def told(path: Path) -> str:
    with pytest.raises(ConfigError) as caught:
        compose(path, read_text(path))
    return str(caught.value).removeprefix(f"{path}:")


@pytest.mark.parametrize(
    "content",
    [
        b"sip:\n  port: 1\n",
        b"\xef\xbb\xbfsip:\n  port: 1\n",
        b"sip:\r\n  port: 1\r\n",
        b"sip:\r  port: 1\r",
        "sip:\n  port: 1\n".encode("utf-16"),
        b"\xfe\xff" + "sip:\n  port: 1\n".encode("utf-16-be"),
    ],
)
def test_marks_and_line_ends_do_not_matter(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "config.yml"
    path.write_bytes(content)
    assert plain(compose(path, read_text(path))) == {"sip": {"port": "1"}}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("a: b\nname: فروشگاه".encode("cp1256"), "2: cannot be read as UTF-8 text; save the file again"),
        ("sip: 1".encode("utf-16-le"), "1: this is no UTF-8 text; save the file again"),
        (b"PK\x03\x04", "1: the line cannot be read: the line holds a control character"),
        (b"a: 1\nsip:\n\tport: 1\n", "3: the line begins with a tab; indent with blanks"),
        ("sip:\n\u00a0 port: 1\n".encode(), "2: the line begins with an invisible character (U+00A0)"),
        ("sip:\n  \u200fport: 1\n".encode(), "2: the line begins with an invisible character (U+200F)"),
        ("po\u200drt\u200f: 1\n".encode(), "the key holds an invisible character"),
        (b"sip:\n  port: 1\nspeech: {}\nsip:\n  host: a\n", "4: sip: it stands twice, in line 1 too"),
        (b"sip:\n  port: 1\n  port: 2\n", "3: sip.port: it stands twice, in line 2 too"),
        (b"a: &a [*a]\nb: {[x]: y}\n", "it is nested too deeply, or an anchor (&, *) holds itself"),
        (b"b: {[x]: y}\n", "1: b: a value that begins with { or [ must stand in quotes"),
        (b"<<<<<<< HEAD\nsip: {}\n=======\n", "1: marks of a merge stand in the file"),
        ("sip:\n  port:\u00a05060\n".encode(), "2: an invisible blank (U+00A0) stands behind the colon"),
        ("sip:\n  port\uff1a 5060\n".encode(), "2: the colon is a wide one"),
        (b"sip:\n  host: [::1]\n", "2: an address with colons stands without brackets"),
        (b"a: {general:600, digits:1000}\n", "1: a: a blank belongs behind the colon; write: general: 600"),
        (b"#" * 1_000_001, "it is larger than a megabyte"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "config.yml"
    path.write_bytes(content)
    assert words in told(path)


def test_values_stay_as_they_were_written(tmp_path: Path) -> None:
    path = tmp_path / "config.yml"
    path.write_text("a: 0200\nb: 10:30\nc: yes\nd: ~\ne: '~'\nf:\ng: 2026-11-29\n", encoding="utf-8")
    found = plain(compose(path, read_text(path)))
    assert found == {"a": "0200", "b": "10:30", "c": "yes", "d": None, "e": "~", "f": None, "g": "2026-11-29"}


def test_a_folder_and_a_device_are_no_configuration(tmp_path: Path) -> None:
    assert "this is a folder; name the file in it" in told(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    assert "this is no ordinary file" in told(tmp_path / "pipe")


def test_a_path_through_a_file(tmp_path: Path) -> None:
    (tmp_path / "a").touch()
    assert "no such file: a part of its path is a file" in told(tmp_path / "a" / "config.yml")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_of_somebody_else(tmp_path: Path) -> None:
    path = tmp_path / "config.yml"
    path.touch(mode=0)
    assert "this user may not read it" in told(path)
