"""The lines of mistakes, and how they are printed."""

from pathlib import Path

import yaml

from bot.settings.config_errors import ConfigError, line_of

TEXT = "sip:\n  port: 1\n  codecs:\n    - PCMA\n    - MP3\n"


def test_the_line_of_a_key_of_a_list_item_and_of_what_is_missing() -> None:
    tree = yaml.compose(TEXT, Loader=yaml.SafeLoader)
    assert line_of(tree, ("sip", "port")) == 2
    assert line_of(tree, ("sip", "codecs", 1)) == 5
    assert line_of(tree, ("sip", "host")) == 1
    assert line_of(None, ("sip",)) == 1


def test_the_error_is_one_line_with_its_place() -> None:
    assert str(ConfigError(Path("/c.yml"), 3, "sip.port", "too big")) == "/c.yml:3: sip.port: too big"


def test_further_mistakes_have_lines_of_their_own() -> None:
    second = ConfigError(Path("/c.yml"), 4, "b", "two")
    assert str(ConfigError(Path("/c.yml"), 3, "a", "one", more=[second])) == "/c.yml:3: a: one\n/c.yml:4: b: two"


def test_a_password_is_never_printed() -> None:
    for problem in ("it is 'mysql://u:geheim@h/d'", "it is 'host=h password=geheim'", "PWD = geheim;x"):
        assert "geheim" not in str(ConfigError(Path("/c.yml"), 1, "url", problem))
    assert "http://rasa:5005" in str(ConfigError(Path("/c.yml"), 1, "url", "write: url: http://rasa:5005"))
