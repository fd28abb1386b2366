"""Slips of the pen that YAML cannot read, in words that name the slip."""

from pathlib import Path

import pytest

from bot.config_errors import ConfigError
from bot.config_text import compose


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
