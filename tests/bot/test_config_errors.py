"""Lines and words of a mistake in the configuration."""

from pathlib import Path

import pytest
import yaml
from pydantic import ValidationError

from bot.config_errors import ConfigError, describe, line_of
from bot.settings import Settings

TEXT = "sip:\n  port: 1\n  codecs:\n    - PCMA\n    - MP3\n"


def test_the_line_of_a_key_of_a_list_item_and_of_what_is_missing() -> None:
    tree = yaml.compose(TEXT, Loader=yaml.SafeLoader)
    assert line_of(tree, ("sip", "port")) == 2
    assert line_of(tree, ("sip", "codecs", 1)) == 5
    assert line_of(tree, ("sip", "host")) == 1
    assert line_of(None, ("sip",)) == 1


@pytest.mark.parametrize(
    ("values", "key", "told"),
    [
        ({"sip": {"prot": 1}}, "sip.prot", "did you mean 'port'?"),
        ({"zzz": 1}, "zzz", "known keys: company"),
        ({"sip": {"account": {"user": "1", "registrar": "pbx"}}}, "sip.account.registrar", "(it is 'pbx')"),
    ],
)
def test_a_mistake_in_words(values: dict[str, object], key: str, told: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Settings.model_validate({"home": Path("/"), **values})
    where, what = describe(caught.value.errors()[0], Settings)
    assert where == key
    assert told in what


def test_the_error_is_one_line_with_its_place() -> None:
    assert str(ConfigError(Path("/c.yml"), 3, "sip.port", "too big")) == "/c.yml:3: sip.port: too big"
