"""Slips of the pen that YAML cannot read, in words that name the slip."""

from pathlib import Path

import pytest

from bot.settings.config_errors import ConfigError
from bot.settings.config_syntax import key_and_value, load_yaml
from bot.settings.config_text import compose


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("sip:\n  port:5060\n  host: a\n", "2: the line cannot be read: a blank belongs behind the colon"),
        ("sip:\n  port 5060\n  host: a\n", "2: the line cannot be read: a colon belongs behind the key"),
        ("sip\n  port: 5060\n", "1: the line cannot be read: a colon belongs behind the name; write: sip:"),
        ("sip:\n  port: 5060\n    host: a\n", "3: the line cannot be read: the line is indented deeper than line 2"),
        ("sip:\n  port: 5060\n host: a\n", "3: the line cannot be read: the line is indented unlike its neighbours"),
        ("target: {token}@pbx\n", 'this value must stand in quotes; write: target: "{token}@pbx"'),
        ("agent: @pbx\n", 'write: agent: "@pbx"'),
        ("numbers:\n  - *98\n", 'write: - "*98"'),
        ("numbers: [*]\n", "a value that begins with a sign"),
        ("name: {fa: %50}\n", "a value that begins with a sign"),
        ("hours:\n  fa: شنبه: ۸ تا ۱۷\n", 'write: fa: "شنبه: ۸ تا ۱۷"'),
        ('name: {fa: "الف, ar: "ب"}\n', "a quote (\" or ') is opened and not closed"),
        ('a: {fa: "تهران}\nsip:\n  port: 1\n', "1: the line cannot be read: a quote (\" or ') is opened and not"),
        ("peers: [10.0.0.0/8\nport: 1\n", "1: the line cannot be read: a list that was opened with [ is not closed"),
        ("name: {fa: a\nhours: b\n", "1: the line cannot be read: a { is not closed"),
        ("company:\n  name: {fa: x,\n", "2: the line cannot be read: a [ or { is opened and not closed"),
        ("sip: [\n", "1: the line cannot be read: a [ or { is opened and not closed"),
        ("sip:\n  port:\t5060\t\n  a:\t\n\t- b\n", "a tab"),
        ("[sip]\nport = 5060\n", "1: the line cannot be read: a section is written with a colon; write: sip:"),
        ("sip:\n  port = 5060\n  host: a\n", "separated by a colon and a blank; write: port: 5060"),
        ("; mine\nsip:\n  port: 1\n", "1: the line cannot be read: a comment begins with # here"),
        ("// mine\nsip:\n  port: 1\n", "1: the line cannot be read: a comment begins with # here"),
        ('name: {fa: "میدان "آزادی" تهران", ar: "ب"}\n', "quotes stand inside a text that is in quotes"),
        ("name: {fa: الف، ar: ب}\n", "a Persian comma (،) stands where the Latin one (,) belongs"),
        ("account: {user: 2, registrar: sip: pbx}\n", "inside { } and [ ] a value that holds a colon"),
        ('"sip:\n  port: 1\n', "1: the line cannot be read: a quote"),
        ("a: 1\n---\nb: 2\n", "2: the line cannot be read: --- begins a second document"),
        ('folder: "C:\\records"\nb: "\\q"\n', "a backslash inside"),
        ("a: 1\nb: \x07\n", "2: the line cannot be read: the line holds a control character"),
    ],
)  # fmt: skip
def test_the_slip_is_named_with_its_line(text: str, words: str) -> None:
    with pytest.raises(ConfigError) as caught:
        compose(Path("config.yml"), text)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("port:5060", ("port", "5060")),
        ("port = 5060", ("port", "5060")),
        ("port := 5060;", ("port", "5060")),
        ("port 5060", ("port", "5060")),
        ("agent:sip:200@pbx", ("agent", "sip:200@pbx")),
        ("on", None),
        ("", None),
        ("http://rasa:5005", None),
    ],
)
def test_a_key_and_its_value_that_were_read_as_one_text(text: str, meant: tuple[str, str] | None) -> None:
    assert key_and_value(text) == meant


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"a: [", "line 1 cannot be read as YAML: a [ or { is opened and not closed"),
        (b"a: 1\n b: 2\n", "line 2 cannot be read as YAML"),
        (b"\xff\xfe\xff", "cannot be read: it is no UTF-8 text"),
        (b"a: 2026-13-45", "cannot be read: a value in it: month must be in 1..12"),
        (b"a: \x07", "line 1 cannot be read as YAML: the line holds a control character"),
    ],
)
def test_a_file_of_data_that_cannot_be_read_is_one_line(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "a.yml"
    path.write_bytes(content)
    with pytest.raises(ValueError, match="cannot be read") as caught:
        load_yaml(path)
    assert str(caught.value).startswith(words)
    assert "\n" not in str(caught.value)


def test_a_file_of_data_that_is_not_there_and_one_that_is(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="cannot be read: No such file"):
        load_yaml(tmp_path / "none.yml")
    (tmp_path / "a.yml").write_text("a: [1, ب]\n", encoding="utf-8")
    assert load_yaml(tmp_path / "a.yml") == {"a": [1, "ب"]}
