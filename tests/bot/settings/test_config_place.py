"""What may stand at a place of the file."""

import pytest

from bot.settings.config_place import find, keys_of
from bot.settings.settings import Settings


@pytest.mark.parametrize(
    ("where", "bounds", "example"),
    [
        (("sip", "port"), (0, 65_535), 5060),
        (("speech", "end_silence_ms", "digits"), (0, 600_000), None),
        (("handoff", "ring_s"), (0, 300), 20.0),
        (("sip", "account", "user"), (None, None), "200"),
        (("sip", "codecs", 1), (None, None), "PCMA"),
        (("company", "name", "ar"), (None, None), "المَتْجَرُ النَّمُوذَجِيّ"),
        (("nowhere", "at_all"), (None, None), None),
    ],
)
def test_bounds_and_examples(where: tuple[str | int, ...], bounds: tuple[float, float], example: object) -> None:
    place = find(where, Settings)
    assert (place.bounds, place.example) == (bounds, example)


def test_a_place_of_a_list_or_of_the_owners_keys_is_an_item() -> None:
    assert find(("sip", "codecs", 1), Settings).item
    assert find(("languages", "by_number", "200"), Settings).item
    assert not find(("sip", "codecs"), Settings).item
    assert find(("handoff", "ring_s"), Settings).above
    assert not find(("sip", "port"), Settings).above


def test_known_keys() -> None:
    assert {"sip", "speech"} <= set(keys_of((), Settings))
    assert "registrar" in keys_of(("sip", "account"), Settings)
    assert keys_of(("languages", "by_number"), Settings) == []
